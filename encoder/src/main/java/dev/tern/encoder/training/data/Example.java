package dev.tern.encoder.training.data;

import java.util.List;

/// A query and documents to rank for it.
///
/// @param query what is asked
/// @param documents at least one; without scores the first is the positive one and the others are
///   negative
/// @param scores what the row says the documents deserve, one for each, or none
public record Example(Passage query, List<Passage> documents, List<Double> scores) {
  /// Copies the lists.
  public Example {
    documents = List.copyOf(documents);
    scores = List.copyOf(scores);
    if (documents.isEmpty() || (!scores.isEmpty() && scores.size() != documents.size())) {
      throw new IllegalArgumentException(
          "an example has documents, and scores for all or none: documents="
              + documents.size()
              + " scores="
              + scores.size());
    }
  }

  /// Whether an epoch has `group` documents of this example to rank.
  boolean has(int group) {
    return documents.size() >= group;
  }

  /// The `group` documents that an epoch ranks, so that all have their turn:
  ///
  /// - with scores: n documents are cut into `group` runs of `step = n / group`, and epoch e takes
  ///   number `e mod step` of each, so that a sorted list is always seen from top to bottom;
  /// - without: the positive one, and run `e mod ((n - 1) / (group - 1))` of the negatives.
  ///
  /// What is left over at the end of the list is never taken, as in the authors' published code.
  Example group(int group, long epoch) {
    int n = documents.size();
    int[] taken = new int[group];
    if (!scores.isEmpty()) {
      int step = n / group;
      for (int k = 0; k < group; k++) {
        taken[k] = (int) (epoch % step) + k * step;
      }
    } else if (group > 1) {
      int run = (int) (epoch % ((n - 1) / (group - 1)));
      for (int k = 1; k < group; k++) {
        taken[k] = run * (group - 1) + k;
      }
    }
    List<Integer> positions = java.util.Arrays.stream(taken).boxed().toList();
    return new Example(
        query,
        positions.stream().map(documents::get).toList(),
        scores.isEmpty() ? List.of() : positions.stream().map(scores::get).toList());
  }
}
