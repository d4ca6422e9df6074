package dev.tern.engine.kernel;

import java.util.Arrays;

/// Where the postings of the terms of a query lie in one window: what the kernels work through in
/// one call.
///
/// Chunk i starts at `positions[i]` and has `counts[i]` postings; it has `runCounts[i]` runs from
/// `runs[i]` on, if its term is rare; its impacts are multiplied by `factors[i]`. Used again for
/// every window.
public final class ChunkList {
  private static final int FIRST_CAPACITY = 64;

  long[] positions = new long[FIRST_CAPACITY];
  int[] counts = new int[FIRST_CAPACITY];
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
    addRare(position, count, 0, 0, factor);
  }

  /// Adds the list of a scarce term, which has so many bytes.
  public void addScarce(long position, int length, int factor) {
    addRare(position, length, 0, 0, factor);
  }

  /// Adds a chunk of a rare term.
  public void addRare(long position, int count, long firstRun, int runCount, int factor) {
    if (size == positions.length) {
      positions = Arrays.copyOf(positions, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
      runs = Arrays.copyOf(runs, 2 * size);
      runCounts = Arrays.copyOf(runCounts, 2 * size);
      factors = Arrays.copyOf(factors, 2 * size);
    }
    positions[size] = position;
    counts[size] = count;
    runs[size] = firstRun;
    runCounts[size] = runCount;
    factors[size++] = factor;
  }
}
