package dev.tern.encoder.training.config;

import dev.tern.encoder.training.loss.InfoNce;
import dev.tern.encoder.training.loss.InfoNce.Negatives;
import dev.tern.encoder.training.loss.KullbackLeibler;
import dev.tern.encoder.training.loss.MarginMse;
import dev.tern.encoder.training.loss.Matching.Candidates;
import dev.tern.encoder.training.loss.RankingLoss;

/// One ranking loss of a run.
///
/// @param loss what is computed
/// @param candidates on which scores
/// @param weight in the sum of all losses
public record RankingConfig(RankingLoss loss, Candidates candidates, double weight) {
  private enum Kind {
    KL,
    MARGIN_MSE,
    INFONCE
  }

  static RankingConfig read(ConfigObject object) throws ConfigException {
    object.text("loss");
    double weight = object.number("weight", Range.POSITIVE, 1);
    Candidates candidates = Candidates.OWN;
    RankingLoss loss =
        switch (object.choice("loss", Kind.KL)) {
          case KL -> {
            candidates = object.choice("candidates", Candidates.OWN);
            yield new KullbackLeibler(
                object.number("temperature", Range.POSITIVE, 1),
                object.number("teacher_temperature", Range.POSITIVE, 1),
                object.flag("times_tau_squared", false));
          }
          case MARGIN_MSE -> new MarginMse();
          case INFONCE -> {
            candidates = object.choice("candidates", Candidates.OWN);
            Negatives negatives = object.choice("negatives", Negatives.ALL);
            if (candidates == Candidates.OWN && negatives != Negatives.ALL) {
              throw object.refusal(
                  "negatives", "needs the candidates of the whole batch; set candidates to batch");
            }
            yield new InfoNce(negatives, object.number("scale", Range.POSITIVE, 1));
          }
        };
    object.end();
    return new RankingConfig(loss, candidates, weight);
  }

  /// Whether the loss tells a positive document from others.
  boolean needsPositive() {
    return loss instanceof InfoNce;
  }
}
