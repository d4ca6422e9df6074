package dev.tern.engine;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.format.Manifest;
import dev.tern.engine.query.Allowance;
import dev.tern.engine.query.BestScores;
import dev.tern.engine.query.Collector;
import dev.tern.engine.query.Evaluator;
import dev.tern.engine.query.QueryTerms;
import dev.tern.engine.query.ScoreScale;
import dev.tern.engine.query.SecondPhase;
import dev.tern.engine.query.TopK;
import dev.tern.engine.query.WeightError;
import dev.tern.engine.query.Work;
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

  private final Snapshot snapshot;
  private final FoundTerms found;
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
  private final byte[] key = new byte[KEY_BYTES];

  /// What [#readKeysAhead] has read; a field, so that it is read.
  @SuppressWarnings("UnusedVariable")
  private int touched;

  Search(Snapshot snapshot) {
    this.snapshot = snapshot;
    found = new FoundTerms(snapshot);
    terms = found.none();
    lowTerms = found.none();
    weights = new WeightSearch(snapshot, error);
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
    found.find(query, options.queryStep());
    found.addTo(terms, 0, Float.POSITIVE_INFINITY);
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
    found.findAll(query);
    found.addTo(terms, 0, Float.POSITIVE_INFINITY);
    Manifest.ImpactScale scale = snapshot.manifest().impacts();
    error.start(scale.step(), found.queryStep(), scale.form().codes().greatestError());
    for (int i = 0; i < query.size(); i++) {
      int greatest = found.greatestImpact(i);
      if (greatest > 0 || weights.hasLost(query.id(i))) {
        error.add(query.weight(i), found.queryImpact(i), greatest);
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
    found.find(query, options.queryStep());
    float greatest = 0;
    for (int i = 0; i < query.size(); i++) {
      greatest = Math.max(greatest, query.weight(i));
    }
    float least = phases.pruneRatio() * greatest;
    found.addTo(terms, least, Float.POSITIVE_INFINITY);
    found.addTo(lowTerms, 0, least);
    work.endOf(Work.Phase.TERMS);
    double unit = unit();
    int window = Math.min(phases.window(options.k()), Math.max(1, documents));
    top.start(window, 1, greatestScore(terms));
    Algorithm algorithm = collect(query, options, window, predicate(options.filter()));
    int candidates = top.finish();
    long missed = greatestScore(lowTerms) + (candidates < window ? 0L : top.score(candidates - 1));
    second.start(top, candidates);
    for (int i = 0; i < lowTerms.length; i++) {
      int segmentDocuments = snapshot.segments().get(i).documents();
      second.add(lowTerms[i], snapshot.firstDocId(i), segmentDocuments, work);
    }
    long bar = ScoreScale.least(unit, options.threshold());
    int count = second.finish(k, bar);
    work.countRescored(candidates);
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
    return snapshot.manifest().impacts().step() * found.queryStep();
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
