package dev.tern.engine;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.postings.Segment;
import dev.tern.engine.postings.SegmentPostings;
import dev.tern.engine.query.QueryImpacts;
import dev.tern.engine.query.QueryTerms;
import java.util.Arrays;
import java.util.function.IntPredicate;

/// The terms of a query as the segments of a snapshot have them, with their impacts in the query.
///
/// Used again for every search, so that a search allocates nothing for it. Belongs to one thread at
/// a time.
final class FoundTerms {
  private static final int FIRST_TERMS = 64;

  private final Snapshot snapshot;
  private final QueryImpacts impacts = new QueryImpacts();
  private final IntPredicate known = this::isKnown;

  /// For each segment, and position of the query, the ordinal of the term; negative if it has none.
  private final int[][] ordinals;

  private SparseVector query;

  FoundTerms(Snapshot snapshot) {
    this.snapshot = snapshot;
    ordinals = new int[snapshot.segments().size()][FIRST_TERMS];
    query = SparseVector.empty();
  }

  /// For each segment the terms of a query that is still to come.
  QueryTerms[] none() {
    QueryTerms[] terms = new QueryTerms[ordinals.length];
    Arrays.setAll(terms, _ -> new QueryTerms());
    return terms;
  }

  /// Finds the terms of a query, with impacts of a step no finer than the given one.
  void find(SparseVector query, float leastStep) {
    look(query);
    impacts.set(query, known, leastStep);
  }

  /// The same with impacts for scoring by weights, which leave out nothing that is there.
  void findAll(SparseVector query) {
    look(query);
    impacts.setAll(query, known);
  }

  private void look(SparseVector query) {
    this.query = query;
    for (int segment = 0; segment < ordinals.length; segment++) {
      if (ordinals[segment].length < query.size()) {
        ordinals[segment] = new int[Math.max(query.size(), 2 * ordinals[segment].length)];
      }
      for (int i = 0; i < query.size(); i++) {
        ordinals[segment][i] = snapshot.segments().get(segment).postings().ordinal(query.id(i));
      }
    }
  }

  private boolean isKnown(int position) {
    for (int[] ofSegment : ordinals) {
      if (ofSegment[position] >= 0) {
        return true;
      }
    }
    return false;
  }

  /// Gives each segment the terms whose weights in the query are in `[least, below)`, in place of
  /// those that it had.
  void addTo(QueryTerms[] terms, float least, float below) {
    for (int segment = 0; segment < terms.length; segment++) {
      Segment there = snapshot.segments().get(segment);
      terms[segment].clear();
      for (int i = 0; i < query.size(); i++) {
        float weight = query.weight(i);
        if (ordinals[segment][i] >= 0
            && impacts.impact(i) > 0
            && weight >= least
            && weight < below) {
          terms[segment].add(there.postings().get(ordinals[segment][i]), impacts.impact(i));
        }
      }
    }
  }

  /// What an impact of the query is worth.
  double queryStep() {
    return impacts.step();
  }

  /// The impact in the query of the term in a position of it.
  int queryImpact(int position) {
    return impacts.impact(position);
  }

  /// The greatest impact that the term in a position of the query has in a document.
  int greatestImpact(int position) {
    int greatest = 0;
    for (int segment = 0; segment < ordinals.length; segment++) {
      int ordinal = ordinals[segment][position];
      if (ordinal >= 0) {
        SegmentPostings postings = snapshot.segments().get(segment).postings();
        greatest = Math.max(greatest, postings.get(ordinal).maxImpact());
      }
    }
    return greatest;
  }
}
