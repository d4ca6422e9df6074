package dev.tern.engine.evaluation;

import java.util.Arrays;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.api.map.primitive.ObjectIntMap;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/// One query's ranking seen through its judgements: all that a [Measure] needs to know.
///
/// Ranks count from 1 to [#retrieved]. Relevant means a grade of at least the relevance level.
final class JudgedRanking {
  /// Stands for every document that is not judged, those with a negative grade included.
  private static final int NOT_JUDGED = -1;

  private final int[] gradeAtRank;
  private final int[] idealGains;
  private final int level;
  private final int relevant;
  private final int judgedNonRelevant;

  /// Cuts `ranking` as the options say: first the query's own id is removed, then the best
  /// [EvaluationOptions#maxResults] are kept, then what is not judged is dropped.
  JudgedRanking(
      String query, Ranking ranking, ObjectIntMap<String> gradeOfId, EvaluationOptions options) {
    level = options.relevanceLevel();
    gradeAtRank = gradesByRank(query, ranking, gradeOfId, options);
    idealGains = idealGains(gradeOfId);
    relevant = gradeOfId.count(grade -> grade >= level);
    judgedNonRelevant = gradeOfId.count(grade -> grade >= 0 && grade < level);
  }

  private static int[] gradesByRank(
      String query, Ranking ranking, ObjectIntMap<String> gradeOfId, EvaluationOptions options) {
    MutableIntList grades = new IntArrayList(Math.min(ranking.size(), options.maxResults()));
    int kept = 0;
    for (int i = 0; i < ranking.size() && kept < options.maxResults(); i++) {
      if (options.removeIdenticalIds() && ranking.id(i).equals(query)) {
        continue;
      }
      kept++;
      int grade = Math.max(NOT_JUDGED, gradeOfId.getIfAbsent(ranking.id(i), NOT_JUDGED));
      if (grade != NOT_JUDGED || !options.judgedOnly()) {
        grades.add(grade);
      }
    }
    return grades.toArray();
  }

  /// The grades above 0 of all judged documents, retrieved or not, highest first.
  private static int[] idealGains(ObjectIntMap<String> gradeOfId) {
    int[] ascending = gradeOfId.select((id, grade) -> grade > 0).values().toArray();
    Arrays.sort(ascending);
    int[] descending = new int[ascending.length];
    Arrays.setAll(descending, i -> ascending[ascending.length - 1 - i]);
    return descending;
  }

  /// Number of ranks.
  int retrieved() {
    return gradeAtRank.length;
  }

  /// R: number of relevant documents of the query, retrieved or not.
  int relevant() {
    return relevant;
  }

  /// N: number of documents of the query that are judged and not relevant, retrieved or not.
  int judgedNonRelevant() {
    return judgedNonRelevant;
  }

  /// Whether the document at `rank` is relevant.
  boolean isHit(int rank) {
    return gradeAtRank[rank - 1] >= level;
  }

  /// Whether the document at `rank` is judged and not relevant.
  boolean isJudgedMiss(int rank) {
    return gradeAtRank[rank - 1] >= 0 && !isHit(rank);
  }

  /// Number of relevant documents at the first `k` ranks.
  int hits(int k) {
    int hits = 0;
    for (int rank = 1; rank <= Math.min(k, retrieved()); rank++) {
      hits += isHit(rank) ? 1 : 0;
    }
    return hits;
  }

  /// Discounted cumulative gain of the first `k` ranks.
  double gain(int k) {
    return discountedGain(gradeAtRank, k);
  }

  /// Discounted cumulative gain of the first `k` ranks of the best possible ranking.
  double idealGain(int k) {
    return discountedGain(idealGains, k);
  }

  /// `DCG@k = sum over rank = 1..k of max(0, grade) / log2(rank + 1)`.
  private static double discountedGain(int[] grades, int k) {
    double sum = 0;
    for (int rank = 1; rank <= Math.min(k, grades.length); rank++) {
      sum += Math.max(0, grades[rank - 1]) * (Math.log(2) / Math.log(rank + 1.0));
    }
    return sum;
  }
}
