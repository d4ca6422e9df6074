package dev.tern.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// A training run and what came of it, in files: a run that was stopped goes on, and one that is
/// done is only read.
///
/// @param name of its folder
/// @param settings of `tern train`, but for the folder of the run
record ClaimRun(String name, Map<String, Object> settings) {
  /// A collection that models are judged by.
  record Judged(Path path, String split) {
    String name() {
      return path.getFileName() + "/" + split;
    }
  }

  /// What `tern eval` says of a model and a collection.
  ///
  /// @param terms of a document
  record Figures(double ndcg, double terms, double flops) {}

  /// The figures of a run by collection.
  record Result(Map<String, Figures> collections) {
    double ndcg() {
      return mean(Figures::ndcg);
    }

    double terms() {
      return mean(Figures::terms);
    }

    double flops() {
      return mean(Figures::flops);
    }

    private double mean(ToDoubleFunction<Figures> figure) {
      return collections.values().stream().mapToDouble(figure).average().orElseThrow();
    }
  }

  /// Trains and judges, as far as that is not done.
  ///
  /// @param folder of all runs
  Result result(TernProgram tern, Path folder, List<Judged> collections) throws IOException {
    Path run = folder.resolve(name);
    Path model = run.resolve("model");
    if (!Files.isDirectory(model)) {
      train(tern, folder, run);
    }
    Map<String, Figures> figures = new LinkedHashMap<>();
    for (Judged collection : collections) {
      Path file = run.resolve("eval-" + collection.path.getFileName() + ".json");
      if (!Files.exists(file)) {
        String answer =
            tern.run(
                "eval",
                "--model",
                model.toString(),
                "--collection",
                collection.path.toString(),
                "--split",
                collection.split,
                "--json");
        Path unfinished = Files.writeString(run.resolve(file.getFileName() + ".new"), answer);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      }
      figures.put(collection.name(), figures(file));
    }
    return new Result(figures);
  }

  private void train(TernProgram tern, Path folder, Path run) throws IOException {
    Files.createDirectories(folder);
    Path config = folder.resolve(name + ".json");
    Map<String, Object> all = new LinkedHashMap<>(settings);
    all.put("output", run.toString());
    Files.writeString(config, JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(all));
    List<String> command = new ArrayList<>(List.of("train", config.toString()));
    if (Files.exists(run.resolve("checkpoint.state"))) {
      command.add("--resume");
    }
    tern.run(command.toArray(String[]::new));
  }

  private static Figures figures(Path file) throws IOException {
    Map<String, Object> answer = JSON.std.mapFrom(Files.readString(file));
    return new Figures(
        number(answer, "ndcg@10"), number(answer, "documentLength"), number(answer, "flops"));
  }

  private static double number(Map<String, Object> answer, String key) {
    return ((Number) answer.get(key)).doubleValue();
  }
}
