package dev.tern.engine.postings;

import static dev.tern.engine.format.Windows.BLOCK;

import dev.tern.engine.codec.ScarceReader;

/// Walks the postings of a scarce term. Bounds of blocks come from a second walk, which is ahead of
/// the first one.
final class ScarceCursor implements BlockCursor {
  private final ScarcePostings postings;
  private final ScarceReader reader;
  private int docId;

  private final ScarceReader ahead;

  /// Whether `ahead` stands on a posting; it is the first one behind `block`.
  private boolean isAhead;

  /// The block whose greatest impact is known.
  private int block = -1;

  private int blockMax;

  ScarceCursor(ScarcePostings postings) {
    this.postings = postings;
    reader = postings.reader();
    ahead = postings.reader();
    isAhead = ahead.next();
    next();
  }

  @Override
  public int docId() {
    return docId;
  }

  @Override
  public int impact() {
    return reader.impact();
  }

  @Override
  public int maxImpact() {
    return postings.maxImpact();
  }

  @Override
  public int next() {
    docId = reader.next() ? (int) reader.docId() : END;
    return docId;
  }

  @Override
  public int advance(int target) {
    while (docId < target) {
      next();
    }
    return docId;
  }

  @Override
  public int blockMaxImpact(int target) {
    int there = target / BLOCK;
    while (block < there && isAhead) {
      block = (int) (ahead.docId() / BLOCK);
      blockMax = 0;
      while (isAhead && ahead.docId() / BLOCK == block) {
        blockMax = Math.max(blockMax, ahead.impact());
        isAhead = ahead.next();
      }
    }
    return block == there ? blockMax : 0;
  }
}
