package dev.tern.engine.codec;

import static dev.tern.engine.format.Layout.BITMAP_BYTES;
import static dev.tern.engine.format.Layout.RANK_BYTES;

import dev.tern.engine.format.CodeBook;
import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.Layout;
import dev.tern.engine.format.SegmentSection;
import dev.tern.engine.kernel.BlockBounds;
import dev.tern.engine.kernel.ChunkList;
import dev.tern.engine.kernel.ScarceScores;
import dev.tern.engine.kernel.WindowScores;
import dev.tern.engine.store.Region;
import dev.tern.engine.store.SectionFile;

/// The chunks of postings and the bounds of a segment. Positions count bytes in their section.
/// Those of a term are read after [PostingsCheck] has compared them with their checksums.
public final class PostingBytes {
  private final Region postings;
  private final Region bounds;
  private final CodeBook codes;

  /// By code, the impact for which it stands.
  private final int[] impacts;

  /// Reads the sections of a segment.
  ///
  /// @param codes of its impacts
  public PostingBytes(SectionFile file, CodeBook codes) throws CorruptIndexException {
    this.codes = codes;
    impacts = codes.impacts();
    postings = file.unverified(SegmentSection.POSTINGS.id());
    bounds = file.unverified(SegmentSection.BOUNDS.id());
    if (postings.length() < Layout.VECTOR_PADDING_BYTES) {
      throw postings.damaged(0, "the postings do not end with their padding");
    }
    if (bounds.length() < Layout.VECTOR_PADDING_BYTES) {
      throw bounds.damaged(0, "the bounds do not end with their padding");
    }
  }

  /// Compares the postings in `[from, to)` with their checksums.
  void verifyPostings(long from, long to) throws CorruptIndexException {
    postings.verify(from, to - from);
  }

  /// Compares the bounds in `[from, to)` with their checksums.
  void verifyBounds(long from, long to) throws CorruptIndexException {
    bounds.verify(from, to - from);
  }

  /// Bytes of all chunks.
  long postingsLength() {
    return postings.length() - Layout.VECTOR_PADDING_BYTES;
  }

  /// Bytes of all bounds.
  long boundsLength() {
    return bounds.length() - Layout.VECTOR_PADDING_BYTES;
  }

  /// The byte of a posting of a rare term: its document in the block, and whether it starts a run.
  public int id(long position) {
    return postings.u8(position);
  }

  /// Eight bytes of postings of a rare term.
  public long ids(long position) {
    return postings.i64(position);
  }

  /// An impact of a frequent term.
  public int impact(long position) {
    return postings.u8(position);
  }

  /// An impact of a rare term.
  ///
  /// @param start where the codes of the chunk start
  /// @param i which posting of the chunk
  public int rareImpact(long start, long i) {
    if (codes.bits() == Byte.SIZE) {
      return postings.u8(start + i);
    }
    long bit = i * codes.bits();
    long at = start + (bit >>> 3);
    int two = postings.u8(at) | (postings.u8(at + 1) << Byte.SIZE);
    return impacts[(two >>> (bit & 7)) & (impacts.length - 1)];
  }

  /// Where a chunk of a rare term starts: behind the ids and codes of the chunks before, for each
  /// of which there is a byte more than the whole bytes of all codes if they have not 8 bits.
  ///
  /// @param list where the first chunk starts
  /// @param chunk which of the term's chunks
  /// @param before postings in the chunks before
  public long rareChunk(long list, long chunk, long before) {
    long spare = codes.bits() == Byte.SIZE ? 0 : chunk;
    return list + before + ((before * codes.bits()) >>> 3) + spare;
  }

  /// How many bits the codes of the impacts have.
  public int codeBits() {
    return codes.bits();
  }

  /// The codes of the impacts.
  CodeBook codes() {
    return codes;
  }

  /// The block of a run within its window.
  public int runBlock(long position) {
    return bounds.u8(position);
  }

  /// The greatest impact of a run.
  public int runMax(long position) {
    return bounds.u8(position + 1);
  }

  /// The greatest impact of a block of a frequent term.
  public int rowMax(long position) {
    return bounds.u8(position);
  }

  /// The bitmap of a block in a chunk of a frequent term.
  public long bitmap(long chunk, int block) {
    return postings.i64(chunk + (long) block * BITMAP_BYTES);
  }

  /// How many documents of the chunk are before a block.
  ///
  /// @param blocks of the chunk
  public int rank(long chunk, int blocks, int block) {
    long position = chunk + (long) blocks * BITMAP_BYTES + (long) block * RANK_BYTES;
    return postings.u8(position) | postings.u8(position + 1) << Byte.SIZE;
  }

  /// How many bits the gaps of a scarce term have.
  int gapBits(long position) {
    return postings.u8(position);
  }

  /// The eight bytes in which an entry of a scarce term is that starts at a bit, moved so that it
  /// starts with the lowest one.
  long entry(long bit) {
    return postings.i64(bit >>> 3) >>> (bit & 7);
  }

  /// Reads the lists of scarce terms, see [ScarceScores#read].
  public void readScarce(ChunkList lists, ScarceScores scores) {
    scores.read(postings.memory(), lists, codes.bits(), impacts);
  }

  /// Adds `factor` times the greatest impacts of the runs of a rare term to the bounds of their
  /// blocks.
  ///
  /// @param first chunk of the term
  /// @param end chunk behind its last
  /// @param runs where its runs start
  /// @param runCount how many there are
  /// @param blocks in a window
  public void addRunBounds(
      ChunkTable chunks,
      long first,
      long end,
      long runs,
      int runCount,
      int blocks,
      int factor,
      BlockBounds sums) {
    sums.addRuns(
        chunks.memory(),
        first * Layout.CHUNK_ENTRY_BYTES,
        end * Layout.CHUNK_ENTRY_BYTES,
        bounds.memory(),
        runs,
        runCount,
        blocks,
        factor);
  }

  /// Adds `factor` times a row of greatest impacts to the bounds of the blocks.
  public void addRowBounds(long row, int blocks, int factor, BlockBounds sums) {
    sums.addRow(bounds.memory(), row, blocks, factor);
  }

  /// Adds the impacts of chunks of rare terms to the scores of their window, see
  /// [WindowScores#addRare].
  public long addRare(ChunkList rare, ChunkList frequent, WindowScores scores) {
    return scores.addRare(
        postings.memory(), bounds.memory(), rare, frequent, codes.bits(), impacts);
  }

  /// Completes the scores of a window with chunks of frequent terms, see [WindowScores#find].
  public int find(ChunkList frequent, BlockBounds sums, int bar, WindowScores scores) {
    return scores.find(postings.memory(), frequent, sums, bar);
  }

  /// What to throw when postings cannot be right.
  CorruptIndexException damagedPostings(long position, String found) {
    return postings.damaged(position, found);
  }

  /// What to throw when bounds cannot be right.
  CorruptIndexException damagedBounds(long position, String found) {
    return bounds.damaged(position, found);
  }
}
