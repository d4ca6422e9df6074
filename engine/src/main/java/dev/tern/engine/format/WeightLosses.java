package dev.tern.engine.format;

/// Document weights that impacts of 8 bits could not represent.
///
/// @param saturated weights above 255 steps, which were cut to impact 255
/// @param dropped weights below half a step, which have no posting
public record WeightLosses(long saturated, long dropped) {
  /// No losses.
  public static final WeightLosses NONE = new WeightLosses(0, 0);

  /// The sum of these losses and others.
  public WeightLosses plus(WeightLosses other) {
    return new WeightLosses(saturated + other.saturated, dropped + other.dropped);
  }
}
