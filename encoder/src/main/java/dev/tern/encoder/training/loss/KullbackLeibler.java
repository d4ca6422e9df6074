package dev.tern.encoder.training.loss;

import java.util.Arrays;

/// Distillation of the teachers' distribution over the candidates (Hinton et al. 2015):
///
/// `L = c/B sum_b sum_i p_bi (ln p_bi - ln q_bi)`, `p_b = softmax(t_b / tauTeacher)`, `q_b =
/// softmax(s_b / tau)`, with `0 ln 0 = 0` and c = 1 or, `timesTauSquared`, `tau^2`
///
/// `ds_bi = c (q_bi - p_bi) / (B tau)`
///
/// The paper has both temperatures at 1 and c = 1; sentence-transformers multiplies by tau^2, which
/// keeps the size of the gradient when tau changes.
///
/// @param tau temperature of the student, above 0
/// @param tauTeacher temperature of the teachers, above 0
/// @param timesTauSquared whether c is tau^2
public record KullbackLeibler(double tau, double tauTeacher, boolean timesTauSquared)
    implements RankingLoss {
  /// Refuses temperatures that are not above 0.
  public KullbackLeibler {
    if (!(tau > 0) || !(tauTeacher > 0) || Double.isInfinite(tau + tauTeacher)) {
      throw new IllegalArgumentException(
          "temperatures are finite and above 0: tau=" + tau + " tauTeacher=" + tauTeacher);
    }
  }

  @Override
  public boolean needsTeacher() {
    return true;
  }

  @Override
  public double add(Scores scores, double[] teacher, double weight) {
    RankingLoss.checkTeacher(scores, teacher);
    int n = scores.candidates();
    double c = (timesTauSquared ? tau * tau : 1) / scores.queries();
    double sum = 0;
    for (int b = 0; b < scores.queries(); b++) {
      double[] lnP = logDistribution(Arrays.copyOfRange(teacher, b * n, (b + 1) * n), tauTeacher);
      double[] lnQ = logDistribution(scores.row(b), tau);
      for (int i = 0; i < n; i++) {
        double p = StrictMath.exp(lnP[i]);
        double q = StrictMath.exp(lnQ[i]);
        sum += p == 0 ? 0 : p * (lnP[i] - lnQ[i]);
        scores.addGradient(b, i, weight * c * (q - p) / tau);
      }
    }
    return c * sum;
  }

  private static double[] logDistribution(double[] scores, double temperature) {
    Arrays.setAll(scores, i -> scores[i] / temperature);
    LogSoftmax.apply(scores);
    return scores;
  }
}
