package dev.tern.bench;

import dev.tern.bench.ClaimRun.Result;
import dev.tern.bench.plot.PointPlot;
import dev.tern.bench.plot.PointPlot.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// What the runs of [TrainingClaims] say.
///
/// @param results of each kind of run, one for each seed in the same order
record ClaimReport(Map<String, List<Result>> results) {
  private static final Map<String, String> NAMES = names();

  private static Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("b-ms", "MiniLM and splade-tiny");
    names.put("b-m", "MiniLM alone");
    names.put("b-s", "splade-tiny alone");
    names.put("a-flops-0", "FLOPS, lambda .02");
    names.put("a-flops-1", "FLOPS, lambda .1");
    names.put("a-idf_flops-0", "FLOPS / idf, lambda .3");
    names.put("a-idf_flops-1", "FLOPS / idf, lambda 1.5");
    return names;
  }

  /// Each claim as a comparison of means over the collections, by seed.
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (String strength : List.of("a-idf_flops-0", "a-idf_flops-1")) {
      rows.add(
          row(
              "claim (a), " + NAMES.get(strength),
              ndcg(strength),
              plainAt(results.get(strength)),
              "FLOPS alone, at as many FLOPS"));
    }
    for (String alone : List.of("b-m", "b-s")) {
      rows.add(row("claim (b), two teachers", ndcg("b-ms"), ndcg(alone), NAMES.get(alone)));
    }
    return rows;
  }

  private static Row row(String work, double[] ours, double[] theirs, String peer) {
    return new Row(work, 1, Unit.NDCG, Samples.of(ours), Samples.of(theirs), peer).withTarget(1);
  }

  private double[] ndcg(String kind) {
    return results.get(kind).stream().mapToDouble(Result::ndcg).toArray();
  }

  /// NDCG@10 of the plain price, for each seed at the FLOPS of another result.
  private double[] plainAt(List<Result> others) {
    List<Result> weak = results.get("a-flops-0");
    List<Result> strong = results.get("a-flops-1");
    return IntStream.range(0, others.size())
        .mapToDouble(i -> interpolated(weak.get(i), strong.get(i), others.get(i).flops()))
        .toArray();
  }

  /// The line through two results at some FLOPS, over their logarithm.
  static double interpolated(Result one, Result other, double flops) {
    double range = Math.log(other.flops() / one.flops());
    double share = range == 0 ? 0 : Math.log(flops / one.flops()) / range;
    return one.ndcg() + share * (other.ndcg() - one.ndcg());
  }

  /// Writes `claims.md` with all figures, and a plot of them for each claim.
  void write(Path folder) throws IOException {
    Files.writeString(folder.resolve("claims.md"), table());
    Files.writeString(
        folder.resolve("claims-price.svg"),
        plot("The price of documents, queries whose words weigh 1", "a-").svg());
    Files.writeString(
        folder.resolve("claims-teachers.svg"),
        plot("Teachers, queries weighted by idf", "b-").svg());
  }

  private PointPlot plot(String title, String claim) {
    Map<String, List<Point>> series = new LinkedHashMap<>();
    NAMES.forEach((kind, name) -> {
      if (kind.startsWith(claim)) {
        series.put(
            name, results.get(kind).stream().map(r -> new Point(r.flops(), r.ndcg())).toList());
      }
    });
    return new PointPlot(title, "FLOPS, mean of the collections", "NDCG@10, mean", series);
  }

  private String table() {
    List<String> collections =
        List.copyOf(results.values().iterator().next().getFirst().collections().keySet());
    StringBuilder text = new StringBuilder("| | NDCG@10 | terms | FLOPS |");
    collections.forEach(each -> text.append(' ').append(each).append(" |"));
    text.append("\n|---|---|---|---|").append("---|".repeat(collections.size())).append('\n');
    NAMES.forEach((kind, name) -> {
      List<Result> runs = results.get(kind);
      text.append("| ").append(name).append(" | ").append(cell(runs, Result::ndcg, 4));
      text.append(" | ").append(cell(runs, Result::terms, 0));
      text.append(" | ").append(cell(runs, Result::flops, 2)).append(" |");
      for (String each : collections) {
        text.append(' ').append(cell(runs, r -> r.collections().get(each).ndcg(), 4));
        text.append(" |");
      }
      text.append('\n');
    });
    return text.append("\nMeans over ")
        .append(results.values().iterator().next().size())
        .append(" seeds, and half the range from the worst to the best.\n")
        .toString();
  }

  /// The mean of a figure over seeds, and half the range.
  private static String cell(List<Result> runs, ToDoubleFunction<Result> figure, int decimals) {
    double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
    double mean = Arrays.stream(sorted).average().orElseThrow();
    double half = (sorted[sorted.length - 1] - sorted[0]) / 2;
    String format = "%." + decimals + "f ± %." + decimals + "f";
    return String.format(Locale.ROOT, format, mean, half);
  }
}
