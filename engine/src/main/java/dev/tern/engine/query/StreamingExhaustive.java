package dev.tern.engine.query;

import dev.tern.engine.kernel.BlockBounds;
import dev.tern.engine.postings.SegmentPostings;

/// Scores every document that has a term of the query, as [Exhaustive] does, at the speed of
/// memory: window after window, all postings of all terms, without asking for any bounds.
///
/// For queries that let most blocks through it saves adding up the bounds of the blocks; and it is
/// what no other algorithm may be much slower than.
public final class StreamingExhaustive implements Evaluator {
  private final WindowScoring scoring = new WindowScoring();
  private final BlockBounds none = new BlockBounds();

  @Override
  public void evaluate(SegmentPostings segment, QueryTerms terms, Collector collector) {
    if (terms.size() == 0) {
      return;
    }
    scoring.begin(segment, terms);
    none.admitAll(segment.windows().blocksPerWindow());
    for (int window = 0; window < segment.windows().windows(); window++) {
      scoring.collectAll(segment, window, terms, none, collector);
    }
  }
}
