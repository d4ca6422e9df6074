package dev.tern.engine;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.codec.ForwardTable;
import dev.tern.engine.codec.LostWeights;
import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.Manifest;
import dev.tern.engine.postings.Segment;
import dev.tern.engine.query.BestScores;
import dev.tern.engine.query.TopK;
import dev.tern.engine.query.WeightError;
import java.io.UncheckedIOException;
import java.util.function.IntPredicate;
import org.eclipse.collections.impl.set.mutable.primitive.IntHashSet;

/// Finds the best documents by weights among those that a search by impacts has collected, and
/// those that it cannot find; [WeightError] says why these are enough. Used again for every search.
final class WeightSearch {
  /// How many documents are touched before they are scored: vectors lie anywhere in memory, and the
  /// processor waits for many lines at a time. With 200,000 documents and 1,000 hits a search takes
  /// 820 µs so and 1,016 µs without; copying the terms to an array before they are compared gained
  /// nothing that could be measured again.
  private static final int AHEAD = 8;

  private final Snapshot snapshot;
  private final WeightError error;
  private final BestScores best = new BestScores();
  private final IntHashSet seen = new IntHashSet();
  private SparseVector query = SparseVector.empty();
  private IntPredicate filter = _ -> true;
  private float threshold;
  private int rescored;

  /// What reading ahead has read; a field, so that it is read.
  @SuppressWarnings("UnusedVariable")
  private long touched;

  /// @param error of the query
  WeightSearch(Snapshot snapshot, WeightError error) {
    this.snapshot = snapshot;
    this.error = error;
  }

  /// The best documents in order.
  ///
  /// @param k how many, at least 1
  /// @param newThreshold that the score of each, as a float, reaches
  /// @param newFilter which documents may be among them
  /// @param candidates by impacts, the best first
  /// @param count how many candidates there are
  BestScores run(
      SparseVector newQuery,
      int k,
      float newThreshold,
      IntPredicate newFilter,
      TopK candidates,
      int count) {
    query = newQuery;
    threshold = newThreshold;
    filter = newFilter;
    rescored = 0;
    best.start(k);
    for (int i = 0; i < count; i++) {
      if (i % AHEAD == 0) {
        for (int j = i; j < Math.min(i + AHEAD, count); j++) {
          touch(candidates.docId(j));
        }
      }
      if (best.isFull() && error.upper(candidates.score(i)) < best.last()) {
        break; // All that follow have lower scores.
      }
      offer(candidates.docId(i));
    }
    offerLost();
    filter = _ -> true;
    best.finish();
    return best;
  }

  /// Whether a document has a weight of the term that its impacts do not stand for.
  boolean hasLost(int term) {
    for (Segment segment : snapshot.segments()) {
      LostWeights lost = segment.lost().orElseThrow();
      int place = lost.first((long) term << Integer.SIZE);
      if (place < lost.size() && lost.term(place) == term) {
        return true;
      }
    }
    return false;
  }

  /// How many documents were scored by their weights.
  int rescored() {
    return rescored;
  }

  private void touch(int docId) {
    int segment = snapshot.segmentOf(docId);
    ForwardTable forward = snapshot.segments().get(segment).forward().orElseThrow();
    int local = docId - snapshot.firstDocId(segment);
    touched += forward.touch(local);
  }

  private void offer(int docId) {
    double score = score(docId);
    rescored++;
    if ((float) score >= threshold) {
      best.offer(docId, score);
    }
  }

  /// Offers the documents that have a saturated weight for a term of the query and, if they can be
  /// among the best, those that have a dropped one.
  private void offerLost() {
    boolean dropped = !best.isFull() || error.ofDropped() >= best.last();
    boolean listed = false;
    for (int segment = 0; segment < snapshot.segments().size(); segment++) {
      Segment there = snapshot.segments().get(segment);
      LostWeights lost = there.lost().orElseThrow();
      if (lost.size() == 0 || (!dropped && !maySaturate())) {
        continue;
      }
      for (int i = 0; i < query.size(); i++) {
        long term = (long) query.id(i) << Integer.SIZE;
        int place = lost.first(dropped ? term : term | LostWeights.SATURATED);
        for (; place < lost.size() && lost.term(place) == query.id(i); place++) {
          if (!listed) {
            listed = true;
            seeBest();
          }
          int docId = snapshot.firstDocId(segment) + lost.document(place);
          if (seen.add(docId) && filter.test(docId)) {
            offer(docId);
          }
        }
      }
    }
  }

  /// Whether the index may have a saturated weight. Those above the greatest impact for which a
  /// code stands are not counted.
  private boolean maySaturate() {
    Manifest.ImpactScale scale = snapshot.manifest().impacts();
    return scale.losses().saturated() > 0 || scale.form().codes().bits() < Byte.SIZE;
  }

  /// The documents that are among the best were offered; others, which are no longer, may be
  /// offered again.
  private void seeBest() {
    seen.clear();
    for (int i = 0; i < best.size(); i++) {
      seen.add(best.docId(i));
    }
  }

  /// Σ query weight × document weight over the common terms, in their ascending order.
  private double score(int docId) {
    int segment = snapshot.segmentOf(docId);
    ForwardTable forward = snapshot.segments().get(segment).forward().orElseThrow();
    int local = docId - snapshot.firstDocId(segment);
    long end = forward.start(local + 1);
    double sum = 0;
    try {
      forward.verify(local);
      long entry = forward.start(local);
      for (int i = 0; i < query.size() && entry < end; i++) {
        int term = query.id(i);
        entry = forward.find(term, entry, end);
        if (entry < end && forward.term(entry) == term) {
          sum += (double) query.weight(i) * forward.weight(entry);
        }
      }
    } catch (CorruptIndexException e) {
      throw new UncheckedIOException(e);
    }
    return sum;
  }
}
