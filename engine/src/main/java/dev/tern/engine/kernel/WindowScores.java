package dev.tern.engine.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// The scores of one window of documents: first the rare terms are added, then the blocks that may
/// have a hit are completed with the frequent ones, and what reaches the bar is found. Used again
/// for every window.
///
/// A chunk of a frequent term is `bitmap:u64[blocks] rank:u16[blocks] impact:u8[]`. The impacts of
/// a block are loaded as they lie and expanded to the places of its set bits; the scores of four
/// vectors of documents stay in registers for all terms, and go nowhere unless they reach the bar.
/// [#find] is as long as [RareScores] and for the same reason.
///
/// Measured for the 64 documents of a block and a term: 3.8 ns; adding to the scores in memory 5.7
/// (4.7 with the terms in the outer loop); expanding 64 bytes at once 3.5, but a hundred times as
/// long on processors that have no instruction for it. Giving a block up between terms when the
/// bounds of the others are too low saves half of the additions and costs as much again in branches
/// that are predicted wrongly.
public final class WindowScores {
  private static final int BLOCK = 64;
  private static final int MAX_BLOCKS = 256;
  private static final int RANK_BYTES = 2;
  private static final int LINE = 64;

  /// Chunks of frequent terms are brought into the cache as a whole if one of so many blocks is
  /// wanted. With k = 1000, 16 takes 4 to 8 % less than 4, and as long as 32, with which queries of
  /// 35 terms take 3 % longer for k = 10.
  private static final int BLOCKS_PER_FETCH = 16;

  /// How many live blocks are completed in a call: the fewer, the higher the bar that the next ones
  /// have to reach; the more, the fewer calls.
  private static final int LIVE_BLOCKS = 16;

  /// Documents whose scores are in registers at a time.
  private static final int GROUP = 4 * Ints.LANES;

  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
  private static final VectorOperators.Conversion<Byte, Integer> WIDEN =
      VectorOperators.ZERO_EXTEND_B2I;

