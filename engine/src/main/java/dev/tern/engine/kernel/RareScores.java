package dev.tern.engine.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/// Adds the impacts of rare terms times their factors to the scores of a window of documents.
///
/// A chunk is `id:u8[count] code:u{codeBits}[count]`, codes packed to the bit; an id is a
/// document's place in its block of 64, with the highest bit set where the next of the chunk's runs
/// `(block:u8 max:u8)` begins. Codes of 8 bits are impacts, others places in a table of impacts.
///
/// A call does the work of all terms in a window. Its methods are so long that the compiler does
/// not put them into their callers, where vectors would end up too deep in a stack of inlined
/// methods to stay in registers: measured, that takes 20 times as long.
public final class RareScores {
  private static final int BLOCK = 64;
  private static final int LINE = 64;
  private static final int RUN_BYTES = 2;
  private static final int FIRST_OF_RUN = 0x80;
  private static final long FIRSTS_OF_RUNS = 0x8080_8080_8080_8080L;
  private static final ValueLayout.OfShort U16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final int[] documents = new int[256 * BLOCK + Ints.LANES];
  private final int[] parts = new int[256 * BLOCK + Ints.LANES];

  /// What [#fetch] has read, which nobody wants to know; a field, so that it is read nevertheless.
  @SuppressWarnings("UnusedVariable")
  private int fetched;

  /// `scores[64 block + id] += factor impact` for all postings in some blocks, and for others as
  /// well wherever a chunk is streamed.
  ///
  /// @param wanted the blocks, counted within the window and ascending, in its first `count` places
  /// @param most runs of a chunk that is streamed; others are looked up
  /// @param impacts by code
  /// @return how many postings were added
  public long add(
      MemorySegment postings,
      MemorySegment bounds,
      ChunkList chunks,
      int[] wanted,
      int count,
      int most,
      int codeBits,
      int[] impacts,
      int[] scores) {
    fetch(postings, bounds, chunks, most, codeBits);
    long added = 0;
    for (int i = 0; i < chunks.size; i++) {
      if (chunks.runCounts[i] > most) {
        added += lookUp(postings, bounds, chunks, i, wanted, count, codeBits, impacts, scores);
      } else {
        stream(postings, bounds, chunks, i, codeBits, impacts, scores);
        added += chunks.counts[i];
      }
    }
    return added;
  }

  /// Reads a byte of every cache line of the chunks with at most `most` runs, so that the processor
  /// waits for all of them together and not for one after the other.
  private void fetch(
      MemorySegment postings, MemorySegment bounds, ChunkList chunks, int most, int codeBits) {
    for (int i = 0; i < chunks.size; i++) {
      fetched += bounds.get(ValueLayout.JAVA_BYTE, chunks.runs[i]);
      if (chunks.runCounts[i] > most) {
        continue;
      }
      long end = chunks.positions[i] + (Byte.SIZE + codeBits) * (long) chunks.counts[i] / Byte.SIZE;
      for (long at = chunks.positions[i]; at < end; at += LINE) {
        fetched += postings.get(ValueLayout.JAVA_BYTE, at);
      }
    }
  }

  /// Adds all postings of a chunk. Where they go is computed for a vector of them at a time: a
  /// posting's run is that of the first one plus the number of runs that begin up to it.
  private void stream(
      MemorySegment postings,
      MemorySegment bounds,
      ChunkList chunks,
      int i,
      int codeBits,
      int[] impacts,
      int[] scores) {
    boolean coded = codeBits < Byte.SIZE;
    int count = chunks.counts[i];
    long ids = chunks.positions[i];
    long run = chunks.runs[i] - RUN_BYTES;
    for (int j = 0; j < count; j += Ints.LANES) {
      ByteVector id =
          ByteVector.fromMemorySegment(Ints.BYTES, postings, ids + j, ByteOrder.LITTLE_ENDIAN);
      int begins = (int) id.compare(VectorOperators.LT, (byte) 0).toLong() & Ints.ALL;
      // Lane 0's run is the first of the vector of runs, so that there is room for those of all.
      run += (long) (begins & 1) * RUN_BYTES;
      IntVector places =
          IntVector.broadcast(Ints.SPECIES, begins & ~1)
              .and(Ints.UP_TO_LANE)
              .lanewise(VectorOperators.BIT_COUNT);
      IntVector blocks =
          Ints.widen(
                  ShortVector.fromMemorySegment(Ints.SHORTS, bounds, run, ByteOrder.LITTLE_ENDIAN))
              .and(0xFF)
              .mul(BLOCK);
      Ints.widen(id).and(BLOCK - 1).add(places.selectFrom(blocks)).intoArray(documents, j);
      if (!coded) {
        Ints.widen(
                ByteVector.fromMemorySegment(
                    Ints.BYTES, postings, ids + count + j, ByteOrder.LITTLE_ENDIAN))
            .mul(chunks.factors[i])
            .intoArray(parts, j);
      }
      run += (long) Integer.bitCount(begins & ~1) * RUN_BYTES;
    }
    if (coded) {
      decode(postings, ids + count, count, codeBits);
      int factor = chunks.factors[i];
      for (int j = 0; j < count; j++) {
        scores[documents[j]] += factor * impacts[parts[j]];
      }
    } else {
      for (int j = 0; j < count; j++) {
        scores[documents[j]] += parts[j];
      }
    }
  }

