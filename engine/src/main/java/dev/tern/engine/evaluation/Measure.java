package dev.tern.engine.evaluation;

import java.util.List;

/// The formulas of trec_eval 9.0.8, one a constant.
///
/// Common symbols: k the cut-off (without one: all ranks), hits(k) the relevant documents at ranks
/// 1..k, R the relevant documents of the query. A ratio with 0 below is 0. See [JudgedRanking] for
/// what a rank, relevant and judged mean under the options.
public enum Measure {
  /// `NDCG@k = DCG@k / ideal DCG@k`, `DCG@k = sum of grade / log2(rank + 1)` over ranks 1..k with a
  /// grade above 0. The ideal ranking holds all judged documents of the query, retrieved or not.
  /// The relevance level has no effect. Järvelin and Kekäläinen 2002, with the discount that starts
  /// at rank 2.
  NDCG(CutOff.OPTIONAL, "ndcg") {
    @Override
    double of(JudgedRanking ranking, int k) {
      return ratio(ranking.gain(k), ranking.idealGain(k));
    }
  },

  /// `recall@k = hits(k) / R`.
  RECALL(CutOff.REQUIRED, "recall r") {
    @Override
    double of(JudgedRanking ranking, int k) {
      return ratio(ranking.hits(k), ranking.relevant());
    }
  },

  /// `P@k = hits(k) / k`, also where fewer than k documents were retrieved.
  PRECISION(CutOff.REQUIRED, "p precision") {
    @Override
    double of(JudgedRanking ranking, int k) {
      return ratio(ranking.hits(k), k);
    }
  },

  /// 1 if `hits(k) > 0`, else 0.
  SUCCESS(CutOff.REQUIRED, "success") {
    @Override
    double of(JudgedRanking ranking, int k) {
      return ranking.hits(k) > 0 ? 1 : 0;
    }
  },

  /// Average precision: the sum of `hits(rank) / rank` over the ranks up to k that hold a relevant
  /// document, divided by R.
  MAP(CutOff.OPTIONAL, "map ap") {
    @Override
    double of(JudgedRanking ranking, int k) {
      double sum = 0;
      int hits = 0;
      for (int rank = 1; rank <= Math.min(k, ranking.retrieved()); rank++) {
        if (ranking.isHit(rank)) {
          hits++;
          sum += (double) hits / rank;
        }
      }
      return ratio(sum, ranking.relevant());
    }
  },

  /// `1 / rank` of the first relevant document, 0 if there is none up to rank k. `mrr@10` equals
  /// trec_eval's `recip_rank` under `-M10`.
  RECIPROCAL_RANK(CutOff.OPTIONAL, "mrr recip_rank rr") {
    @Override
    double of(JudgedRanking ranking, int k) {
      for (int rank = 1; rank <= Math.min(k, ranking.retrieved()); rank++) {
        if (ranking.isHit(rank)) {
          return 1.0 / rank;
        }
      }
      return 0;
    }
  },

  /// `hits(R) / R`.
  R_PRECISION(CutOff.NONE, "rprec") {
    @Override
    double of(JudgedRanking ranking, int k) {
      return ratio(ranking.hits(ranking.relevant()), ranking.relevant());
    }
  },

  /// `bpref = (1 / R) sum over hits of 1 - min(n, R) / min(N, R)`, where n is the number of judged
  /// documents above the hit that are not relevant and N that of the query; the term is 1 where n
  /// is 0. Documents that are not judged do not exist for it. Buckley and Voorhees 2004.
  BPREF(CutOff.NONE, "bpref") {
    @Override
    double of(JudgedRanking ranking, int k) {
      int bound = Math.min(ranking.judgedNonRelevant(), ranking.relevant());
      double sum = 0;
      int missesAbove = 0;
      for (int rank = 1; rank <= ranking.retrieved(); rank++) {
        if (ranking.isJudgedMiss(rank)) {
          missesAbove++;
        } else if (ranking.isHit(rank)) {
          sum += 1 - ratio(Math.min(missesAbove, ranking.relevant()), bound);
        }
      }
      return ratio(sum, ranking.relevant());
    }
  },

  /// Number of queries that the figures rest on.
  NUM_Q(CutOff.NONE, "num_q") {
    @Override
    double of(JudgedRanking ranking, int k) {
      return 1;
    }
  },

  /// Number of documents retrieved.
  NUM_RET(CutOff.NONE, "num_ret") {
    @Override
    double of(JudgedRanking ranking, int k) {
      return ranking.retrieved();
    }
  },

  /// R. In the summary under [EvaluationOptions#complete] it counts all judged queries, and the
  /// grades above 0 whatever the relevance level is, as trec_eval does.
  NUM_REL(CutOff.NONE, "num_rel") {
    @Override
    double of(JudgedRanking ranking, int k) {
      return ranking.relevant();
    }
  },

  /// Number of relevant documents retrieved.
  NUM_REL_RET(CutOff.NONE, "num_rel_ret") {
    @Override
    double of(JudgedRanking ranking, int k) {
      return ranking.hits(ranking.retrieved());
    }
  };

  /// Whether a measure is cut at a rank.
  enum CutOff {
    /// It always is.
    REQUIRED,
    /// It may be.
    OPTIONAL,
    /// It never is.
    NONE
  }

  private final CutOff cutOff;
  private final String names;

  Measure(CutOff cutOff, String names) {
    this.cutOff = cutOff;
    this.names = names;
  }

  /// The value for one query.
  ///
  /// @param k the cut-off; [Integer#MAX_VALUE] for none
  abstract double of(JudgedRanking ranking, int k);

  CutOff cutOff() {
    return cutOff;
  }

  /// Names in lower case; the first is the one that is written.
  List<String> names() {
    return List.of(names.split(" ", -1));
  }

  /// Whether the summary is the sum over the queries and the values are whole numbers; otherwise it
  /// is the mean.
  boolean isCount() {
    return switch (this) {
      case NUM_Q, NUM_RET, NUM_REL, NUM_REL_RET -> true;
      default -> false;
    };
  }

  private static double ratio(double above, double below) {
    return below == 0 ? 0 : above / below;
  }
}
