package dev.tern.encoder.training.run;

import dev.tern.encoder.training.config.EvaluationConfig;
import dev.tern.encoder.training.config.EvaluationConfig.Judged;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// How good the model was after some steps.
///
/// @param step number of steps that were done
/// @param collections figures of each, by the path of the collection
/// @param mean of all collections
public record Evaluation(long step, Map<String, Judge.Figures> collections, Judge.Figures mean) {
  /// Copies the map.
  public Evaluation {
    collections = Collections.unmodifiableMap(new LinkedHashMap<>(collections));
  }

  static Evaluation of(long step, Path model, EvaluationConfig config, Judge judge)
      throws IOException {
    Map<String, Judge.Figures> collections = new LinkedHashMap<>();
    for (Judged collection : config.collections()) {
      String name = collection.path().getFileName() + "/" + collection.split();
      while (collections.containsKey(name)) {
        name += "'";
      }
      collections.put(name, judge.judge(model, collection));
    }
    Judge.Figures mean =
        new Judge.Figures(
            mean(collections, Judge.Figures::ndcg),
            mean(collections, Judge.Figures::flops),
            mean(collections, Judge.Figures::documentTerms),
            mean(collections, Judge.Figures::queryTerms));
    return new Evaluation(step, collections, mean);
  }

  private static double mean(
      Map<String, Judge.Figures> collections, ToDoubleFunction<Judge.Figures> figure) {
    return collections.values().stream().mapToDouble(figure).sum() / collections.size();
  }
}
