package dev.tern.engine.cli;

import java.util.Locale;

/// One line on standard error that says how far long work is, its rate and the time left.
///
/// Shown only where a terminal reads it, at most five times a second; [#close] wipes it.
final class Progress implements AutoCloseable {
  private static final long INTERVAL_NANOS = 200_000_000L;
  private static final int WIDTH = 78;

  private final String what;
  private final String unit;
  private final long total;
  private final boolean visible;
  private final long startNanos = System.nanoTime();
  private long shownNanos = startNanos;

  /// @param what is done, such as "encoding"
  /// @param unit of the count, such as "documents"
  /// @param total how many there will be, or 0 where that is not known
  /// @param visible whether to show it at all
  Progress(String what, String unit, long total, boolean visible) {
    this.what = what;
    this.unit = unit;
    this.total = total;
    this.visible = visible && Console.isTerminal();
  }

  /// Says that `done` units are finished.
  void at(long done) {
    long now = System.nanoTime();
    if (!visible || now - shownNanos < INTERVAL_NANOS) {
      return;
    }
    shownNanos = now;
    String line = line(what, unit, done, total, (now - startNanos) / 1e9);
    Console.ERR.print("\r" + line + " ".repeat(Math.max(0, WIDTH - line.length())));
    Console.ERR.flush();
  }

  @Override
  public void close() {
    wipe();
  }

  /// Makes room for other lines.
  void wipe() {
    if (visible) {
      Console.ERR.print("\r" + " ".repeat(WIDTH) + "\r");
      Console.ERR.flush();
    }
  }

  static String line(String what, String unit, long done, long total, double seconds) {
    double rate = done / Math.max(seconds, 1e-9);
    String line = String.format(Locale.ROOT, "%s: %,d %s, %,.0f/s", what, done, unit, rate);
    if (total > 0 && done > 0) {
      line +=
          String.format(
              Locale.ROOT, ", %d %%, %s left", 100 * done / total, time((total - done) / rate));
    }
    return line;
  }

  static String time(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60
        ? whole + " s"
        : whole < 3600
            ? String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60)
            : String.format(Locale.ROOT, "%d:%02d h", whole / 3600, whole % 3600 / 60);
  }
}
