package dev.tern.bench;

import dev.tern.bench.peers.PyTorchStep.Python;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Whole training steps against what the machine can do at best, and against PyTorch where there is
/// one, and the memory they take.
final class TrainingBench implements Harness {
  /// Share of the ceiling that is aimed at.
  private static final double TARGET = 0.45;

  /// Memory that is aimed at, 4 GiB.
  private static final double MEMORY = 4.0 * (1L << 30);

  /// Runs of the ceiling for one of a step, so that a sample of it is not over in 4 ms, in which a
  /// second thread is hardly awake.
  private static final int REPETITIONS = 25;

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  /// A model with its batch.
  ///
  /// @param texts documents of a batch
  /// @param tokens of each
  /// @param target times as fast as PyTorch
  record Shape(String name, RandomModel model, int texts, int tokens, double target) {
    String title() {
      return "train " + name + "-" + texts + "x" + tokens;
    }
  }

  private static final List<Shape> PUBLISHED =
      List.of(
          new Shape("tiny", RandomModel.TINY, 30, 256, 3),
          new Shape("minilm", RandomModel.MINILM, 32, 128, 1.5));

  private static final Contest QUICK = new Contest(3, 25, 3_000_000_000L, 4_000_000_000L);
  private static final Contest FULL = new Contest(9, 100, 6_000_000_000L, 25_000_000_000L);

  private static final List<String> PYTORCH = List.of(TrainingPeers.PLAIN, TrainingPeers.TUNED);

  private final List<Shape> shapes;
  private final Contest quick;
  private final Optional<Python> python;

  private TrainingBench(List<Shape> shapes, Contest quick, Optional<Python> python) {
    this.shapes = shapes;
    this.quick = quick;
    this.python = python;
  }

  /// The published shapes.
  ///
  /// @param python where PyTorch is, if it is anywhere
  TrainingBench(Optional<Python> python) {
    this(PUBLISHED, QUICK, python);
  }

  /// Another shape, in as little time as it takes.
  static TrainingBench of(Shape shape, Optional<Python> python) {
    return new TrainingBench(List.of(shape), new Contest(2, 2, 0, 0), python);
  }

  /// The Python that the environment variable `TERN_PYTHON` names.
  ///
  /// @param checkout root of the checkout, in which the program lies
  static Optional<Python> python(Map<String, String> environment, Path checkout) {
    return Optional.ofNullable(environment.get("TERN_PYTHON"))
        .map(path -> new Python(Path.of(path), checkout.resolve("bench/peers/pytorch_step.py")));
  }

  @Override
  public String name() {
    return "training";
  }

  @Override
  public String description() {
    return "whole training steps (forward, losses, backward, AdamW), against the ceiling of the"
        + " machine, and PyTorch where TERN_PYTHON names a Python that has it";
  }

  @Override
  public void run(Setting setting, Consumer<Row> rows) throws IOException {
    if (python.isEmpty()) {
      setting
          .progress()
          .accept(
              "no rows against PyTorch: TERN_PYTHON names no Python with"
                  + " bench/peers/requirements.txt");
    }
    for (Shape shape : shapes) {
      for (int threads : PROCESSORS == 1 ? List.of(1) : List.of(1, 2)) {
        if (setting.wants(shape.title(), threads, "ceiling")
            || !peers(shape, threads, setting).isEmpty()) {
          run(shape, threads, setting, rows);
        }
      }
    }
  }

  /// Names of the forms of PyTorch that are wanted.
  private List<String> peers(Shape shape, int threads, Setting setting) {
    return python.isEmpty()
        ? List.of()
        : PYTORCH.stream().filter(p -> setting.wants(shape.title(), threads, p)).toList();
  }

  private void run(Shape shape, int threads, Setting setting, Consumer<Row> rows)
      throws IOException {
    setting.progress().accept("measuring " + shape.title() + " with threads=" + threads);
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      Path model = directory.path().resolve("model");
      shape.model.write(model, setting.seed());
      try (TrainingWork work =
              TrainingWork.load(model, threads, shape.texts, shape.tokens, setting.seed());
          FmaCeiling ceiling = new FmaCeiling(threads);
          TrainingPeers peers = new TrainingPeers(model)) {
        Map<String, Duel.Work> contenders = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : peers(shape, threads, setting)) {
          names.put(name, peers.start(name, python.orElseThrow(), work, threads));
          contenders.put(name, peers.step(name));
        }
        contenders.put("tern", work::run);
        contenders.put("ceiling", () -> repeat(ceiling));
        Map<String, Samples> seconds = (setting.quick() ? quick : FULL).run(contenders);
        Samples best = seconds.get("ceiling").dividing(REPETITIONS * ceiling.operations() / 1e9);
        Samples reached = seconds.get("tern").dividing(work.operations() / 1e9);
        String what =
            "FMA in registers; %.0f tokens/s, %.1f ms a step"
                .formatted(
                    work.batchTokens() / seconds.get("tern").median(),
                    1e3 * seconds.get("tern").median());
        rows.accept(
            new Row(shape.title(), threads, Unit.GIGAFLOPS, reached, best, what)
                .withTarget(TARGET));
        rows.accept(memory(shape, threads));
        for (Map.Entry<String, String> peer : names.entrySet()) {
          Samples theirs = seconds.get(peer.getKey());
          rows.accept(
              new Row(
                      shape.title(),
                      threads,
                      Unit.TOKENS_PER_SECOND,
                      seconds.get("tern").dividing((double) work.batchTokens()),
                      theirs.dividing((double) work.batchTokens()),
                      "%s; %.0f ms a step".formatted(peer.getValue(), 1e3 * theirs.median()))
                  .withTarget(shape.target));
        }
      }
    }
  }

  private static Object repeat(FmaCeiling ceiling) throws IOException {
    Object last = ceiling.run();
    for (int i = 1; i < REPETITIONS; i++) {
      last = ceiling.run();
    }
    return last;
  }

  /// What is in use while the work of a step can still be reached.
  private static Row memory(Shape shape, int threads) {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    Samples used = Samples.of((double) (runtime.totalMemory() - runtime.freeMemory()));
    return new Row(
            shape.title() + " memory", threads, Unit.BYTES, used, Samples.of(MEMORY), "the budget")
        .withTarget(1);
  }
}
