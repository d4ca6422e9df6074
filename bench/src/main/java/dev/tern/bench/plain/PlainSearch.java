package dev.tern.bench.plain;

import dev.tern.encoder.SparseVector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Exact search without an index: the dot product of the query with every document, then a sort.
///
/// Vectors are integers as the engine defines them. A document's weights are
/// [impacts][PlainInversion]; a query's are `round(w / s)` with the step `s = max w / Q` over the
/// terms that some document has, where `Q` is 4095, or less if a score could exceed an `int`.
/// Immutable.
public final class PlainSearch {
  /// The impact that the greatest weight of a query of usual size has.
  public static final int MAX_QUERY_IMPACT = 4095;

  private static final int MAX_SUM = Integer.MAX_VALUE / 255;

  private final List<IntegerVector> documents;
  private final Set<Integer> known = new HashSet<>();

  /// A document and its score.
  ///
  /// @param document its place among the vectors
  /// @param score above 0
  public record Answer(int document, int score) {}

  private PlainSearch(List<IntegerVector> documents) {
    this.documents = documents;
    for (IntegerVector document : documents) {
      for (int i = 0; i < document.terms.length; i++) {
        if (document.impacts[i] > 0) {
          known.add(document.terms[i]);
        }
      }
    }
  }

  /// Makes documents searchable.
  ///
  /// @param step of their impacts
  public static PlainSearch of(List<SparseVector> vectors, float step) {
    return new PlainSearch(
        vectors.stream()
            .map(vector -> {
              int[] impacts = new int[vector.size()];
              for (int i = 0; i < impacts.length; i++) {
                impacts[i] = PlainInversion.impact(vector.weight(i), step);
              }
              return new IntegerVector(vector.ids(), impacts);
            })
            .toList());
  }

  /// The `k` documents with the greatest scores above 0, and of equal ones those that come first.
  public List<Answer> search(SparseVector query, int k) {
    IntegerVector integers = quantised(query);
    List<Answer> answers = new ArrayList<>();
    for (int document = 0; document < documents.size(); document++) {
      int score = documents.get(document).dot(integers);
      if (score > 0) {
        answers.add(new Answer(document, score));
      }
    }
    answers.sort(
        Comparator.comparingInt(Answer::score).reversed().thenComparingInt(Answer::document));
    return List.copyOf(answers.subList(0, Math.min(k, answers.size())));
  }

  private IntegerVector quantised(SparseVector query) {
    double greatest = 0;
    double sum = 0;
    int count = 0;
    for (int i = 0; i < query.size(); i++) {
      if (known.contains(query.id(i))) {
        greatest = Math.max(greatest, query.weight(i));
        sum += query.weight(i);
        count++;
      }
    }
    double most = Math.floor((MAX_SUM - count / 2.0) * greatest / sum);
    double step = greatest / Math.clamp(most, 1, MAX_QUERY_IMPACT);
    int[] impacts = new int[query.size()];
    for (int i = 0; i < impacts.length; i++) {
      boolean counts = known.contains(query.id(i));
      impacts[i] = counts ? (int) Math.round(query.weight(i) / step) : 0;
    }
    return new IntegerVector(query.ids(), impacts);
  }

  /// A vector of integers.
  private static final class IntegerVector {
    private final int[] terms;
    private final int[] impacts;

    /// @param terms ascending
    /// @param impacts as many
    IntegerVector(int[] terms, int[] impacts) {
      this.terms = terms;
      this.impacts = impacts;
    }

    int dot(IntegerVector other) {
      int sum = 0;
      for (int i = 0, j = 0; i < terms.length && j < other.terms.length; ) {
        if (terms[i] < other.terms[j]) {
          i++;
        } else if (terms[i] > other.terms[j]) {
          j++;
        } else {
          sum += impacts[i++] * other.impacts[j++];
        }
      }
      return sum;
    }
  }
}
