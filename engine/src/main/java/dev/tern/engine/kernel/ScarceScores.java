package dev.tern.engine.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// The postings of the scarce terms of a query, which are read once, since their lists have no way
/// in, and then added to bounds and scores. Used again for every query.
///
/// A list is `gapBits:u8 (gap:u{gapBits} code:u{codeBits})*`, packed to the bit: each document is
/// gap + 1 behind the one before, the first one behind -1, and an entry with code 0 is no posting;
/// it is kept, as adding 0 takes less time than leaving it out.
///
/// Methods are as long as those of [RareScores] and for the same reason.
public final class ScarceScores {
  private static final int BLOCK_SHIFT = 6;
  private static final int FIRST_CAPACITY = 1 << 10;
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

  private int[] documents = new int[FIRST_CAPACITY + Ints.LANES];

  /// What each entry adds to the score of its document.
  private int[] parts = new int[FIRST_CAPACITY + Ints.LANES];

  /// Entries of term i are in places `starts[i]` to `starts[i + 1]`.
  private int[] starts = new int[1];

  /// Of each term the place of the first document that was added last, and the one behind the last
  /// of them, from which to look for the next window's.
  private int[] firsts = new int[1];

  private int[] nexts = new int[1];

  private int terms;

  /// Blocks, and the greatest part that a term has in each, as far as one vector tells.
  private final int[] places = new int[FIRST_CAPACITY + Ints.LANES];

  private final int[] greatest = new int[FIRST_CAPACITY + Ints.LANES];

  /// Reads the lists of terms in place of those that were there.
  ///
  /// @param codeBits of their codes; those of 8 bits are impacts
  /// @param impacts by code
  public void read(MemorySegment postings, ChunkList lists, int codeBits, int[] impacts) {
    terms = lists.size;
    if (starts.length <= terms) {
      starts = new int[2 * terms + 1];
      firsts = new int[2 * terms + 1];
      nexts = new int[2 * terms + 1];
    }
    int sink = 0;
    for (int i = 0; i < terms; i++) {
      int gapBits = postings.get(ValueLayout.JAVA_BYTE, lists.positions[i]);
      long bits = (lists.counts[i] - 1L) * Byte.SIZE;
      starts[i + 1] = Math.addExact(starts[i], (int) (bits / (gapBits + codeBits)));
      firsts[i] = starts[i];
      nexts[i] = starts[i];
      sink += postings.get(ValueLayout.JAVA_BYTE, lists.positions[i] + lists.counts[i] - 1);
    }
    if (documents.length < starts[terms] + Ints.LANES) {
      int length = Math.addExact(2 * starts[terms], Ints.LANES);
      documents = new int[length];
      parts = new int[length];
    }
    documents[0] = sink; // so that it is read
    for (int i = 0; i < terms; i++) {
      int gapBits = postings.get(ValueLayout.JAVA_BYTE, lists.positions[i]);
      boolean coded = codeBits < Byte.SIZE;
      int factor = coded ? 1 : lists.factors[i];
      if (gapBits + codeBits <= PackedEntries.MOST_BITS) {
        unpack(postings, lists.positions[i] + 1, gapBits, codeBits, factor, i);
      } else {
        unpackLong(postings, lists.positions[i] + 1, gapBits, codeBits, factor, i);
      }
      for (int j = starts[i]; coded && j < starts[i + 1]; j++) {
        parts[j] = lists.factors[i] * impacts[parts[j]];
      }
    }
  }

  /// Reads a vector of entries at a time: their bytes are brought into their lanes, shifted, and
  /// their gaps summed up.
  private void unpack(
      MemorySegment postings, long position, int gapBits, int codeBits, int factor, int term) {
    int mask = (1 << gapBits) - 1;
    int step = Ints.LANES * (gapBits + codeBits);
    int end = starts[term + 1];
    long bit = position * Byte.SIZE;
    int docId = -1;
    for (int i = starts[term]; i < end; i += Ints.LANES, bit += step) {
      int row = PackedEntries.row(gapBits + codeBits, bit);
      ByteVector bytes =
          ByteVector.fromMemorySegment(PackedEntries.BYTES, postings, bit >>> 3, LITTLE);
      IntVector entries =
          ByteVector.fromArray(PackedEntries.BYTES, PackedEntries.SOURCES, row)
              .selectFrom(bytes)
              .reinterpretAsInts()
              .lanewise(
                  VectorOperators.LSHR,
                  IntVector.fromArray(Ints.SPECIES, PackedEntries.SHIFTS, row >>> 2));
      // Behind the last entry nothing is added and no document passed.
      VectorMask<Integer> there = Ints.IOTA.compare(VectorOperators.LT, end - i);
      IntVector sums = IntVector.zero(Ints.SPECIES).blend(entries.and(mask).add(1), there);
      sums = sums.add(sums.rearrange(PackedEntries.BY_1).and(PackedEntries.FROM_1));
      sums = sums.add(sums.rearrange(PackedEntries.BY_2).and(PackedEntries.FROM_2));
      sums = sums.add(sums.rearrange(PackedEntries.BY_4).and(PackedEntries.FROM_4));
      sums = sums.add(sums.rearrange(PackedEntries.BY_8).and(PackedEntries.FROM_8));
      sums.add(docId).intoArray(documents, i);
      IntVector.zero(Ints.SPECIES)
          .blend(
              entries.lanewise(VectorOperators.LSHR, gapBits).and((1 << codeBits) - 1).mul(factor),
              there)
          .intoArray(parts, i);
      docId = documents[i + Ints.LANES - 1];
    }
  }

