package dev.tern.engine.query;

import dev.tern.engine.kernel.Accumulators;
import dev.tern.engine.postings.GroupCursor;
import dev.tern.engine.postings.SegmentPostings;

/// Score-at-a-time evaluation over impact-ordered lists: Lin and Trotman, *Anytime Ranking for
/// Impact-Ordered Indexes*, ICTIR 2015 (JASS).
///
/// 1. Each term's list is a sequence of *groups*, documents of equal impact in the order of their
///    docIds, the greatest impact first. A group adds `q_t · impact` to the score of each document
///    in it: its contribution.
/// 2. The groups of all terms are taken in the order of their contributions, the greatest first,
///    and added to an accumulator for each document. Contributions that differ by at most an eighth
///    are a *level*, in which the groups are taken term after term.
/// 3. When no group is left, or the budget is spent, the documents with the greatest accumulators
///    are the hits.
///
/// ## What is known at any time
///
/// `rest = Σ_t q_t · impact of the next group of t`. A document is in one group of a term, and in a
/// later one only with a smaller impact, so that
///
/// ```
/// accumulator(d) <= score(d) <= accumulator(d) + rest
/// ```
///
/// - Before the first group, `rest` bounds every score: a segment in which it is below the bar has
///   no hit and is left out.
/// - If the budget ends the search, a document that is not a hit has an accumulator of at most that
///   of the last hit, θ, and so a score of at most `θ + rest`: the certificate. The hits themselves
///   score up to `rest` more than their accumulators.
/// - With a bound ratio r the search may pass over what scores less than θ / r, and so ends as soon
///   as `θ + rest < θ / r`. θ only grows and `rest` only falls, so that looking for θ each time
///   when `rest` has fallen by a quarter is enough.
///
/// ## Early termination of an exact search
///
/// - One term: postings come in the very order of the hits, by score and then by docId. After k of
///   them that the filter lets pass, or at the first below the bar, nothing that follows can be a
///   hit. The accumulators are not used at all. Where documents below the k-th are kept too, the
///   bar alone ends it.
/// - Several terms: that the best k are known needs only `rest` below the distance between the k-th
///   and the next accumulator, but *their scores* need every group that a hit may still be in, and
///   of a list that is not ordered by documents that is all of it. So an exact search reads to the
///   end; it is the budget for which this layout exists.
public final class ScoreAtATime implements Evaluator {
  private static final int PART = 1 << 10;

  /// One in so many parts of a contribution is how much those of a level differ. A heap of the
  /// terms, which keeps to the order, finds no more of the ten best and takes three times as long
  /// to add one percent of the postings of 35 terms, 5 instead of 3.7 ns a posting for ten percent:
  /// the greatest groups have one or two documents.
  private static final int LEVEL = 8;

  /// The next group of a term.
  private static final class Head {
    private final GroupCursor groups = new GroupCursor();
    private int queryImpact;
    private int contribution;

    private void open(QueryTerms terms, int i) {
      groups.open(terms.postings(i));
      queryImpact = terms.impact(i);
      contribution = queryImpact * groups.impact();
    }

    private void next() {
      groups.next();
      contribution = queryImpact * groups.impact();
    }
  }

  private final Accumulators accumulators = new Accumulators();
  private final int[] docIds = new int[PART];

  /// For the k-th accumulator in the middle of a search.
  private final TopK middle = new TopK();

  /// Those that have groups left in the first `size` places; the others are kept for later
  /// searches.
  private Head[] heads = {};

  private int size;

  /// The least contribution of the level, and whose turn it is.
  private int level;

  private int turn;

  /// No score of a document of the segment exceeds this.
  private int greatest;

  private long rest;

  @Override
  public void evaluate(SegmentPostings segment, QueryTerms terms, Collector collector) {
    greatest = terms.bound();
    rest = greatest;
    if (terms.size() == 0 || rest < collector.openBar()) {
      return;
    }
    if (collector.isSpent()) {
      collector.allowance().miss(rest);
      return;
    }
    open(terms);
    if (size == 1) {
      collectList(heads[0], collector);
      collector.work().endOf(Work.Phase.GROUPS);
      return;
    }
    accumulators.begin(segment.windows().documents());
    accumulate(collector);
    collector.work().endOf(Work.Phase.GROUPS);
    collect(collector);
    collector.allowance().leave(rest);
    collector.work().endOf(Work.Phase.COLLECTING);
  }

