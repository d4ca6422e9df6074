package dev.tern.engine.postings;

import dev.tern.engine.codec.BlockTable;
import dev.tern.engine.codec.TermTable;

/// Walks postings in document-ordered blocks, decoding the docIds of one block at a time.
///
/// [#advance] finds the block by the last docIds of the blocks, galloping from the current one, so
/// that blocks between are not touched. Impacts are read where they lie.
final class BlockCursor implements BoundedCursor {
  private final BlockTable blocks;
  private final int maxImpact;
  private final long firstBlock;
  private final long endBlock;
  private final int lastCount;
  private final int[] documents;

  private long block;
  private int count;
  private long impacts;
  private int position;
  private int docId;

  BlockCursor(TermTable terms, BlockTable blocks, int ordinal) {
    this.blocks = blocks;
    maxImpact = terms.maxImpact(ordinal);
    firstBlock = terms.firstBlock(ordinal);
    endBlock = terms.firstBlock(ordinal + 1);
    int documentFrequency = terms.documentFrequency(ordinal);
    lastCount = (documentFrequency - 1) % blocks.blockPostings() + 1;
    documents = new int[Math.min(documentFrequency, blocks.blockPostings())];
    load(firstBlock);
  }

  @Override
  public int docId() {
    return docId;
  }

  @Override
  public int impact() {
    return blocks.impact(impacts, position);
  }

  @Override
  public int maxImpact() {
    return maxImpact;
  }

  @Override
  public int next() {
    if (++position < count) {
      docId = documents[position];
      return docId;
    }
    return load(block + 1);
  }

  @Override
  public int advance(int target) {
    if (target <= docId) {
      return docId;
    }
    if (documents[count - 1] < target && load(blockOf(target)) >= target) {
      return docId;
    }
    while (docId < target) {
      docId = documents[++position];
    }
    return docId;
  }

  /// The first block after the current one whose last docId is at least `target`, or `endBlock`.
  private long blockOf(int target) {
    long before = block;
    long stride = 1;
    while (before + stride < endBlock && blocks.lastDocument(before + stride) < target) {
      before += stride;
      stride <<= 1;
    }
    long found = Math.min(before + stride, endBlock);
    while (found - before > 1) {
      long middle = (before + found) >>> 1;
      if (blocks.lastDocument(middle) < target) {
        before = middle;
      } else {
        found = middle;
      }
    }
    return found;
  }

  /// Decodes a block, stands on its first posting and returns its docId; [#END] if there is none.
  private int load(long next) {
    block = next;
    if (next == endBlock) {
      docId = END;
      return docId;
    }
    int previous = next == firstBlock ? -1 : blocks.lastDocument(next - 1);
    count = next == endBlock - 1 ? lastCount : documents.length;
    impacts = blocks.decode(next, previous, count, documents);
    position = 0;
    docId = documents[0];
    return docId;
  }
}
