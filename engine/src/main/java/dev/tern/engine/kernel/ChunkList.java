package dev.tern.engine.kernel;

import java.util.Arrays;

/// Where the postings of the terms of a query lie in one window: what the kernels work through in
/// one call.
///
/// Chunk i starts at `positions[i]` and has `counts[i]` postings; its impacts are multiplied by
/// `factors[i]`. If its term is rare, it may be a part of a chunk, all runs of some blocks: it has
/// `runCounts[i]` runs from `runs[i]` on, and posting j has code `codeStarts[i] + j` of those that
/// are at `codes[i]`, which start at a byte. Used again for every window.
public final class ChunkList {
  private static final int FIRST_CAPACITY = 64;

  long[] positions = new long[FIRST_CAPACITY];
  int[] counts = new int[FIRST_CAPACITY];
  long[] codes = new long[FIRST_CAPACITY];
  int[] codeStarts = new int[FIRST_CAPACITY];
  long[] runs = new long[FIRST_CAPACITY];
  int[] runCounts = new int[FIRST_CAPACITY];
  int[] factors = new int[FIRST_CAPACITY];
  int size;

  /// Removes all chunks.
  public void clear() {
    size = 0;
  }

  /// Number of chunks.
  public int size() {
    return size;
  }

  /// Adds a chunk of a frequent term.
  public void addFrequent(long position, int count, int factor) {
    add(position, count, factor);
  }

  /// Adds the list of a scarce term, which has so many bytes.
  public void addScarce(long position, int length, int factor) {
    add(position, length, factor);
  }

  /// Adds a chunk of a rare term, or a part of one that starts and ends with whole runs.
  ///
  /// @param position of the first id of the part
  /// @param count of its postings
  /// @param codesPosition where codes start at a byte
  /// @param codeStart which of them is that of the first posting
  /// @param firstRun where its runs start
  public void addRare(
      long position,
      int count,
      long codesPosition,
      int codeStart,
      long firstRun,
      int runCount,
      int factor) {
    add(position, count, factor);
    codes[size - 1] = codesPosition;
    codeStarts[size - 1] = codeStart;
    runs[size - 1] = firstRun;
    runCounts[size - 1] = runCount;
  }

  private void add(long position, int count, int factor) {
    if (size == positions.length) {
      positions = Arrays.copyOf(positions, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
      codes = Arrays.copyOf(codes, 2 * size);
      codeStarts = Arrays.copyOf(codeStarts, 2 * size);
      runs = Arrays.copyOf(runs, 2 * size);
      runCounts = Arrays.copyOf(runCounts, 2 * size);
      factors = Arrays.copyOf(factors, 2 * size);
    }
    positions[size] = position;
    counts[size] = count;
    factors[size++] = factor;
  }
}
