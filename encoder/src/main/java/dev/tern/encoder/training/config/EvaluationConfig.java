package dev.tern.encoder.training.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How a run is judged while it goes on: by the mean over some collections.
///
/// @param collections at least one
/// @param steps between two evaluations
public record EvaluationConfig(List<Judged> collections, int steps) {
  /// Copies the list.
  public EvaluationConfig {
    collections = List.copyOf(collections);
  }

  /// A collection with judgements.
  ///
  /// @param path of a collection in BEIR's layout
  /// @param split of its judgements
  public record Judged(Path path, String split) {
    private static Judged read(ConfigObject object) throws ConfigException {
      Judged judged = new Judged(object.path("path"), object.findText("split").orElse("dev"));
      object.end();
      return judged;
    }
  }

  static EvaluationConfig read(ConfigObject object) throws ConfigException {
    List<Judged> collections = new ArrayList<>();
    for (ConfigObject collection : object.objects("collections")) {
      collections.add(Judged.read(collection));
    }
    if (collections.isEmpty()) {
      throw object.refusal("collections", "needs at least one, such as {\"path\": \"dev\"}");
    }
    EvaluationConfig config =
        new EvaluationConfig(collections, object.integer("steps", 1, Integer.MAX_VALUE, 1000));
    object.end();
    return config;
  }
}