  /// Puts the codes from a byte on into `parts`.
  private void decode(MemorySegment postings, long position, int count, int codeBits) {
    int row = PackedEntries.row(codeBits, 0);
    for (int j = 0; j < count; j += Ints.LANES) {
      ByteVector bytes =
          ByteVector.fromMemorySegment(
              PackedEntries.BYTES,
              postings,
              position + (((long) j * codeBits) >>> 3),
              ByteOrder.LITTLE_ENDIAN);
      ByteVector.fromArray(PackedEntries.BYTES, PackedEntries.SOURCES, row)
          .selectFrom(bytes)
          .reinterpretAsInts()
          .lanewise(
              VectorOperators.LSHR,
              IntVector.fromArray(Ints.SPECIES, PackedEntries.SHIFTS, row >>> 2))
          .and((1 << codeBits) - 1)
          .intoArray(parts, j);
    }
  }

  /// Adds the postings of a chunk in the blocks that are wanted.
  private static long lookUp(
      MemorySegment postings,
      MemorySegment bounds,
      ChunkList chunks,
      int i,
      int[] wanted,
      int count,
      int codeBits,
      int[] impacts,
      int[] scores) {
    int factor = chunks.factors[i];
    int mask = (1 << codeBits) - 1;
    long ids = chunks.positions[i];
    long idsEnd = ids + chunks.counts[i];
    long run = chunks.runs[i];
    long runsEnd = run + (long) chunks.runCounts[i] * RUN_BYTES;
    long id = ids; // begins the run
    long added = 0;
    for (int w = 0; w < count; w++) {
      int passed = 0;
      while (run < runsEnd && (bounds.get(ValueLayout.JAVA_BYTE, run) & 0xFF) < wanted[w]) {
        run += RUN_BYTES;
        passed++;
      }
      if (run == runsEnd) {
        break;
      }
      if ((bounds.get(ValueLayout.JAVA_BYTE, run) & 0xFF) == wanted[w]) {
        id = skip(postings, id, idsEnd, passed);
        int at = wanted[w] * BLOCK;
        do {
          int document = postings.get(ValueLayout.JAVA_BYTE, id) & (BLOCK - 1);
          long bit = (id - ids) * codeBits;
          int code = (postings.get(U16, idsEnd + (bit >>> 3)) >>> (bit & 7)) & mask;
          int impact = impacts[code];
          scores[at + document] += factor * impact;
          added++;
        } while (++id < idsEnd && postings.get(ValueLayout.JAVA_BYTE, id) >= 0);
        run += RUN_BYTES;
        // The next wanted block is behind this one, so that its run is at `run` or later.
      } else {
        id = skip(postings, id, idsEnd, passed);
      }
    }
    return added;
  }

  /// The beginning of the run that is `runs` behind the one that begins at `id`.
  private static long skip(MemorySegment postings, long id, long idsEnd, int runs) {
    int left = runs;
    if (left == 0) {
      return id;
    }
    long at = id + 1;
    while (idsEnd - at >= Long.BYTES) {
      int begins = Long.bitCount(postings.get(U64, at) & FIRSTS_OF_RUNS);
      if (begins >= left) {
        break;
      }
      left -= begins;
      at += Long.BYTES;
    }
    while ((postings.get(ValueLayout.JAVA_BYTE, at) & FIRST_OF_RUN) == 0 || --left > 0) {
      at++;
    }
    return at;
  }
}
