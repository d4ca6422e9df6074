package dev.tern.encoder.training.run;

import dev.tern.encoder.training.state.StateException;
import dev.tern.encoder.training.state.TrainingState;
import java.util.Optional;

/// How good the best model so far was.
final class BestModel {
  private static final String NAME = "run.best";

  private long judged = -1;
  private double ndcg = Double.NEGATIVE_INFINITY;
  private Optional<Evaluation> best = Optional.empty();
  private Optional<Evaluation> last = Optional.empty();

  /// Takes an evaluation into account.
  ///
  /// @return whether it is better than all before
  boolean add(Evaluation evaluation) {
    judged = evaluation.step();
    last = Optional.of(evaluation);
    if (evaluation.mean().ndcg() > ndcg) {
      ndcg = evaluation.mean().ndcg();
      best = last;
      return true;
    }
    return false;
  }

  /// The step of the last evaluation, -1 before the first.
  long judged() {
    return judged;
  }

  /// The best evaluation of this process.
  Optional<Evaluation> evaluation() {
    return best;
  }

  /// The last evaluation, if it was after so many steps.
  Optional<Evaluation> lastIfOf(long steps) {
    return last.filter(evaluation -> evaluation.step() == steps);
  }

  void save(TrainingState state) {
    state.put(NAME, judged, Double.doubleToRawLongBits(ndcg));
  }

  void restore(TrainingState state) throws StateException {
    long[] saved = state.longs(NAME, 2);
    judged = saved[0];
    ndcg = Double.longBitsToDouble(saved[1]);
  }
}
