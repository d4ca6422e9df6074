package dev.tern.bench;

import dev.tern.bench.peers.BertGraph;
import dev.tern.bench.peers.GraphStyle;
import dev.tern.bench.peers.OrtEncoder;
import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.TransformerSide;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Tokens a second of one model in Tern and in each form that ONNX Runtime may be given it, all in
/// turn; and what share of the machine's arithmetic Tern reaches.
///
/// @param subject the model with its work
/// @param setting what is wanted
/// @param contest how long
/// @param graphs directory for the graphs
record SubjectBench(Subject subject, Harness.Setting setting, Contest contest, Path graphs) {
  /// Largest difference of any value from Tern's: sums in float32 in another order.
  static final double TOLERANCE = 2e-4;

  /// Share of the largest value by which int8 may be off; it is reported and no claim is made.
  static final double INT8_TOLERANCE = 0.5;

  private static final String CEILING = "ceiling";
  private static final int CEILING_ROUNDS = 15;

  /// Measures with so many threads.
  void run(int threads, Consumer<Row> rows) throws IOException {
    List<Workload> workloads =
        subject.workloads().stream().filter(work -> wanted(work, threads)).toList();
    if (workloads.isEmpty()) {
      return;
    }
    setting.progress().accept(subject.name() + ": loading, threads=" + threads);
    Map<GraphStyle, OrtEncoder> peers = new EnumMap<>(GraphStyle.class);
    try (TernModel tern =
        subject.sparse()
            ? TernModel.sparse(subject.directory(), threads)
            : TernModel.dense(subject.directory(), threads)) {
      for (GraphStyle style : GraphStyle.values()) {
        if (workloads.stream().anyMatch(work -> wanted(work, threads, key(style)))) {
          peers.put(style, OrtEncoder.load(graph(style), threads));
        }
      }
      for (Workload work : workloads) {
        run(work, threads, tern, peers, rows);
      }
    } finally {
      peers.values().forEach(OrtEncoder::close);
    }
  }

  /// Whether somebody wants a row of this model with any number of threads.
  boolean wanted() {
    return subject.workloads().stream().anyMatch(work -> wanted(work, 1) || wanted(work, 2));
  }

  private boolean wanted(Workload work, int threads) {
    for (GraphStyle style : GraphStyle.values()) {
      if (wanted(work, threads, key(style))) {
        return true;
      }
    }
    return wanted(work, threads, CEILING);
  }

  private boolean wanted(Workload work, int threads, String peer) {
    return setting.wants(title(work), threads, peer);
  }

  private String title(Workload work) {
    return subject.name() + "-" + work.name();
  }

  private static String key(GraphStyle style) {
    return style.name().toLowerCase(Locale.ROOT);
  }

  private Path graph(GraphStyle style) throws IOException {
    Path file = graphs.resolve(subject.name() + "-" + key(style) + ".onnx");
    if (!file.toFile().exists()) {
      TransformerSide side = ModelDirectory.open(subject.directory()).documentSide();
      try (Checkpoint checkpoint = Checkpoint.open(side.folder())) {
        if (subject.sparse()) {
          BertGraph.writeSparse(checkpoint, side.config(), style, file);
        } else {
          BertGraph.writeDense(checkpoint, side.config(), style, file);
        }
      }
    }
    return file;
  }

  private void run(
      Workload work,
      int threads,
      TernModel tern,
      Map<GraphStyle, OrtEncoder> peers,
      Consumer<Row> rows)
      throws IOException {
    setting.progress().accept(title(work) + ": threads=" + threads);
    Map<String, Duel.Work> contenders = new LinkedHashMap<>();
    contenders.put("tern", () -> tern.encode(work.texts()));
    Map<GraphStyle, Double> differences = new EnumMap<>(GraphStyle.class);
    List<float[]> expected = tern.encode(work.texts());
    for (GraphStyle style : peers.keySet()) {
      if (wanted(work, threads, key(style))) {
        OrtEncoder peer = peers.get(style);
        List<float[]> actual = peer.encode(work.texts(), work.peerBatch());
        differences.put(style, compare(title(work), style, expected, actual));
        contenders.put(key(style), () -> peer.encode(work.texts(), work.peerBatch()));
      }
    }
    Map<String, Samples> seconds = contest.run(contenders);
    Samples rate = seconds.get("tern").dividing((double) work.tokens());
    for (GraphStyle style : differences.keySet()) {
      Samples peerRate = seconds.get(key(style)).dividing((double) work.tokens());
      String name = "%s, differs by %.1e".formatted(style.label(), differences.get(style));
      Row row = new Row(title(work), threads, Unit.TOKENS_PER_SECOND, rate, peerRate, name);
      Double target = subject.targets().get(style);
      rows.accept(target == null ? row : row.withTarget(target));
    }
    if (wanted(work, threads, CEILING)) {
      Samples reached =
          seconds.get("tern").dividing(work.operations(tern.config(), subject.sparse()) / 1e9);
      rows.accept(
          new Row(
              title(work), threads, Unit.GIGAFLOPS, reached, ceiling(threads), "FMA in registers"));
    }
  }

  private static Samples ceiling(int threads) throws IOException {
    List<Double> rates = new ArrayList<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < 2 * CEILING_ROUNDS; i++) {
        double rate = FmaCeiling.measure(threads, workers);
        if (i >= CEILING_ROUNDS) { // The first ones warm up.
          rates.add(rate);
        }
      }
    }
    return Samples.of(rates.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /// The largest difference of two values.
  ///
  /// @throws WrongAnswerException if it is more than rounding
  static double compare(
      String title, GraphStyle style, List<float[]> expected, List<float[]> actual) {
    double difference = 0;
    double largest = 0;
    for (int i = 0; i < expected.size(); i++) {
      float[] tern = expected.get(i);
      float[] peer = actual.get(i);
      for (int j = 0; j < tern.length; j++) {
        // Not Math.max alone: a NaN must not get lost.
        double each = Math.abs(tern[j] - peer[j]);
        difference = each <= difference ? difference : each;
        largest = Math.max(largest, Math.abs(tern[j]));
      }
    }
    double tolerance = style == GraphStyle.INT8 ? INT8_TOLERANCE * largest : TOLERANCE;
    if (!(difference <= tolerance)) {
      throw new WrongAnswerException(
          title
              + ": vectors of Tern and of "
              + style.label()
              + " differ by "
              + difference
              + ", which is more than "
              + tolerance);
    }
    return difference;
  }
}
