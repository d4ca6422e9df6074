package dev.tern.engine.codec;

import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.Layout;
import dev.tern.engine.format.SegmentSection;
import dev.tern.engine.store.Region;
import dev.tern.engine.store.SectionFile;
import java.io.UncheckedIOException;

/// The blocks of postings of a segment: what can be known of a block without decoding it, and its
/// decoding.
public final class BlockTable {
  private final Region postings;
  private final Region offsets;
  private final Region lastDocuments;
  private final Region maxImpacts;
  private final int blockPostings;

  /// Reads the table of a segment.
  ///
  /// @param blockPostings in every block of a term but the last
  public BlockTable(SectionFile file, int blockPostings) throws CorruptIndexException {
    postings = file.section(SegmentSection.POSTINGS.id());
    offsets = file.section(SegmentSection.BLOCK_OFFSETS.id());
    lastDocuments = file.section(SegmentSection.BLOCK_LAST_DOCUMENTS.id());
    maxImpacts = file.section(SegmentSection.BLOCK_MAX_IMPACTS.id());
    this.blockPostings = blockPostings;
    long blocks = maxImpacts.length();
    lastDocuments.checkLength(Integer.BYTES * blocks, "the last documents of the blocks");
    offsets.checkLength(Long.BYTES * (blocks + 1), "the offsets of the blocks");
    postings.checkLength(offset(blocks) + Layout.POSTINGS_PADDING_BYTES, "the postings");
  }

  /// Number of blocks.
  public long size() {
    return maxImpacts.length();
  }

  /// Postings in every block of a term but the last.
  public int blockPostings() {
    return blockPostings;
  }

  /// The last docId in a block.
  public int lastDocument(long block) {
    return lastDocuments.i32(block * Integer.BYTES);
  }

  /// The greatest impact in a block, 1 to 255.
  public int maxImpact(long block) {
    return maxImpacts.u8(block);
  }

  /// Decodes the docIds of a block.
  ///
  /// @param previous the last docId of the term's block before, -1 if there is none
  /// @param count of the postings in the block
  /// @param documents receives the docIds in its first `count` places
  /// @return where the block's impacts start, for [#impact]
  public long decode(long block, int previous, int count, int[] documents) {
    long start = offset(block);
    int width = postings.u8(start);
    PackedInts.unpack(postings.memory(), start + 1, width, count, documents);
    long document = previous;
    for (int i = 0; i < count; i++) {
      document += documents[i] + 1L;
      documents[i] = (int) document;
    }
    // Gaps are not negative, so that the last docId being right keeps all of them in range.
    if (document != lastDocument(block)) {
      throw new UncheckedIOException(
          postings.damaged(start, "the block does not end with its last document"));
    }
    return start + 1 + PackedInts.bytes(width, count);
  }

  /// The impact of the posting at `position` of the block whose impacts start at `impacts`.
  public int impact(long impacts, int position) {
    return postings.u8(impacts + position);
  }

  private long offset(long block) {
    return offsets.i64(block * Long.BYTES);
  }

  /// Refuses a block that does not have the bytes for `count` postings.
  void checkBlock(long block, int count) throws CorruptIndexException {
    long start = offset(block);
    long end = offset(block + 1);
    if (start < 0 || end <= start || end > postings.length()) {
      throw offsets.damaged(block * Long.BYTES, "the block is not within the postings");
    }
    int width = postings.u8(start);
    if (width > PackedInts.MAX_WIDTH || end - start != 1 + PackedInts.bytes(width, count) + count) {
      throw postings.damaged(start, "the block does not have the bytes of its postings");
    }
  }
}