  private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE);
  private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE);

  private final RareScores rareScores = new RareScores();
  private final int[] scores = new int[MAX_BLOCKS * BLOCK];

  /// The first block of the window in the segment, and how many blocks it has.
  private int first;

  private int blocks;

  private final BlockRanges ranges = new BlockRanges();

  /// The blocks that are wanted, counted within the window and ascending, in the first `count`
  /// places; those before `next` are done.
  private final int[] wanted = new int[MAX_BLOCKS + Ints.LANES];

  private int count;
  private int next;

  /// The blocks that are being completed.
  private final int[] live = new int[LIVE_BLOCKS + 1];

  private int liveCount;

  /// Of each term and live block the bitmap, and where the impacts are.
  private long[] bitmaps = {};

  private long[] positions = {};

  /// What [#select] has read; a field, so that it is read.
  @SuppressWarnings("UnusedVariable")
  private int fetched;

  /// What the last call of [#find] has found, and a place more.
  private final int[] places = new int[LIVE_BLOCKS * BLOCK + 1];

  /// Begins a window, whose scores are 0, and finds the blocks whose bounds reach the bar: they are
  /// *wanted*.
  ///
  /// @param newFirst block of the window in the segment
  /// @param newBlocks of the window
  /// @return how many are wanted
  public int begin(BlockBounds bounds, int newFirst, int newBlocks, int bar) {
    first = newFirst;
    blocks = newBlocks;
    next = 0;
    count = 0;
    int superblocks = 0; // a bit for each that has a wanted block
    int[] all = bounds.all();
    int block = 0;
    for (; block <= blocks - Ints.LANES; block += Ints.LANES) {
      VectorMask<Integer> high =
          IntVector.fromArray(Ints.SPECIES, all, first + block).compare(VectorOperators.GE, bar);
      if (high.anyTrue()) {
        Ints.IOTA.add(block).compress(high).intoArray(wanted, count);
        count += high.trueCount();
        superblocks |= 1 << (block / BlockRanges.SUPERBLOCK);
      }
    }
    for (; block < blocks; block++) {
      int high = all[first + block] >= bar ? 1 : 0;
      wanted[count] = block;
      count += high;
      superblocks |= high << (block / BlockRanges.SUPERBLOCK);
    }
    ranges.choose(superblocks, blocks);
    return count;
  }

  /// Begins a window, whose scores are 0, of which one block is wanted.
  ///
  /// @param newFirst block of the window in the segment
  /// @param newBlocks of the window
  /// @param block counted within the window
  public void beginBlock(int newFirst, int newBlocks, int block) {
    first = newFirst;
    blocks = newBlocks;
    next = 0;
    count = 1;
    wanted[0] = block;
    ranges.choose(1 << (block / BlockRanges.SUPERBLOCK), blocks);
  }

  /// What gets scores.
  public BlockRanges ranges() {
    return ranges;
  }

  /// Adds the impacts of rare terms, and brings the chunks of the frequent terms into the cache if
  /// many blocks are wanted.
  ///
  /// @param rare chunks, or parts of them in the ranges of the window
  /// @param codeBits of the codes of rare terms
  /// @param impacts by code
  /// @return how many postings were added
  public long addRare(
      MemorySegment postings,
      MemorySegment bounds,
      ChunkList rare,
      ChunkList frequent,
      int codeBits,
      int[] impacts) {
    if (count >= blocks / BLOCKS_PER_FETCH && count > 1) {
      fetchAll(postings, frequent);
    }
    return rareScores.add(postings, bounds, rare, codeBits, impacts, scores);
  }

  /// Adds the parts of scarce terms from the first wanted block to the last one.
  ///
  /// @param firstDocId of the window
  /// @return how many postings were added
  public long addScarce(ScarceScores scarce, int firstDocId) {
    if (count == 0) {
      return 0;
    }
    long from = firstDocId + (long) wanted[0] * BLOCK;
    long to = firstDocId + (wanted[count - 1] + 1L) * BLOCK;
    return scarce.addTo(scores, firstDocId, from, to);
  }

  /// Reads a byte of every cache line of the chunks of frequent terms, one chunk after the other.
  /// Scoring goes from one to the other block by block, which the processor does not foresee; with
  /// k = 1000 this takes 15 % off a query of 35 terms on a million documents.
  private void fetchAll(MemorySegment postings, ChunkList chunks) {
    int sum = 0;
    for (int term = 0; term < chunks.size; term++) {
      long at = chunks.positions[term];
      long end = at + (long) blocks * (Long.BYTES + RANK_BYTES) + chunks.counts[term];
      for (; at < end; at += LINE) {
        sum += postings.get(ValueLayout.JAVA_BYTE, at);
      }
    }
    fetched += sum;
  }

  /// Whether there are wanted blocks that [#find] has not come to.
  public boolean hasNext() {
    return next < count;
  }

  /// Goes through the next wanted blocks until some of them were *live*: their bound reaches the
  /// bar, and so do their greatest score so far and the bound of the frequent terms. Those get the
  /// impacts of the frequent terms.
  ///
  /// @param chunks of the frequent terms
  /// @param bar above 0
  /// @return how many documents reach the bar, see [#place] and [#score]
  public int find(MemorySegment postings, ChunkList chunks, BlockBounds bounds, int bar) {
    liveCount = select(postings, chunks, bounds, bar);
    return complete(postings, chunks, bar, liveCount);
  }

  /// Puts the next live blocks into `live`, their bitmaps and the places of their impacts beside
  /// them, and returns how many there are. A byte of the impacts is read, so that the processor
  /// waits for those of all terms and blocks together.
  private int select(MemorySegment postings, ChunkList chunks, BlockBounds bounds, int bar) {
    int[] all = bounds.all();
    int[] frequent = bounds.frequent();
    int found = 0;
    for (; next < count && found < LIVE_BLOCKS; next++) {
      int block = wanted[next];
      int at = block * BLOCK;
      IntVector max = IntVector.fromArray(Ints.SPECIES, scores, at);
      for (int lane = Ints.LANES; lane < BLOCK; lane += Ints.LANES) {
        max = max.max(IntVector.fromArray(Ints.SPECIES, scores, at + lane));
      }
      boolean reaching = max.compare(VectorOperators.GE, bar - frequent[first + block]).anyTrue();
      live[found] = block;
      found += reaching && all[first + block] >= bar ? 1 : 0;
    }
    if (bitmaps.length < chunks.size * LIVE_BLOCKS) {
      bitmaps = new long[2 * chunks.size * LIVE_BLOCKS];
      positions = new long[2 * chunks.size * LIVE_BLOCKS];
    }
    int sum = 0;
    for (int term = 0; term < chunks.size; term++) {
      long chunk = chunks.positions[term];
      long ranks = chunk + (long) blocks * Long.BYTES;
      long impacts = ranks + (long) blocks * RANK_BYTES;
      for (int i = 0; i < found; i++) {
        int block = live[i];
        int rank = postings.get(U16, ranks + (long) block * RANK_BYTES) & 0xFFFF;
        bitmaps[term * LIVE_BLOCKS + i] = postings.get(U64, chunk + (long) block * Long.BYTES);
        positions[term * LIVE_BLOCKS + i] = impacts + rank;
        sum += postings.get(ValueLayout.JAVA_BYTE, impacts + rank);
      }
    }
    fetched += sum;
    return found;
  }

  /// Adds the impacts of the frequent terms to the scores of the live blocks and puts the documents
  /// that reach the bar into `places`. What is written four times stands in no method of its own,
  /// as the compiler does not always put such a method in its place.
  private int complete(MemorySegment postings, ChunkList chunks, int bar, int found) {
    int size = 0;
    for (int i = 0; i < found; i++) {
      int at = live[i] * BLOCK;
      for (int group = 0; group < BLOCK; group += GROUP) {
        int place = at + group;
        IntVector a = IntVector.fromArray(Ints.SPECIES, scores, place);
        IntVector b = IntVector.fromArray(Ints.SPECIES, scores, place + Ints.LANES);
        IntVector c = IntVector.fromArray(Ints.SPECIES, scores, place + 2 * Ints.LANES);
        IntVector d = IntVector.fromArray(Ints.SPECIES, scores, place + 3 * Ints.LANES);
        for (int term = 0; term < chunks.size; term++) {
          long bitmap = bitmaps[term * LIVE_BLOCKS + i];
          long impacts = positions[term * LIVE_BLOCKS + i];
          impacts += Long.bitCount(bitmap & ((1L << group) - 1));
          int factor = chunks.factors[term];
          long bits = bitmap >>> group;
          IntVector u =
              (IntVector)
                  ByteVector.fromMemorySegment(Ints.BYTES, postings, impacts, LITTLE)
                      .convertShape(WIDEN, Ints.SPECIES, 0);
          a = a.add(u.expand(VectorMask.fromLong(Ints.SPECIES, bits)).mul(factor));
          impacts += Long.bitCount(bits & Ints.ALL);
          bits >>>= Ints.LANES;
          IntVector v =
              (IntVector)
                  ByteVector.fromMemorySegment(Ints.BYTES, postings, impacts, LITTLE)
                      .convertShape(WIDEN, Ints.SPECIES, 0);
          b = b.add(v.expand(VectorMask.fromLong(Ints.SPECIES, bits)).mul(factor));
          impacts += Long.bitCount(bits & Ints.ALL);
          bits >>>= Ints.LANES;
          IntVector w =
              (IntVector)
                  ByteVector.fromMemorySegment(Ints.BYTES, postings, impacts, LITTLE)
                      .convertShape(WIDEN, Ints.SPECIES, 0);
          c = c.add(w.expand(VectorMask.fromLong(Ints.SPECIES, bits)).mul(factor));
          impacts += Long.bitCount(bits & Ints.ALL);
          bits >>>= Ints.LANES;
          IntVector x =
              (IntVector)
                  ByteVector.fromMemorySegment(Ints.BYTES, postings, impacts, LITTLE)
                      .convertShape(WIDEN, Ints.SPECIES, 0);
          d = d.add(x.expand(VectorMask.fromLong(Ints.SPECIES, bits)).mul(factor));
        }
        if (a.max(b).max(c.max(d)).compare(VectorOperators.GE, bar).anyTrue()) {
          a.intoArray(scores, place);
          b.intoArray(scores, place + Ints.LANES);
          c.intoArray(scores, place + 2 * Ints.LANES);
          d.intoArray(scores, place + 3 * Ints.LANES);
          long high = a.compare(VectorOperators.GE, bar).toLong();
          high |= b.compare(VectorOperators.GE, bar).toLong() << Ints.LANES;
          high |= c.compare(VectorOperators.GE, bar).toLong() << (2 * Ints.LANES);
          high |= d.compare(VectorOperators.GE, bar).toLong() << (3 * Ints.LANES);
          for (; high != 0; high &= high - 1) {
            places[size++] = place + Long.numberOfTrailingZeros(high);
          }
        }
      }
    }
    return size;
  }

  /// How many blocks the last call of [#find] has completed.
  public int live() {
    return liveCount;
  }

  /// How many postings of frequent terms they have.
  public long livePostings(ChunkList chunks) {
    long sum = 0;
    for (int term = 0; term < chunks.size; term++) {
      for (int i = 0; i < liveCount; i++) {
        sum += Long.bitCount(bitmaps[term * LIVE_BLOCKS + i]);
      }
    }
    return sum;
  }

  /// A document that was found, counted within the window; they ascend.
  public int place(int i) {
    return places[i];
  }

  /// The score of a document that was found.
  public int score(int i) {
    return scores[places[i]];
  }

  /// Ends the window: makes all scores 0.
  ///
  /// @param scarce what was added last
  /// @param firstDocId of the window
  public void end(ScarceScores scarce, int firstDocId) {
    ranges.clear(scores);
    if (!ranges.isWhole() && count > 0) {
      scarce.clear(scores, firstDocId);
    }
  }
}
