package dev.tern.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.bench.plot.BarPlot;
import dev.tern.bench.plot.LinePlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `./tern bench plot ROWS.jsonl...`: plots of the rows that `./tern bench engine --json` printed,
/// beside each file: the latency of every system against k for each kind of queries, and what the
/// parts of the windowed hybrid take.
final class EnginePlots {
  private static final Pattern LATENCY = Pattern.compile("(.+) (\\S+) k=(\\d+) (\\S+) p50");
  private static final Pattern PART =
      Pattern.compile("(.+) (\\S+) k=(\\d+) windowed_hybrid part (\\S+)");

  /// Microseconds by k of each system, by collection and kind of queries.
  private final Map<String, Map<String, SortedMap<Double, Double>>> latencies =
      new LinkedHashMap<>();

  /// Microseconds of each part for each search, by collection.
  private final Map<String, Map<String, Map<String, Double>>> parts = new LinkedHashMap<>();

  private EnginePlots() {}

  /// Writes the plots of a file beside it, and returns how many there are.
  static int write(Path rows) throws IOException {
    EnginePlots plots = new EnginePlots();
    for (String line : Files.readAllLines(rows)) {
      if (RowLine.isRow(line)) {
        plots.add(JSON.std.mapFrom(line));
      }
    }
    String stem = rows.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    int count = 0;
    for (var each : plots.latencies.entrySet()) {
      LinePlot plot =
          new LinePlot(
              each.getKey() + " queries: median time of a search",
              "k, number of hits",
              "µs",
              each.getValue());
      Files.writeString(file(rows, stem, "latency " + each.getKey()), plot.svg());
      count++;
    }
    for (var each : plots.parts.entrySet()) {
      BarPlot plot =
          new BarPlot(
              each.getKey() + ": parts of a search (windowed hybrid)",
              "µs, mean of the queries",
              each.getValue());
      Files.writeString(file(rows, stem, "parts " + each.getKey()), plot.svg());
      count++;
    }
    return count;
  }

  private static Path file(Path rows, String stem, String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return rows.resolveSibling(stem + "-" + plain + ".svg");
  }

  private void add(Map<String, Object> row) {
    Matcher latency = LATENCY.matcher((String) row.get("work"));
    if (latency.matches()) {
      Map<String, SortedMap<Double, Double>> systems =
          latencies.computeIfAbsent(
              latency.group(1) + " " + latency.group(2), _ -> new LinkedHashMap<>());
      double k = Double.parseDouble(latency.group(3));
      systems
          .computeIfAbsent((String) row.get("peerName"), _ -> new TreeMap<>())
          .putIfAbsent(k, ((Number) row.get("peer")).doubleValue());
      systems
          .computeIfAbsent(latency.group(4), _ -> new TreeMap<>())
          .putIfAbsent(k, ((Number) row.get("tern")).doubleValue());
    }
    Matcher part = PART.matcher((String) row.get("work"));
    if (part.matches()) {
      parts
          .computeIfAbsent(part.group(1), _ -> new LinkedHashMap<>())
          .computeIfAbsent(part.group(2) + " k=" + part.group(3), _ -> new LinkedHashMap<>())
          .put(part.group(4), ((Number) row.get("tern")).doubleValue());
    }
  }
}
