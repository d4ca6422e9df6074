package dev.tern.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// A row with all its samples as a line of text, for another process or a later run.
final class RowLine {
  private RowLine() {}

  /// The line, a JSON object.
  static String of(Row row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("work", row.work());
    fields.put("threads", row.threads());
    fields.put("unit", row.unit().name());
    fields.put("tern", row.tern().values());
    fields.put("peer", row.peer().values());
    fields.put("peerName", row.peerName());
    row.target().ifPresent(target -> fields.put("target", target));
    try {
      return JSON.std.asString(fields);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
  }

  /// Whether a line looks like one of these.
  static boolean isRow(String line) {
    return line.startsWith("{");
  }

  /// The row of a line.
  static Row read(String line) {
    try {
      Map<String, Object> fields = JSON.std.mapFrom(line);
      Object target = fields.get("target");
      return new Row(
          (String) fields.get("work"),
          ((Number) fields.get("threads")).intValue(),
          Unit.valueOf((String) fields.get("unit")),
          samples(fields.get("tern")),
          samples(fields.get("peer")),
          (String) fields.get("peerName"),
          target == null
              ? OptionalDouble.empty()
              : OptionalDouble.of(((Number) target).doubleValue()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Samples samples(Object values) {
    return Samples.of(
        ((List<?>) values).stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray());
  }
}
