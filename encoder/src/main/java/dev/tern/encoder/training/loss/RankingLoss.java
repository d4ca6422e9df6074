package dev.tern.encoder.training.loss;

/// How wrongly the candidates of each query are ranked.
public sealed interface RankingLoss permits InfoNce, KullbackLeibler, MarginMse {
  /// Adds `weight` times the gradient to the scores' gradients and returns the value without the
  /// weight.
  ///
  /// @param teacher scores of the same candidates, [B x n] row-major; unused where
  ///   [#needsTeacher()] says so, and may then be empty
  double add(Scores scores, double[] teacher, double weight);

  /// Whether the loss compares with teachers' scores.
  boolean needsTeacher();

  /// Refuses teachers' scores that are not as many as the student's.
  static void checkTeacher(Scores scores, double[] teacher) {
    if (teacher.length != scores.queries() * scores.candidates()) {
      throw new IllegalArgumentException(
          "one teacher's score for each candidate: teacher="
              + teacher.length
              + " queries="
              + scores.queries()
              + " candidates="
              + scores.candidates());
    }
  }
}
