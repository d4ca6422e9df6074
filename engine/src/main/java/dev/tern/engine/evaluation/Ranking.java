package dev.tern.engine.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import org.eclipse.collections.api.map.primitive.ObjectFloatMap;
import org.eclipse.collections.impl.set.mutable.UnifiedSet;

/// The results of one query, best first.
///
/// The order is trec_eval's: score descending, compared as float32 (so 16777217 ties with 16777216
/// and -0 with 0), then document id descending by the bytes of its UTF-8 form. Scores may be
/// infinite but not NaN; no document occurs twice. Positions count from 0. Immutable.
public final class Ranking {
  private static final Ranking EMPTY = new Ranking(new String[0], new float[0]);

  private final String[] ids;
  private final float[] scores;

  private Ranking(String[] ids, float[] scores) {
    this.ids = ids;
    this.scores = scores;
  }

  /// The ranking without results.
  public static Ranking empty() {
    return EMPTY;
  }

  /// A ranking of the given documents, which may come in any order; the arrays are copied.
  ///
  /// @param ids of the documents, all different
  /// @param scores as many as ids; not NaN
  /// @throws IllegalArgumentException if one of these rules is broken, naming the document
  public static Ranking of(String[] ids, float[] scores) {
    if (ids.length != scores.length) {
      throw new IllegalArgumentException(
          "a ranking needs as many scores as ids: ids=" + ids.length + " scores=" + scores.length);
    }
    Set<String> seen = new UnifiedSet<>(ids.length);
    for (int i = 0; i < ids.length; i++) {
      if (Float.isNaN(scores[i])) {
        throw new IllegalArgumentException("a score must not be NaN: id=" + ids[i]);
      }
      if (!seen.add(ids[i])) {
        throw new IllegalArgumentException("a document is ranked twice: id=" + ids[i]);
      }
    }
    return ordered(ids, scores);
  }

  /// A ranking of scores by document id, none of them NaN.
  static Ranking of(ObjectFloatMap<String> scoreOfId) {
    String[] ids = new String[scoreOfId.size()];
    float[] scores = new float[ids.length];
    int[] next = {0};
    scoreOfId.forEachKeyValue((id, score) -> {
      ids[next[0]] = id;
      scores[next[0]++] = score;
    });
    return ordered(ids, scores);
  }

  private static Ranking ordered(String[] ids, float[] scores) {
    // + 0f turns -0 into 0, which Float.compare would otherwise put apart.
    Comparator<Integer> byScore = (i, j) -> Float.compare(scores[i] + 0f, scores[j] + 0f);
    Comparator<Integer> byId = (i, j) -> IdOrder.ASCENDING.compare(ids[i], ids[j]);
    Integer[] order = new Integer[ids.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, byScore.thenComparing(byId).reversed());
    String[] orderedIds = new String[ids.length];
    float[] orderedScores = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      orderedIds[i] = ids[order[i]];
      orderedScores[i] = scores[order[i]];
    }
    return new Ranking(orderedIds, orderedScores);
  }

  /// Number of results.
  public int size() {
    return ids.length;
  }

  /// Id of the document at `position`, 0 being the best.
  public String id(int position) {
    return ids[position];
  }

  /// Score of the document at `position`.
  public float score(int position) {
    return scores[position];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ranking that
        && Arrays.equals(ids, that.ids)
        && Arrays.equals(scores, that.scores);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(ids) + Arrays.hashCode(scores);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < ids.length; i++) {
      text.append(i == 0 ? "" : ", ").append(ids[i]).append(' ').append(scores[i]);
    }
    return text.append(']').toString();
  }
}
