package dev.tern.engine.cli;

import java.util.Locale;

/// One line on standard error that says how far long work is, its rate and the time left.
///
/// Shown only where a person reads it, by a thread of its own, so that the line moves although
/// results come in bursts; [#close] wipes it.
final class Progress implements AutoCloseable {
  private static final long INTERVAL_MILLIS = 200;
  private static final int WIDTH = 79;

  private final String what;
  private final String unit;
  private final long total;
  private final long startNanos = System.nanoTime();
  private long done;
  private long doneNanos = startNanos;
  private String note = "";
  private long before;
  private boolean closed;
  private boolean shown;

  /// @param what is done, such as "encoding"
  /// @param unit of the count, such as "documents"
  /// @param total how many there will be, or 0 where that is not known
  Progress(String what, String unit, long total) {
    this.what = what;
    this.unit = unit;
    this.total = total;
    if (Console.isErrorTerminal()) {
      Thread.ofPlatform().daemon().name("tern-progress").start(this::show);
    }
  }

  /// Says that `finished` units are finished.
  synchronized void at(long finished) {
    done = finished;
    doneNanos = System.nanoTime();
  }

  /// Says that so many of the units were finished before the work began.
  synchronized void resume(long finished) {
    before = finished;
    done = finished;
  }

  /// Says that `finished` units are finished, and what else is worth knowing; the line is cut where
  /// it would not fit.
  synchronized void at(long finished, String newNote) {
    note = newNote;
    at(finished);
  }

  /// Makes room for other lines, for good.
  @Override
  public synchronized void close() {
    if (shown && !closed) {
      Console.ERR.print("\r" + " ".repeat(WIDTH) + "\r");
      Console.ERR.flush();
    }
    closed = true;
    notifyAll();
  }

  private synchronized void show() {
    try {
      while (!closed) {
        double seconds = (doneNanos - startNanos) / 1e9;
        double since = (System.nanoTime() - doneNanos) / 1e9;
        String line =
            note.isEmpty()
                ? line(what, unit, done, total, seconds, since)
                : brief(unit, done, total, left(seconds, since)) + note;
        line = line.substring(0, Math.min(line.length(), WIDTH));
        Console.ERR.print("\r" + line + " ".repeat(WIDTH - line.length()));
        Console.ERR.flush();
        shown = true;
        wait(INTERVAL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private double left(double seconds, double since) {
    double each = seconds / Math.max(1, done - before);
    return Math.max(0, (total - done) * each - since);
  }

  /// Room is left for a note.
  static String brief(String unit, long done, long total, double left) {
    return String.format(Locale.ROOT, "%,d of %,d %s, %s left", done, total, unit, time(left));
  }

  /// @param seconds that the `done` units took
  /// @param since seconds that have passed since then
  static String line(
      String what, String unit, long done, long total, double seconds, double since) {
    if (done == 0) {
      return total > 0
          ? String.format(Locale.ROOT, "%s: 0 of %,d %s", what, total, unit)
          : String.format(Locale.ROOT, "%s: %s ...", what, unit);
    }
    double rate = done / Math.max(seconds, 1e-9);
    String form = rate < 10 ? "%s: %,d %s, %.1f/s" : "%s: %,d %s, %,.0f/s";
    String line = String.format(Locale.ROOT, form, what, done, unit, rate);
    if (total > 0) {
      long percent = Math.min(100, 100 * done / total);
      String left = time(Math.max(0, (total - done) / rate - since));
      line += String.format(Locale.ROOT, ", %d %%, %s left", percent, left);
    }
    return line;
  }

  static String time(double seconds) {
    if (seconds < 9.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 60
        ? whole + " s"
        : whole < 3600
            ? String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60)
            : String.format(Locale.ROOT, "%d:%02d h", whole / 3600, whole % 3600 / 60);
  }
}
