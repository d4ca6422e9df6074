package dev.tern.encoder.training.step;

import dev.tern.encoder.training.loss.Matching.Candidates;

/// What the teachers say of the candidates of a batch, as the ranking losses want it.
///
/// @param own scores of each query's own documents, [B x g]; empty if no loss asks for them
/// @param inBatch scores of each query and all documents, [B x B g]; empty if no loss asks for them
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Targets(double[] own, double[] inBatch) {
  /// For losses without teachers.
  public static final Targets NONE = new Targets(new double[0], new double[0]);

  /// For losses over each query's own documents.
  public static Targets own(double[] scores) {
    return new Targets(scores, new double[0]);
  }

  /// Those of the given candidates.
  double[] of(Candidates candidates) {
    return candidates == Candidates.OWN ? own : inBatch;
  }
}
