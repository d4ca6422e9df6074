package dev.tern.engine.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// A score for each document of a segment, added to in any order, and which blocks of 64 documents
/// have been touched: few postings touch few blocks, and only these are looked through and cleared.
/// Used again for every segment; between two all scores are 0.
public final class Accumulators {
  private static final int BLOCK = 64;

  /// How many blocks [#find] looks through in a call: the fewer, the higher the bar for the next.
  private static final int BLOCKS = 16;

  private static final VarHandle U64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private int[] scores = {};
  private byte[] touched = {};
  private int blocks;
  private int next;
  private int seen;
  private final int[] docIds = new int[BLOCKS * BLOCK];
  private final int[] found = new int[BLOCKS * BLOCK];

  /// Begins a segment.
  ///
  /// @throws ArithmeticException if it has more than 2^31 - 64 documents
  public void begin(int documents) {
    blocks = (int) ((documents + BLOCK - 1L) / BLOCK);
    if (scores.length < blocks * (long) BLOCK) {
      scores = new int[Math.multiplyExact(blocks, BLOCK)];
      // Whole words of flags.
      touched = new byte[(blocks + Long.BYTES - 1) / Long.BYTES * Long.BYTES];
    }
    next = 0;
  }

  /// Adds the same to the scores of some documents.
  ///
  /// @param documents in the first `count` places
  public void add(int[] documents, int count, int part) {
    int[] to = scores;
    byte[] flags = touched;
    for (int i = 0; i < count; i++) {
      int document = documents[i];
      to[document] += part;
      flags[document >>> 6] = 1;
    }
  }

  /// Starts to look through the blocks from the first one again.
  public void rewind() {
    next = 0;
  }

  /// Looks through the next blocks for documents whose scores are at least `bar`, which is above 0.
  ///
  /// @param clears whether to set the scores of these blocks to 0
  /// @return how many there are, or -1 if there was no block left
  public int find(int bar, boolean clears) {
    IntVector zero = IntVector.zero(Ints.SPECIES);
    int count = 0;
    seen = 0;
    while (seen < BLOCKS) {
      int block = nextTouched();
      if (block < 0) {
        return seen == 0 ? -1 : count;
      }
      seen++;
      next = block + 1;
      int first = block * BLOCK;
      for (int i = first; i < first + BLOCK; i += Ints.LANES) {
        IntVector some = IntVector.fromArray(Ints.SPECIES, scores, i);
        VectorMask<Integer> high = some.compare(VectorOperators.GE, bar);
        for (long lanes = high.toLong(); lanes != 0; lanes &= lanes - 1) {
          int document = i + Long.numberOfTrailingZeros(lanes);
          docIds[count] = document;
          found[count++] = scores[document];
        }
        if (clears) {
          zero.intoArray(scores, i);
        }
      }
      if (clears) {
        touched[block] = 0;
      }
    }
    return count;
  }

  private int nextTouched() {
    for (int at = next & -Long.BYTES; at < blocks; at += Long.BYTES) {
      long flags = (long) U64.get(touched, at);
      if (at < next) {
        flags &= -1L << ((next - at) * Byte.SIZE);
      }
      if (flags != 0) {
        return at + Long.numberOfTrailingZeros(flags) / Byte.SIZE;
      }
    }
    return -1;
  }

  /// How many blocks the last call of [#find] has looked through.
  public int seen() {
    return seen;
  }

  /// A document that the last call of [#find] has found; they ascend.
  public int docId(int place) {
    return docIds[place];
  }

  /// Its score.
  public int score(int place) {
    return found[place];
  }
}
