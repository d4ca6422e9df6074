package dev.tern.engine.codec;

import dev.tern.engine.format.CorruptIndexException;

/// Checks once, when a segment is opened, all that walking its postings relies on.
///
/// The checksums have already shown that the bytes are those that were written; this shows that
/// whoever wrote them kept to the format. It looks at every term and block and decodes none.
public final class PostingsCheck {
  private final TermTable terms;
  private final BlockTable blocks;
  private final int documents;

  private PostingsCheck(TermTable terms, BlockTable blocks, int documents) {
    this.terms = terms;
    this.blocks = blocks;
    this.documents = documents;
  }

  /// Checks the postings of a segment.
  ///
  /// @param documents in the segment
  /// @param postings that there must be in all
  public static void check(TermTable terms, BlockTable blocks, int documents, long postings)
      throws CorruptIndexException {
    PostingsCheck check = new PostingsCheck(terms, blocks, documents);
    long found = 0;
    long block = 0;
    for (int ordinal = 0; ordinal < terms.size(); ordinal++) {
      block = check.term(ordinal, block);
      found += terms.documentFrequency(ordinal);
    }
    if (block != blocks.size() || found != postings) {
      throw terms.damaged(0, "the terms have " + found + " postings and not " + postings);
    }
  }

  /// Checks a term whose blocks start at `first` and returns the block after its last.
  private long term(int ordinal, long first) throws CorruptIndexException {
    int documentFrequency = terms.documentFrequency(ordinal);
    int size = blocks.blockPostings();
    long end = first + ((long) documentFrequency + size - 1) / size;
    if (terms.id(ordinal) < 0
        || (ordinal > 0 && terms.id(ordinal) <= terms.id(ordinal - 1))
        || documentFrequency < 1
        || documentFrequency > documents
        || terms.firstBlock(ordinal) != first
        || terms.firstBlock(ordinal + 1) != end
        || end > blocks.size()) {
      throw terms.damaged(ordinal, "the entry of a term cannot be right");
    }
    int left = documentFrequency;
    int previous = -1;
    int maxImpact = 0;
    for (long block = first; block < end; block++, left -= size) {
      blocks.checkBlock(block, Math.min(left, size));
      int last = blocks.lastDocument(block);
      if (last <= previous || last >= documents) {
        throw terms.damaged(ordinal, "the documents of a term do not ascend");
      }
      previous = last;
      maxImpact = Math.max(maxImpact, blocks.maxImpact(block));
    }
    if (maxImpact != terms.maxImpact(ordinal)) {
      throw terms.damaged(ordinal, "the greatest impact of a term is not that of its blocks");
    }
    return end;
  }
}
