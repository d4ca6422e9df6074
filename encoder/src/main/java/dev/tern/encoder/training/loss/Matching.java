package dev.tern.encoder.training.loss;

import java.util.Arrays;

/// Scores as dot products: `s_bi = sum_j q_bj d_ij` over the columns j that both keep.
///
/// @param queries [B x V]
/// @param documents [N x V], N a multiple of B, those of a query side by side
/// @param candidates which documents a query is compared with
public record Matching(SparseRows queries, SparseRows documents, Candidates candidates) {
  /// Which documents a query is compared with.
  public enum Candidates {
    /// Its own g.
    OWN,
    /// All N of the batch.
    BATCH
  }

  /// Refuses shapes that do not match.
  public Matching {
    if (queries.columns() != documents.columns()
        || queries.rows() < 1
        || documents.rows() < 1
        || documents.rows() % queries.rows() != 0) {
      throw new IllegalArgumentException(
          "every query needs equally many documents over the same columns: queries="
              + queries.rows()
              + " documents="
              + documents.rows()
              + " columns="
              + queries.columns()
              + " and "
              + documents.columns());
    }
  }

  private int group() {
    return documents.rows() / queries.rows();
  }

  private int count() {
    return candidates == Candidates.OWN ? group() : documents.rows();
  }

  private int document(int query, int candidate) {
    return candidates == Candidates.OWN ? query * group() + candidate : candidate;
  }

  /// The scores of all queries and their candidates.
  public Scores forward() {
    int n = count();
    double[] scores = new double[Math.multiplyExact(queries.rows(), n)];
    for (int b = 0; b < queries.rows(); b++) {
      double[] q = queries.denseRow(b);
      for (int i = 0; i < n; i++) {
        int row = document(b, i);
        double s = 0;
        for (int e = documents.start(row); e < documents.end(row); e++) {
          s += q[documents.id(e)] * documents.value(e);
        }
        scores[b * n + i] = s;
      }
    }
    return candidates == Candidates.OWN
        ? Scores.own(n, scores)
        : Scores.inBatch(queries.rows(), group(), scores);
  }

  /// Adds `dd_ij = ds_bi q_bj` and `dq_bj = sum_i ds_bi d_ij` to the gradients of the vectors.
  ///
  /// @param scores of [#forward()], with their gradients
  public void backward(Scores scores) {
    double[] dq = new double[queries.columns()];
    for (int b = 0; b < queries.rows(); b++) {
      double[] q = queries.denseRow(b);
      Arrays.fill(dq, 0);
      for (int i = 0; i < scores.candidates(); i++) {
        double ds = scores.gradient(b, i);
        int row = document(b, i);
        for (int e = documents.start(row); e < documents.end(row); e++) {
          documents.addGradient(e, ds * q[documents.id(e)]);
          dq[documents.id(e)] += ds * documents.value(e);
        }
      }
      for (int e = queries.start(b); e < queries.end(b); e++) {
        queries.addGradient(e, dq[queries.id(e)]);
      }
    }
  }
}
