package dev.tern.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// A table for people.
///
/// @param out where it goes
record TableReport(PrintStream out) implements Report {
  @Override
  public void list(List<Harness> harnesses) {
    for (Harness harness : harnesses) {
      out.println(harness.name() + "  " + harness.description());
    }
  }

  @Override
  public void begin(String machine) {
    out.println(machine);
    line("work", "thr", "tern", "peer", "unit", "ratio", "spread", "target", "the peer is");
  }

  @Override
  public void row(Row row) {
    line(
        row.work(),
        row.threads(),
        row.unit().written(row.tern().median()),
        row.unit().written(row.peer().median()),
        row.unit().symbol(),
        number("%.2fx", row.ratio()),
        number("%.1f%%", 100 * row.spread()),
        target(row.target(), row.holds()),
        row.peerName());
  }

  private static String target(OptionalDouble target, boolean holds) {
    return target.isEmpty() ? "-" : number(holds ? "%.2f ok" : "%.2f MISSED", target.getAsDouble());
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private void line(Object... cells) {
    out.println("%-44s %3s %14s %14s %-10s %9s %7s %9s  %s".formatted(cells));
    out.flush();
  }
}
