package dev.tern.engine;

import dev.tern.encoder.SparseVector;
import dev.tern.encoder.text.Quoted;
import dev.tern.engine.postings.Segment;
import dev.tern.engine.postings.TermPostings;
import dev.tern.engine.query.QueryImpacts;
import dev.tern.engine.query.ScoreScale;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/// Why documents of a snapshot have their scores for a query.
final class Explainer {
  private final Snapshot snapshot;
  private final SparseVector query;
  private final QueryImpacts impacts = new QueryImpacts();
  private final double unit;

  /// Impacts of the query have the finest step.
  Explainer(Snapshot snapshot, SparseVector query) {
    this.snapshot = snapshot;
    this.query = query;
    impacts.set(query, i -> snapshot.documentFrequency(query.id(i)) > 0, 0);
    unit = snapshot.manifest().impacts().step() * impacts.step();
  }

  /// The score of the document with this key, by impacts.
  Explanation explain(String key) throws DocumentKeyException {
    int docId = docId(key);
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
    return new Explanation(docId, key, terms, ScoreScale.toFloat(unit, score), score);
  }

  /// The score of the document with this key, by weights; only where there is a forward store.
  Explanation explainByWeights(String key) throws IOException {
    Explanation byImpacts = explain(key);
    SparseVector vector = snapshot.vector(byImpacts.docId());
    List<Explanation.Term> terms = new ArrayList<>();
    for (Explanation.Term term : byImpacts.terms()) {
      float weight = vector.weightOf(term.term());
      terms.add(
          new Explanation.Term(
              term.term(),
              term.query(),
              new Explanation.Part(weight, term.document().impact()),
              term.query().weight() * weight,
              term.integerContribution()));
    }
    terms.sort(
        Comparator.comparingDouble(Explanation.Term::contribution)
            .reversed()
            .thenComparingInt(Explanation.Term::term));
    return new Explanation(
        byImpacts.docId(), key, terms, (float) query.dot(vector), byImpacts.integerScore());
  }

  private int docId(String key) throws DocumentKeyException {
    OptionalInt found = snapshot.docId(key);
    if (found.isEmpty()) {
      throw new DocumentKeyException(
          "no document has the key '"
              + Quoted.plain(key)
              + "'; check its spelling, keys are case-sensitive");
    }
    return found.getAsInt();
  }

  private Explanation.Term term(int position, Segment segment, int docId) {
    int term = query.id(position);
    int queryImpact = impacts.impact(position);
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
        ScoreScale.toFloat(unit, queryImpact * documentImpact),
        queryImpact * documentImpact);
  }
}
