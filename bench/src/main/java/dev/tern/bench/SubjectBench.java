package dev.tern.bench;

import dev.tern.bench.peers.GraphStyle;
import dev.tern.bench.peers.OrtEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Tokens a second of one model in Tern and in each form that ONNX Runtime may be given it, all in
/// turn; and what share of the machine's arithmetic Tern reaches.
///
/// @param subject the model with its work
/// @param setting what is wanted
/// @param contest how long
/// @param graphs directory for the graphs
record SubjectBench(Subject subject, Harness.Setting setting, Contest contest, Path graphs) {
  private static final String TERN = "tern";
  private static final String CEILING = "ceiling";

  /// A form of the peer.
  ///
  /// @param style of its graph
  /// @param batch texts at once
  /// @param first whether it is the one that has the target
  private record Opponent(GraphStyle style, int batch, boolean first) {
    /// What it is called on the command line.
    String key() {
      return first ? style.key() : style.key() + "-by-" + batch;
    }

    String describe(double difference) {
      return "%s, %d at once, differs by %.1e".formatted(style.label(), batch, difference);
    }
  }

  /// Whether somebody wants a row of this model with any number of threads.
  boolean wanted() {
    return !wanted(1).isEmpty() || !wanted(2).isEmpty();
  }

  private List<Workload> wanted(int threads) {
    return subject.workloads().stream()
        .filter(work -> ceilingWanted(work, threads) || !opponents(work, threads).isEmpty())
        .toList();
  }

  private boolean ceilingWanted(Workload work, int threads) {
    return setting.wants(subject.title(work), threads, CEILING);
  }

  private List<Opponent> opponents(Workload work, int threads) {
    List<Opponent> opponents = new ArrayList<>();
    for (GraphStyle style : GraphStyle.values()) {
      for (int batch : work.peerBatches()) {
        Opponent opponent = new Opponent(style, batch, batch == work.peerBatches().getFirst());
        if (!opponent.first && style != GraphStyle.FUSED) {
          continue; // One form is enough to see what padding costs.
        }
        if (setting.wants(subject.title(work), threads, opponent.key())) {
          opponents.add(opponent);
        }
      }
    }
    return opponents;
  }

  /// Measures with so many threads what is wanted of it.
  void run(int threads, Consumer<Row> rows) throws IOException {
    List<Workload> workloads = wanted(threads);
    if (workloads.isEmpty()) {
      return;
    }
    setting.progress().accept("loading " + subject.name() + " for threads=" + threads);
    try (TernModel tern = TernModel.load(subject, threads);
        OrtPeers peers = new OrtPeers(subject, graphs, threads)) {
      for (Workload work : workloads) {
        run(work, threads, tern, peers, rows);
      }
    }
  }

  private void run(Workload work, int threads, TernModel tern, OrtPeers peers, Consumer<Row> rows)
      throws IOException {
    String title = subject.title(work);
    setting.progress().accept("measuring " + title + " with threads=" + threads);
    List<float[]> answer = tern.encode(work.texts());
    Map<String, Duel.Work> contenders = new LinkedHashMap<>();
    contenders.put(TERN, () -> tern.encode(work.texts()));
    Map<Opponent, Double> differences = new LinkedHashMap<>();
    for (Opponent opponent : opponents(work, threads)) {
      OrtEncoder peer = peers.get(opponent.style);
      Duel.Work encode = () -> peer.encode(work.texts(), opponent.batch);
      List<float[]> other = peer.encode(work.texts(), opponent.batch);
      differences.put(
          opponent,
          new Agreement(title, opponent.style, opponent.style.label()).check(answer, other));
      contenders.put(opponent.key(), encode);
    }
    Map<String, Samples> seconds = contest.run(contenders);
    Samples rate = seconds.get(TERN).dividing((double) work.tokens());
    for (Opponent opponent : differences.keySet()) {
      Samples peerRate = seconds.get(opponent.key()).dividing((double) work.tokens());
      String peer = opponent.describe(differences.get(opponent));
      Row row = new Row(title, threads, Unit.TOKENS_PER_SECOND, rate, peerRate, peer);
      Double target = opponent.first ? work.targets().get(opponent.style) : null;
      rows.accept(target == null ? row : row.withTarget(target));
    }
    tern.skipped().ifPresent(share -> setting.progress().accept(title + ": " + share));
    if (ceilingWanted(work, threads)) {
      double operations = work.operations(tern.config(), subject.sparse());
      Samples reached = seconds.get(TERN).dividing(operations / 1e9);
      Samples ceiling = FmaCeiling.measure(threads);
      rows.accept(new Row(title, threads, Unit.GIGAFLOPS, reached, ceiling, "FMA in registers"));
    }
  }
}
