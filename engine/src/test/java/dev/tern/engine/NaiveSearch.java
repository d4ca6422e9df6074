package dev.tern.engine;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.format.CodeBook;
import dev.tern.engine.format.Manifest.ImpactScale;
import dev.tern.engine.store.IndexFiles;
import dev.tern.engine.store.ManifestFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/// What an index must answer, computed from the vectors in the plainest way.
///
/// @param vectors by docId
/// @param step of the impacts
/// @param queryStep of the query's impacts at least
/// @param codes of the impacts
record NaiveSearch(List<SparseVector> vectors, float step, float queryStep, CodeBook codes) {
  NaiveSearch(List<SparseVector> vectors, float step) {
    this(vectors, step, 0, CodeBook.BYTES);
  }

  /// With the step and the codes of an index.
  static NaiveSearch of(List<SparseVector> vectors, IndexFiles files) throws IOException {
    ImpactScale impacts = ManifestFile.read(files).impacts();
    return new NaiveSearch(vectors, impacts.step(), 0, impacts.form().codes());
  }

  /// The same with another step of the query's impacts.
  NaiveSearch withQueryStep(float newQueryStep) {
    return new NaiveSearch(vectors, step, newQueryStep, codes);
  }

  /// The best k documents with at least this score that fulfil a predicate.
  List<Hit> search(SparseVector query, int k, float threshold, IntPredicate filter) {
    double queryStep = queryStep(query);
    List<Hit> hits = new ArrayList<>();
    for (int docId = 0; docId < vectors.size(); docId++) {
      long integerScore = 0;
      for (int i = 0; i < query.size(); i++) {
        long queryImpact = Math.round(query.weight(i) / queryStep);
        integerScore += queryImpact * impact(vectors.get(docId).weightOf(query.id(i)));
      }
      float score = (float) (integerScore * (step * queryStep));
      if (integerScore > 0 && score >= threshold && filter.test(docId)) {
        hits.add(new Hit(docId, RandomDocuments.key(docId), score, Math.toIntExact(integerScore)));
      }
    }
    hits.sort(Comparator.comparingInt(Hit::integerScore).reversed().thenComparingInt(Hit::docId));
    return hits.subList(0, Math.min(k, hits.size()));
  }

  private long impact(float weight) {
    int steps = weight == 0 ? 0 : (int) Math.min(255, Math.round((double) weight / step));
    int nearest = 0;
    for (byte impact : codes.listed()) {
      boolean nearer = Math.abs((impact & 0xFF) - steps) < Math.abs(nearest - steps);
      nearest = nearest == 0 || nearer ? impact & 0xFF : nearest;
    }
    return steps == 0 || codes.bits() == Byte.SIZE ? steps : nearest;
  }

  /// The greatest known weight divided by the number of steps.
  private double queryStep(SparseVector query) {
    double greatest = 0;
    double sum = 0;
    int count = 0;
    for (int i = 0; i < query.size(); i++) {
      int id = query.id(i);
      if (vectors.stream().anyMatch(vector -> impact(vector.weightOf(id)) > 0)) {
        greatest = Math.max(greatest, query.weight(i));
        sum += query.weight(i);
        count++;
      }
    }
    double most = Math.floor((8_421_504 - count / 2.0) * greatest / sum);
    return Math.max(queryStep, greatest / Math.clamp(most, 1, 4095));
  }
}
