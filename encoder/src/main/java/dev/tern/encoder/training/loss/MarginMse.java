package dev.tern.encoder.training.loss;

/// Distillation of the margins between the positive document, candidate 0, and the others
/// (Hofstaetter et al. 2020):
///
/// `L = 1/(B (n-1)) sum_b sum_(i>0) e_bi^2`, `e_bi = (s_b0 - s_bi) - (t_b0 - t_bi)`
///
/// `ds_b0 = sum_(i>0) 2 e_bi / (B (n-1))`, `ds_bi = -2 e_bi / (B (n-1))`
///
/// It compares differences of scores, so teachers must score on the student's scale. Only each
/// query's own candidates make sense here: with those of the whole batch, candidate 0 is the first
/// query's document.
public record MarginMse() implements RankingLoss {
  @Override
  public boolean needsTeacher() {
    return true;
  }

  @Override
  public double add(Scores scores, double[] teacher, double weight) {
    RankingLoss.checkTeacher(scores, teacher);
    int n = scores.candidates();
    if (n < 2 || scores.isInBatch()) {
      throw new IllegalArgumentException(
          "margins are between a query's own candidates, of which it needs two: candidates="
              + n
              + " inBatch="
              + scores.isInBatch());
    }
    double count = scores.queries() * (n - 1.0);
    double sum = 0;
    for (int b = 0; b < scores.queries(); b++) {
      for (int i = 1; i < n; i++) {
        double student = scores.value(b, 0) - scores.value(b, i);
        double e = student - (teacher[b * n] - teacher[b * n + i]);
        sum += e * e;
        scores.addGradient(b, 0, weight * 2 * e / count);
        scores.addGradient(b, i, -weight * 2 * e / count);
      }
    }
    return sum / count;
  }
}
