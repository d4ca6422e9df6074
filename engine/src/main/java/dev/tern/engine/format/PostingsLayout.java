package dev.tern.engine.format;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// In which order the postings of an index are kept; an index has the same for all its segments.
public enum PostingsLayout {
  /// By document, in windows with the bounds of blocks: what every algorithm but the
  /// score-at-a-time one reads.
  HYBRID(0),
  /// By impact, the greatest first: what a score-at-a-time search reads. The smallest, and the one
  /// in which a budget is spent on the greatest contributions first.
  IMPACT_ORDERED(1),
  /// Both, side by side.
  BOTH(2);

  private final int code;

  PostingsLayout(int code) {
    this.code = code;
  }

  /// As a manifest says it.
  int code() {
    return code;
  }

  /// The layout with groups that a manifest says, if there is one.
  static Optional<PostingsLayout> ofCode(int code) {
    return Arrays.stream(values())
        .filter(layout -> layout.hasGroups() && layout.code == code)
        .findFirst();
  }

  /// Whether there are postings in windows.
  public boolean hasWindows() {
    return this != IMPACT_ORDERED;
  }

  /// Whether there are postings in groups of equal impact.
  public boolean hasGroups() {
    return this != HYBRID;
  }

  /// As it is written on the command line, such as `impact-ordered`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
