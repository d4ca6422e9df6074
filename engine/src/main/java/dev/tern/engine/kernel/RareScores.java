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

  private final int[] documents = new int[256 * BLOCK + Ints.LANES];
  private final int[] parts = new int[256 * BLOCK + Ints.LANES];

  /// What [#fetch] has read, which nobody wants to know; a field, so that it is read nevertheless.
  @SuppressWarnings("UnusedVariable")
  private int fetched;

  /// `scores[64 block + id] += factor impact` for all postings of chunks or parts of them.
  ///
  /// @param impacts by code
  /// @return how many postings were added
  public long add(
      MemorySegment postings,
      MemorySegment bounds,
      ChunkList chunks,
      int codeBits,
      int[] impacts,
      int[] scores) {
    fetch(postings, bounds, chunks, codeBits);
    long added = 0;
    for (int i = 0; i < chunks.size; i++) {
      stream(postings, bounds, chunks, i, codeBits, impacts, scores);
      added += chunks.counts[i];
    }
    return added;
  }

  /// Reads a byte of every cache line of the chunks, so that the processor waits for all of them
  /// together and not for one after the other.
  private void fetch(MemorySegment postings, MemorySegment bounds, ChunkList chunks, int codeBits) {
    int sum = 0;
    for (int i = 0; i < chunks.size; i++) {
      sum += bounds.get(ValueLayout.JAVA_BYTE, chunks.runs[i]);
      int bits = (chunks.codeStarts[i] + chunks.counts[i]) * codeBits;
      long codesEnd = chunks.codes[i] + bits / Byte.SIZE;
      long idsEnd = chunks.positions[i] + chunks.counts[i];
      boolean whole = chunks.codes[i] == idsEnd; // ids and codes lie together
      for (long at = chunks.positions[i]; at < (whole ? codesEnd : idsEnd); at += LINE) {
        sum += postings.get(ValueLayout.JAVA_BYTE, at);
      }
      for (long at = chunks.codes[i]; !whole && at < codesEnd; at += LINE) {
        sum += postings.get(ValueLayout.JAVA_BYTE, at);
      }
    }
    fetched += sum;
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
    long codes = chunks.codes[i] + chunks.codeStarts[i]; // where they are bytes
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
                    Ints.BYTES, postings, codes + j, ByteOrder.LITTLE_ENDIAN))
            .mul(chunks.factors[i])
            .intoArray(parts, j);
      }
      run += (long) Integer.bitCount(begins & ~1) * RUN_BYTES;
    }
    if (coded) {
      int start = chunks.codeStarts[i];
      decode(postings, chunks.codes[i], start + count, codeBits);
      int factor = chunks.factors[i];
      for (int j = 0; j < count; j++) {
        scores[documents[j]] += factor * impacts[parts[start + j]];
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
}
