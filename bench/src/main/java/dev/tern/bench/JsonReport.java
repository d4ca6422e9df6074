package dev.tern.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON object a line for programs, and nothing else.
///
/// @param out where they go
record JsonReport(PrintStream out) implements Report {
  @Override
  public void list(List<Harness> harnesses) {
    for (Harness harness : harnesses) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("name", harness.name());
      fields.put("description", harness.description());
      line(fields);
    }
  }

  @Override
  public void begin(String machine) {
    // Every line is a row, and names the machine.
  }

  @Override
  public void row(Row row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("work", row.work());
    fields.put("threads", row.threads());
    fields.put("tern", row.tern().median());
    fields.put("ternP10", row.tern().quantile(0.1));
    fields.put("ternP90", row.tern().quantile(0.9));
    fields.put("peer", row.peer().median());
    fields.put("peerP10", row.peer().quantile(0.1));
    fields.put("peerP90", row.peer().quantile(0.9));
    fields.put("unit", row.unit().symbol());
    fields.put("peerName", row.peerName());
    fields.put("ratio", row.ratio());
    fields.put("spread", row.spread());
    fields.put("target", row.target().isPresent() ? row.target().getAsDouble() : null);
    fields.put("holds", row.holds());
    fields.put("machine", Machine.describe());
    line(fields);
  }

  private void line(Map<String, Object> fields) {
    try {
      out.println(JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(fields));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
  }
}
