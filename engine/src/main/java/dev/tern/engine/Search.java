package dev.tern.engine;

import dev.tern.encoder.SparseVector;
import dev.tern.encoder.text.Quoted;
import dev.tern.engine.postings.Segment;
import dev.tern.engine.postings.TermPostings;
import dev.tern.engine.query.Collector;
import dev.tern.engine.query.Evaluator;
import dev.tern.engine.query.QueryImpacts;
import dev.tern.engine.query.QueryTerm;
import dev.tern.engine.query.ScoreScale;
import dev.tern.engine.query.TopK;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import org.eclipse.collections.impl.set.mutable.primitive.IntHashSet;

/// One query on one snapshot.
final class Search {
  private final Snapshot snapshot;
  private final SparseVector query;
  private final QueryImpacts impacts;
  private final ScoreScale scale;

  /// @param queryStep of the query's impacts at least, see [SearchOptions#queryStep]
  Search(Snapshot snapshot, SparseVector query, float queryStep) {
    this.snapshot = snapshot;
    this.query = query;
    impacts = QueryImpacts.of(query, term -> snapshot.documentFrequency(term) > 0, queryStep);
    scale = new ScoreScale(snapshot.manifest().impacts().step() * impacts.step());
  }

  /// The best documents.
  SearchResult run(SearchOptions options) {
    int k = Math.min(options.k(), Math.max(1, snapshot.manifest().documents()));
    TopK top = new TopK(k, scale.least(options.threshold()));
    Collector collector =
        options.filter() instanceof DocumentFilter.All && snapshot.manifest().deleted() == 0
            ? Collector.ofAll(top)
            : Collector.filtered(top, predicate(options.filter()));
    Algorithm algorithm = options.algorithm().chosen();
    Evaluator evaluator = snapshot.evaluators().take(algorithm);
    for (int i = 0; i < snapshot.segments().size(); i++) {
      collector.startSegment(snapshot.firstDocId(i));
      Segment segment = snapshot.segments().get(i);
      evaluator.evaluate(segment.postings(), terms(segment), collector);
    }
    snapshot.evaluators().giveBack(evaluator);
    List<Hit> hits =
        top.best().stream()
            .map(found ->
                new Hit(
                    found.docId(),
                    snapshot.key(found.docId()),
                    scale.toFloat(found.score()),
                    found.score()))
            .toList();
    return new SearchResult(
        hits, algorithm, collector.documentsEvaluated(), collector.postingsScored());
  }

  private List<QueryTerm> terms(Segment segment) {
    List<QueryTerm> terms = new ArrayList<>();
    for (int i = 0; i < impacts.size(); i++) {
      int impact = impacts.impact(i);
      segment
          .postings(impacts.term(i))
          .ifPresent(postings -> terms.add(new QueryTerm(postings, impact)));
    }
    return terms;
  }

  /// Whether a document may be a hit: it has not been deleted, and the filter lets it pass.
  private IntPredicate predicate(DocumentFilter filter) {
    IntPredicate live =
        snapshot.manifest().deleted() == 0 ? docId -> true : docId -> !snapshot.isDeleted(docId);
    return switch (filter) {
      case DocumentFilter.All _ -> live;
      case DocumentFilter.Matching matching -> live.and(matching.predicate());
      case DocumentFilter.Keys keys -> {
        IntHashSet docIds = new IntHashSet();
        for (String key : keys.keys()) {
          snapshot.docId(key).ifPresent(docIds::add); // of a document that was not deleted
        }
        yield docIds::contains;
      }
    };
  }

  /// The score of one document.
  Explanation explain(String key) throws DocumentKeyException {
    OptionalInt found = snapshot.docId(key);
    if (found.isEmpty()) {
      throw new DocumentKeyException(
          "no document has the key '"
              + Quoted.plain(key)
              + "'; check its spelling, keys are case-sensitive");
    }
    int docId = found.getAsInt();
    int segment = snapshot.segmentOf(docId);
    List<Explanation.Term> terms = new ArrayList<>();
    int score = 0;
    for (int i = 0; i < query.size(); i++) {
      Explanation.Term term =
          term(i, snapshot.segments().get(segment), docId - snapshot.firstDocId(segment));
      score += term.integerContribution();
      terms.add(term);
    }
    terms.sort(
        Comparator.comparingInt(Explanation.Term::integerContribution)
            .reversed()
            .thenComparingInt(Explanation.Term::term));
    return new Explanation(docId, key, terms, scale.toFloat(score), score);
  }

  private Explanation.Term term(int position, Segment segment, int docId) {
    int term = query.id(position);
    int queryImpact = impacts.impactOf(term);
    int documentImpact =
        segment
            .postings(term)
            .map(TermPostings::cursor)
            .filter(postings -> postings.advance(docId) == docId)
            .map(postings -> postings.impact())
            .orElse(0);
    return new Explanation.Term(
        term,
        new Explanation.Part(query.weight(position), queryImpact),
        new Explanation.Part(documentImpact * snapshot.manifest().impacts().step(), documentImpact),
        scale.toFloat(queryImpact * documentImpact),
        queryImpact * documentImpact);
  }
}
