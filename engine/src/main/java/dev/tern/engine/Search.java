package dev.tern.engine;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.postings.Segment;
import dev.tern.engine.query.Allowance;
import dev.tern.engine.query.Collector;
import dev.tern.engine.query.Evaluator;
import dev.tern.engine.query.QueryImpacts;
import dev.tern.engine.query.QueryTerms;
import dev.tern.engine.query.ScoreScale;
import dev.tern.engine.query.TopK;
import dev.tern.engine.query.Work;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.eclipse.collections.impl.set.mutable.primitive.IntHashSet;

/// What a search of a snapshot works with: used again for every search, so that one allocates
/// nothing but its hits. Belongs to one thread at a time; after an exception it is not used again.
final class Search {
  /// Bytes of a key that need no array of their own.
  private static final int KEY_BYTES = 256;

  private static final int FIRST_TERMS = 64;

  private final Snapshot snapshot;
  private final QueryImpacts impacts = new QueryImpacts();
  private final QueryTerms[] terms;
  private final TopK top = new TopK();
  private final Work work = new Work();
  private final Allowance allowance = new Allowance();
  private final Collector collector = new Collector(top, work, allowance);
  private final Map<Algorithm, Evaluator> evaluators = new EnumMap<>(Algorithm.class);
  private final IntPredicate live;
  private final boolean allLive;
  private final int documents;
  private final IntPredicate known = this::isKnown;
  private final byte[] key = new byte[KEY_BYTES];

  /// For each segment, and position of the query, the ordinal of the term.
  private final int[][] ordinals;

  /// What reading ahead has read; a field, so that it is read.
  @SuppressWarnings("UnusedVariable")
  private int touched;

  Search(Snapshot snapshot) {
    this.snapshot = snapshot;
    int segments = snapshot.segments().size();
    terms = new QueryTerms[segments];
    Arrays.setAll(terms, _ -> new QueryTerms());
    ordinals = new int[segments][FIRST_TERMS];
    allLive = snapshot.manifest().deleted() == 0;
    documents = snapshot.manifest().documents();
    live = docId -> !snapshot.isDeleted(docId);
  }

  /// The best documents for a query.
  SearchResult run(SparseVector query, SearchOptions options) {
    work.start(options.counters());
    startAllowance(options.budget());
    findTerms(query, options.queryStep());
    work.endOf(Work.Phase.TERMS);
    double unit = snapshot.manifest().impacts().step() * impacts.step();
    int k = Math.min(options.k(), Math.max(1, documents));
    top.start(k, ScoreScale.least(unit, options.threshold()), greatestScore());
    startCollector(options.filter());
    Algorithm algorithm = choose(query, options, k);
    if (algorithm != Algorithm.SCORE_AT_A_TIME || options.budget().isUnlimited()) {
      for (QueryTerms ofSegment : terms) {
        collector.raiseBar(ofSegment); // which only whole scores are sure to reach
      }
    }
    Evaluator evaluator = evaluator(algorithm);
    for (int i = 0; i < terms.length; i++) {
      collector.startSegment(snapshot.firstDocId(i));
      evaluator.evaluate(snapshot.segments().get(i).postings(), terms[i], collector);
    }
    collector.end();
    List<Hit> hits = hits(unit);
    work.endOf(Work.Phase.HITS);
    return new SearchResult(
        hits,
        algorithm,
        greatestMissed(unit),
        ScoreScale.toFloat(unit, (int) Math.min(allowance.left(), Integer.MAX_VALUE)),
        options.counters() ? Optional.of(SearchCounters.of(work)) : Optional.empty());
  }

  private Algorithm choose(SparseVector query, SearchOptions options, int k) {
    return Planner.choose(
        options.algorithm(),
        query.size(),
        k,
        documents,
        !options.budget().isUnlimited(),
        snapshot.manifest().impacts().form().layout());
  }

  private void startAllowance(Budget budget) {
    if (budget.isUnlimited()) {
      allowance.startUnlimited();
    } else {
      allowance.start(budget.postings(), budget.nanos(), budget.boundRatio());
    }
  }

  /// What no document exceeds that is missing among the hits though it might be one; 0 if there is
  /// none.
  private float greatestMissed(double unit) {
    long missed = collector.greatestMissed();
    return missed == 0 ? 0 : ScoreScale.toFloat(unit, (int) Math.min(missed, Integer.MAX_VALUE));
  }

  /// Finds the terms of the query in all segments and computes their impacts.
  private void findTerms(SparseVector query, float queryStep) {
    for (int segment = 0; segment < terms.length; segment++) {
      if (ordinals[segment].length < query.size()) {
        ordinals[segment] = new int[Math.max(query.size(), 2 * ordinals[segment].length)];
      }
      for (int i = 0; i < query.size(); i++) {
        ordinals[segment][i] = snapshot.segments().get(segment).postings().ordinal(query.id(i));
      }
    }
    impacts.set(query, known, queryStep);
    for (int segment = 0; segment < terms.length; segment++) {
      Segment there = snapshot.segments().get(segment);
      terms[segment].clear();
      for (int i = 0; i < query.size(); i++) {
        if (ordinals[segment][i] >= 0 && impacts.impact(i) > 0) {
          terms[segment].add(there.postings().get(ordinals[segment][i]), impacts.impact(i));
        }
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

  private int greatestScore() {
    int greatest = 0;
    for (QueryTerms ofSegment : terms) {
      greatest = Math.max(greatest, ofSegment.bound());
    }
    return greatest;
  }

  private void startCollector(DocumentFilter filter) {
    if (filter instanceof DocumentFilter.All && allLive) {
      collector.start();
    } else {
      collector.start(predicate(filter));
    }
  }

  /// Whether a document may be a hit: it has not been deleted, and the filter lets it pass.
  private IntPredicate predicate(DocumentFilter filter) {
    return switch (filter) {
      case DocumentFilter.All _ -> live;
      case DocumentFilter.Matching matching ->
          allLive ? matching.predicate() : live.and(matching.predicate());
      case DocumentFilter.Keys keys -> {
        IntHashSet docIds = new IntHashSet();
        for (String each : keys.keys()) {
          snapshot.docId(each).ifPresent(docIds::add); // of a document that was not deleted
        }
        yield docIds::contains;
      }
    };
  }

  private Evaluator evaluator(Algorithm algorithm) {
    Evaluator evaluator = evaluators.get(algorithm);
    if (evaluator == null) {
      evaluator = algorithm.evaluator();
      evaluators.put(algorithm, evaluator);
    }
    return evaluator;
  }

  /// The hits with their keys. Keys lie anywhere in memory, so that all are touched first: the
  /// processor waits for many at a time then.
  private List<Hit> hits(double unit) {
    int count = top.finish();
    for (int i = 0; i < count; i++) {
      touched += snapshot.touchKey(top.docId(i));
    }
    Hit[] hits = new Hit[count];
    for (int i = 0; i < count; i++) {
      int docId = top.docId(i);
      int score = top.score(i);
      hits[i] = new Hit(docId, snapshot.key(docId, key), ScoreScale.toFloat(unit, score), score);
    }
    return List.of(hits);
  }
}
