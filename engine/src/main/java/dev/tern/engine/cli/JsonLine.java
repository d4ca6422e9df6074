package dev.tern.engine.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// One JSON object on one line of standard output, its fields in the order they were put.
final class JsonLine {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  JsonLine with(String name, Object value) {
    fields.put(name, value instanceof JsonLine line ? line.fields : value);
    return this;
  }

  void print() {
    Console.OUT.println(this);
    Console.OUT.flush();
  }

  @Override
  public String toString() {
    try {
      return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(fields);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
  }
}