  private void open(QueryTerms terms) {
    size = terms.size();
    if (heads.length < size) {
      Head[] more = new Head[Math.max(size, 2 * heads.length)];
      System.arraycopy(heads, 0, more, 0, heads.length);
      for (int i = heads.length; i < more.length; i++) {
        more[i] = new Head();
      }
      heads = more;
    }
    for (int i = 0; i < size; i++) {
      heads[i].open(terms, i);
    }
    startLevel();
  }

  private void startLevel() {
    int most = 0;
    for (int i = 0; i < size; i++) {
      most = Math.max(most, heads[i].contribution);
    }
    level = most - most / LEVEL;
    turn = 0;
    skip();
  }

  /// Collects the documents of a single list, whose scores are known at once.
  private void collectList(Head head, Collector collector) {
    int wanted = collector.enough();
    for (; head.contribution > 0 && head.contribution >= collector.openBar(); head.next()) {
      while (head.groups.ahead() > 0) {
        if (collector.isSpent()) {
          collector.allowance().miss(head.contribution);
          return;
        }
        int most = collector.allowance().pause(collector.work().postings(), PART);
        int count = head.groups.read(docIds, most);
        for (int i = 0; i < count; i++) {
          wanted -= collector.collectAny(docIds[i], head.contribution) ? 1 : 0;
          if (wanted == 0) {
            collector.countPostings(i + 1);
            return;
          }
        }
        collector.countPostings(count);
      }
    }
  }

  /// Adds groups to the accumulators until none is left or the search has to end.
  private void accumulate(Collector collector) {
    double ratio = collector.allowance().ratio();
    double check = ratio == 1 ? -1 : rest * Math.min(0.75, 1 / ratio - 1);
    while (size > 0 && !collector.isSpent()) {
      int most = collector.allowance().pause(collector.work().postings(), PART);
      int added = 0;
      while (added < most && size > 0 && rest > check) {
        Head head = heads[turn];
        int count = head.groups.read(docIds, most - added);
        accumulators.add(docIds, count, head.contribution);
        added += count;
        if (head.groups.ahead() == 0) {
          nextGroup(head);
        }
      }
      collector.countPostings(added);
      if (rest <= check) {
        long last = last(collector);
        if (last + rest < collector.allowance().boundBar(last)) {
          return;
        }
        check = 0.75 * rest;
      }
    }
  }

  /// Goes to the next group of a head, whose turn it was, and to the next head of the level.
  private void nextGroup(Head head) {
    rest -= head.contribution;
    head.next();
    rest += head.contribution;
    if (head.contribution == 0) {
      heads[turn] = heads[--size];
      heads[size] = head;
    }
    skip();
    if (turn == size) {
      startLevel();
    }
  }

  /// Goes on to the first head that has a group in the level.
  private void skip() {
    while (turn < size && heads[turn].contribution < level) {
      turn++;
    }
  }

  /// The k-th greatest accumulator so far of documents that the filter lets pass, 0 if there are
  /// fewer.
  private long last(Collector collector) {
    middle.start(collector.k(), 1, greatest);
    accumulators.rewind();
    for (int found = find(middle.openBar(), false);
        found >= 0;
        found = find(middle.openBar(), false)) {
      for (int i = 0; i < found; i++) {
        int docId = accumulators.docId(i);
        if (accumulators.score(i) >= middle.openBar() && collector.admits(docId)) {
          middle.offer(docId, accumulators.score(i));
        }
      }
    }
    return middle.finish() < collector.k() ? 0 : middle.score(collector.k() - 1);
  }

  private int find(long bar, boolean clears) {
    return accumulators.find(Math.clamp(bar, 1, Integer.MAX_VALUE), clears);
  }

  /// Collects the documents with the greatest accumulators.
  private void collect(Collector collector) {
    accumulators.rewind();
    int found = 0;
    while (found >= 0) {
      for (int i = 0; i < found; i++) {
        collector.collectAny(accumulators.docId(i), accumulators.score(i));
      }
      found = find(collector.openBar(), true);
      collector.work().countBlocks(accumulators.seen());
    }
  }
}
