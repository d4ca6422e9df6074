package dev.tern.encoder.training.config;

import java.nio.file.Path;

/// How a run is judged while it goes on.
///
/// @param path of a collection in BEIR's layout
/// @param split of its judgements
/// @param steps between two evaluations
public record EvaluationConfig(Path path, String split, int steps) {
  static EvaluationConfig read(ConfigObject object) throws ConfigException {
    EvaluationConfig config =
        new EvaluationConfig(
            object.path("path"),
            object.findText("split").orElse("dev"),
            object.integer("steps", 1, Integer.MAX_VALUE, 1000));
    object.end();
    return config;
  }
}
