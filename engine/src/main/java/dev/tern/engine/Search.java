package dev.tern.engine;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.format.Manifest;
import dev.tern.engine.postings.Segment;
import dev.tern.engine.postings.SegmentPostings;
import dev.tern.engine.query.Allowance;
import dev.tern.engine.query.BestScores;
import dev.tern.engine.query.Collector;
import dev.tern.engine.query.Evaluator;
import dev.tern.engine.query.QueryImpacts;
import dev.tern.engine.query.QueryTerms;
import dev.tern.engine.query.ScoreScale;
import dev.tern.engine.query.SecondPhase;
import dev.tern.engine.query.TopK;
import dev.tern.engine.query.WeightError;
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

  /// In a two-phase search those that wait for the second phase.
  private final QueryTerms[] lowTerms;

  private final TopK top = new TopK();
  private final Work work = new Work();
  private final Allowance allowance = new Allowance();
  private final Collector collector = new Collector(top, work, allowance);
  private final Map<Algorithm, Evaluator> evaluators = new EnumMap<>(Algorithm.class);
  private final WeightError error = new WeightError();
  private final WeightSearch weights;
  private final SecondPhase second = new SecondPhase();
  private final IntPredicate live;
  private final boolean allLive;
  private final int documents;
  private final IntPredicate known = this::isKnown;
  private final byte[] key = new byte[KEY_BYTES];

  /// For each segment, and position of the query, the ordinal of the term.
  private final int[][] ordinals;

  /// What [#readKeysAhead] has read; a field, so that it is read.
  @SuppressWarnings("UnusedVariable")
  private int touched;

  Search(Snapshot snapshot) {
    this.snapshot = snapshot;
    int segments = snapshot.segments().size();
    terms = new QueryTerms[segments];
    Arrays.setAll(terms, _ -> new QueryTerms());
    lowTerms = new QueryTerms[segments];
    Arrays.setAll(lowTerms, _ -> new QueryTerms());
    weights = new WeightSearch(snapshot, error);
    ordinals = new int[segments][FIRST_TERMS];
    allLive = snapshot.manifest().deleted() == 0;
    documents = snapshot.manifest().documents();
    live = docId -> !snapshot.isDeleted(docId);
  }

  /// The best documents for a query.
  ///
  /// @param options by weights only where the index has kept them
  SearchResult run(SparseVector query, SearchOptions options) {
    work.start(options.counters());
    startAllowance(options.budget());
    int k = Math.min(options.k(), Math.max(1, documents));
    return options.scoring() == Scoring.WEIGHTS
        ? searchByWeights(query, options, k)
        : options.twoPhase().isPresent()
            ? searchInTwoPhases(query, options, k, options.twoPhase().get())
            : searchByImpacts(query, options, k);
  }

  private SearchResult searchByImpacts(SparseVector query, SearchOptions options, int k) {
    findTerms(query);
    impacts.set(query, known, options.queryStep());
    addTerms(query, terms, 0, Float.POSITIVE_INFINITY);
    work.endOf(Work.Phase.TERMS);
    double unit = unit();
    top.start(k, ScoreScale.least(unit, options.threshold()), greatestScore(terms));
    Algorithm algorithm = collect(query, options, k, predicate(options.filter()));
    if (options.keys()) {
      readKeysAhead();
    }
    Hit[] hits = new Hit[top.finish()];
    for (int i = 0; i < hits.length; i++) {
      int score = top.score(i);
      hits[i] = hit(top.docId(i), ScoreScale.toFloat(unit, score), score, options);
    }
    float missed = toFloat(unit, collector.greatestMissed());
    return result(hits, algorithm, missed, toFloat(unit, allowance.left()), options);
  }

  /// Keys lie anywhere in memory, so that all are touched before the first is read: first where
  /// they are and then what is there, and the processor waits for many at a time; and before the
  /// hits are put in order, when those of a window are still side by side. With k = 1000 a key
  /// takes 60 ns to be there nevertheless, and 40 to become a string.
  private void readKeysAhead() {
    int count = top.settle();
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += snapshot.touchKeyOffset(top.docId(i));
    }
    for (int i = 0; i < count; i++) {
      sum += snapshot.touchKey(top.docId(i));
    }
    touched += sum;
  }

  private SearchResult searchByWeights(SparseVector query, SearchOptions options, int k) {
    findTerms(query);
    impacts.setAll(query, known);
    addTerms(query, terms, 0, Float.POSITIVE_INFINITY);
    Manifest.ImpactScale scale = snapshot.manifest().impacts();
    error.start(scale.step(), impacts.step(), scale.form().codes().greatestError());
    for (int i = 0; i < query.size(); i++) {
      int greatest = greatestImpact(i);
      if (greatest > 0 || weights.hasLost(query.id(i))) {
        error.add(query.weight(i), impacts.impact(i), greatest);
      }
    }
    work.endOf(Work.Phase.TERMS);
    int greatest = greatestScore(terms);
    IntPredicate filter = predicate(options.filter());
    top.start(k, error.least(options.threshold()), greatest, error.margin(greatest));
    Algorithm algorithm = collect(query, options, k, filter);
    BestScores best = weights.run(query, k, options.threshold(), filter, top, top.finish());
    work.countRescored(weights.rescored());
    work.endOf(Work.Phase.RESCORING);
    for (int i = 0; options.keys() && i < best.size(); i++) {
      touched += snapshot.touchKey(best.docId(i));
    }
    Hit[] hits = new Hit[best.size()];
    for (int i = 0; i < hits.length; i++) {
      hits[i] = hit(best.docId(i), (float) best.score(i), 0, options);
    }
    return result(hits, algorithm, 0, 0, options);
  }

  private SearchResult searchInTwoPhases(
      SparseVector query, SearchOptions options, int k, TwoPhase phases) {
    findTerms(query);
    impacts.set(query, known, options.queryStep());
    float greatest = 0;
    for (int i = 0; i < query.size(); i++) {
      greatest = Math.max(greatest, query.weight(i));
    }
    float least = phases.pruneRatio() * greatest;
    addTerms(query, terms, least, Float.POSITIVE_INFINITY);
    addTerms(query, lowTerms, 0, least);
    work.endOf(Work.Phase.TERMS);
    double unit = unit();
    int window = Math.min(phases.window(options.k()), Math.max(1, documents));
    top.start(window, 1, greatestScore(terms));
    Algorithm algorithm = collect(query, options, window, predicate(options.filter()));
    int found = top.finish();
    long missed = greatestScore(lowTerms) + (found < window ? 0L : top.score(found - 1));
    second.start(top, found);
    for (int i = 0; i < lowTerms.length; i++) {
      int segmentDocuments = snapshot.segments().get(i).documents();
      second.add(lowTerms[i], snapshot.firstDocId(i), segmentDocuments, work);
    }
    long bar = ScoreScale.least(unit, options.threshold());
    int count = second.finish(k, bar);
    work.countRescored(found);
    work.endOf(Work.Phase.RESCORING);
    Hit[] hits = new Hit[count];
    for (int i = 0; i < count; i++) {
      int score = second.score(i);
      hits[i] = hit(second.docId(i), ScoreScale.toFloat(unit, score), score, options);
    }
    boolean mayMiss = missed >= (count == k ? Math.max(bar, second.score(k - 1)) : bar);
    return result(hits, algorithm, mayMiss ? toFloat(unit, missed) : 0, 0, options);
  }

  private SearchResult result(
      Hit[] hits, Algorithm algorithm, float missed, float slack, SearchOptions options) {
    work.endOf(Work.Phase.HITS);
    return new SearchResult(
        List.of(hits),
        algorithm,
        missed,
        slack,
        options.counters() ? Optional.of(SearchCounters.of(work)) : Optional.empty());
  }

  private Hit hit(int docId, float score, int integerScore, SearchOptions options) {
    return new Hit(docId, options.keys() ? snapshot.key(docId, key) : "", score, integerScore);
  }

  /// What a unit of integer scores is worth.
  private double unit() {
    return snapshot.manifest().impacts().step() * impacts.step();
  }

  /// Collects the best documents in `top`, which has been started, and says how.
  ///
  /// @param filter which documents may be among them
  private Algorithm collect(SparseVector query, SearchOptions options, int k, IntPredicate filter) {
    if (options.filter() instanceof DocumentFilter.All && allLive) {
      collector.start();
    } else {
      collector.start(filter);
    }
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
    return algorithm;
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

  private static float toFloat(double unit, long score) {
    return score == 0 ? 0 : ScoreScale.toFloat(unit, (int) Math.min(score, Integer.MAX_VALUE));
  }

  /// Finds the terms of the query in all segments.
  private void findTerms(SparseVector query) {
    for (int segment = 0; segment < terms.length; segment++) {
      if (ordinals[segment].length < query.size()) {
        ordinals[segment] = new int[Math.max(query.size(), 2 * ordinals[segment].length)];
      }
      for (int i = 0; i < query.size(); i++) {
        ordinals[segment][i] = snapshot.segments().get(segment).postings().ordinal(query.id(i));
      }
    }
  }

  /// Gives each segment the terms whose weights in the query are in `[least, below)`.
  private void addTerms(SparseVector query, QueryTerms[] to, float least, float below) {
    for (int segment = 0; segment < to.length; segment++) {
      Segment there = snapshot.segments().get(segment);
      to[segment].clear();
      for (int i = 0; i < query.size(); i++) {
        float weight = query.weight(i);
        if (ordinals[segment][i] >= 0
            && impacts.impact(i) > 0
            && weight >= least
            && weight < below) {
          to[segment].add(there.postings().get(ordinals[segment][i]), impacts.impact(i));
        }
      }
    }
  }

  /// The greatest impact that the term in a position of the query has in a document.
  private int greatestImpact(int position) {
    int greatest = 0;
    for (int segment = 0; segment < terms.length; segment++) {
      int ordinal = ordinals[segment][position];
      if (ordinal >= 0) {
        SegmentPostings postings = snapshot.segments().get(segment).postings();
        greatest = Math.max(greatest, postings.get(ordinal).maxImpact());
      }
    }
    return greatest;
  }

  private boolean isKnown(int position) {
    for (int[] ofSegment : ordinals) {
      if (ofSegment[position] >= 0) {
        return true;
      }
    }
    return false;
  }

  private static int greatestScore(QueryTerms[] terms) {
    int greatest = 0;
    for (QueryTerms ofSegment : terms) {
      greatest = Math.max(greatest, ofSegment.bound());
    }
    return greatest;
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
}
