package dev.tern.engine;

import dev.tern.engine.query.Evaluator;
import dev.tern.engine.query.WindowedHybrid;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Evaluators that are not in use. Their arrays are large, for a search of some microseconds too
/// large to make them anew; there are as many as there have been searches at the same time.
final class Evaluators {
  private final ConcurrentLinkedQueue<Evaluator> idle = new ConcurrentLinkedQueue<>();

  /// An evaluator for one search, after which it is given back.
  Evaluator take(Algorithm algorithm) {
    if (algorithm != Algorithm.WINDOWED_HYBRID) {
      return algorithm.evaluator();
    }
    Evaluator evaluator = idle.poll();
    return evaluator == null ? algorithm.evaluator() : evaluator;
  }

  /// Takes an evaluator back whose search has ended without an exception.
  void giveBack(Evaluator evaluator) {
    if (evaluator instanceof WindowedHybrid) {
      idle.add(evaluator);
    }
  }
}
