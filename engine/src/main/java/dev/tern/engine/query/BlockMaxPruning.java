package dev.tern.engine.query;

import dev.tern.engine.format.Windows;
import dev.tern.engine.kernel.BoundOrder;
import dev.tern.engine.postings.SegmentPostings;

/// Block-Max Pruning: Mallia, Suel and Tonellotto, *Faster Learned Sparse Retrieval with Block-Max
/// Pruning*, SIGIR 2024.
///
/// 1. The bounds of all terms are added up for every block of 64 documents.
/// 2. The blocks are visited in the order of their bounds, the greatest first.
/// 3. In each of them every document is scored, until a bound does not reach the bar: neither does
///    any that follows.
///
/// The fewest documents are scored this way, and each at the greatest cost: blocks that lie far
/// apart are looked up in every list. It is the best for a few hits that stand out, and the worst
/// where many blocks reach the bar. The paper keeps the postings of a block together; here they are
/// where all other algorithms find them.
public final class BlockMaxPruning implements Evaluator {
  private final QueryBounds bounds = new QueryBounds();
  private final BoundOrder order = new BoundOrder();
  private final WindowScoring scoring = new WindowScoring();

  @Override
  public void evaluate(SegmentPostings segment, QueryTerms terms, Collector collector) {
    if (terms.size() == 0 || collector.openBar() > Integer.MAX_VALUE) {
      return;
    }
    Windows windows = segment.windows();
    if (collector.isSpent()) {
      collector.allowance().miss(terms.bound());
      return;
    }
    bounds.add(segment, terms, scoring.begin(segment, terms), collector.work());
    order.sort(bounds.sums(), windows.blocks(), (int) collector.openBar());
    collector.work().endOf(Work.Phase.BOUNDS);
    for (int i = 0; i < order.size(); i++) {
      int block = order.block(i);
      int bound = bounds.sums().bound(block);
      if (order.atMost(bound) < collector.boundBar()) {
        break;
      }
      if (collector.isSpent()) {
        collector.allowance().miss(order.atMost(bound));
        break;
      }
      if (bound >= collector.boundBar()) {
        scoring.collectBlock(segment, block, terms, bounds.sums(), collector);
      }
    }
  }
}