  /// Reads an entry at a time, as gaps of so many bits do not fit the lanes: few postings of many
  /// documents.
  private void unpackLong(
      MemorySegment postings, long position, int gapBits, int codeBits, int factor, int term) {
    int mask = (int) ((1L << gapBits) - 1);
    long bit = position * Byte.SIZE;
    int docId = -1;
    for (int i = starts[term]; i < starts[term + 1]; i++, bit += gapBits + codeBits) {
      long entry = postings.get(PackedEntries.U64, bit >>> 3) >>> (bit & 7);
      docId += ((int) entry & mask) + 1;
      documents[i] = docId;
      parts[i] = factor * ((int) (entry >>> gapBits) & ((1 << codeBits) - 1));
    }
  }

  /// Adds the greatest part that each term has in each block to the bound of the block.
  ///
  /// The greatest of a block's parts up to each lane is found in four steps; the last lane of each
  /// block counts. Where a block goes on from one vector to the next, only what it exceeds the
  /// greatest part so far by is added. That is found out block by block at the end, so that no
  /// vector has to wait for the one before.
  public void addBounds(BlockBounds sums) {
    int[] all = sums.all();
    for (int term = 0; term < terms; term++) {
      int from = starts[term];
      int open = -1;
      int openMax = 0;
      while (from < starts[term + 1]) {
        int to = Math.min(from + FIRST_CAPACITY, starts[term + 1]);
        int found = 0;
        for (int i = from; i < to; i += Ints.LANES) {
          IntVector blocks =
              IntVector.fromArray(Ints.SPECIES, documents, i)
                  .lanewise(VectorOperators.LSHR, BLOCK_SHIFT);
          VectorMask<Integer> there = Ints.IOTA.compare(VectorOperators.LT, to - i);
          IntVector max =
              IntVector.zero(Ints.SPECIES)
                  .blend(IntVector.fromArray(Ints.SPECIES, parts, i), there);
          IntVector before = blocks.rearrange(PackedEntries.BY_1);
          max = max.blend(max.max(max.rearrange(PackedEntries.BY_1)), blocks.eq(before));
          before = blocks.rearrange(PackedEntries.BY_2);
          max = max.blend(max.max(max.rearrange(PackedEntries.BY_2)), blocks.eq(before));
          before = blocks.rearrange(PackedEntries.BY_4);
          max = max.blend(max.max(max.rearrange(PackedEntries.BY_4)), blocks.eq(before));
          before = blocks.rearrange(PackedEntries.BY_8);
          max = max.blend(max.max(max.rearrange(PackedEntries.BY_8)), blocks.eq(before));
          int lane = Math.min(to - i, Ints.LANES) - 1; // the last that there is
          VectorMask<Integer> last =
              blocks
                  .compare(VectorOperators.NE, blocks.rearrange(PackedEntries.NEXT))
                  .and(there)
                  .or(Ints.IOTA.eq(lane));
          blocks.compress(last).intoArray(places, found);
          max.compress(last).intoArray(greatest, found);
          found += last.trueCount();
        }
        for (int i = 0; i < found; i++) {
          int block = places[i];
          int before = block == open ? openMax : 0;
          openMax = Math.max(before, greatest[i]);
          all[block] += openMax - before;
          open = block;
        }
        from = to;
      }
    }
  }

  /// `scores[document - first] += part` for all documents in `[from, to)`.
  ///
  /// @return how many postings were added
  long addTo(int[] scores, int first, long from, long to) {
    long added = 0;
    for (int term = 0; term < terms; term++) {
      int end = starts[term + 1];
      int i = place(term, from);
      firsts[term] = i;
      for (; i < end && documents[i] < to; i++) {
        scores[documents[i] - first] += parts[i];
        added += -parts[i] >>> (Integer.SIZE - 1); // 1 for a posting
      }
      nexts[term] = i;
    }
    return added;
  }

  /// Makes the scores 0 of all documents that were added last.
  void clear(int[] scores, int first) {
    for (int term = 0; term < terms; term++) {
      for (int i = firsts[term]; i < nexts[term]; i++) {
        scores[documents[i] - first] = 0;
      }
    }
  }

  /// The first place of a term whose document is at least `from`. Most windows come in their order,
  /// so that it is near where the one before ended: steps that double, and bisection.
  private int place(int term, long from) {
    int begin = starts[term];
    int end = starts[term + 1];
    int next = nexts[term];
    if (next > begin && documents[next - 1] < from) {
      begin = next;
      int step = 1;
      for (; begin + step < end && documents[begin + step - 1] < from; step *= 2) {
        begin += step;
      }
      end = Math.min(end, begin + step);
    }
    while (begin < end) {
      int middle = (begin + end) >>> 1;
      if (documents[middle] < from) {
        begin = middle + 1;
      } else {
        end = middle;
      }
    }
    return begin;
  }
}
