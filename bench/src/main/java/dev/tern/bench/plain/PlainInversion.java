package dev.tern.bench.plain;

import dev.tern.encoder.SparseVector;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// An inverted index in memory: for each term the documents that have it, in order.
///
/// @param step of the impacts: impact = min(round(weight / step), 255), none if that is 0
/// @param lists postings by term
public record PlainInversion(float step, SortedMap<Integer, List<Posting>> lists) {
  /// A document that has a term.
  ///
  /// @param document its place among the vectors
  /// @param impact 1 to 255
  public record Posting(int document, int impact) {}

  /// Inverts vectors, with the step that makes the greatest weight of all the impact 255.
  public static PlainInversion of(List<SparseVector> vectors) {
    float greatest = 0;
    for (SparseVector vector : vectors) {
      for (int i = 0; i < vector.size(); i++) {
        greatest = Math.max(greatest, vector.weight(i));
      }
    }
    float step = greatest / 255;
    SortedMap<Integer, List<Posting>> lists = new TreeMap<>();
    for (int document = 0; document < vectors.size(); document++) {
      SparseVector vector = vectors.get(document);
      for (int i = 0; i < vector.size(); i++) {
        int impact = impact(vector.weight(i), step);
        if (impact > 0) {
          lists
              .computeIfAbsent(vector.id(i), term -> new ArrayList<>())
              .add(new Posting(document, impact));
        }
      }
    }
    return new PlainInversion(step, lists);
  }

  /// The impact of a weight, 0 if it is below half a step.
  public static int impact(float weight, float step) {
    return (int) Math.min(255, Math.round(weight / (double) step));
  }

  /// Number of postings.
  public long postings() {
    return lists.values().stream().mapToLong(List::size).sum();
  }
}
