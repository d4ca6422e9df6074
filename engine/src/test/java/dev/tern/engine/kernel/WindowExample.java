package dev.tern.engine.kernel;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Terms in one window, as plain arrays and as the bytes of the format, written here a second time.
final class WindowExample {
  private static final int BLOCK = 64;

  final int blocks;

  /// By term, the impact of each document of the window; 0 where it does not have the term.
  final List<int[]> impacts = new ArrayList<>();

  final List<Integer> factors = new ArrayList<>();
  final ChunkList frequent = new ChunkList();
  final MemorySegment postings;
  final MemorySegment bounds;

  /// The table of chunks of the rare terms, each of which has one chunk, in window 0.
  final MemorySegment table;

  /// How many bits the codes of rare terms have, and what they stand for.
  final int codeBits;

  final int[] codeImpacts;
  final int[] runCounts;
  final long[] firstRuns;
  final long[] rows;

  /// Of each rare term where its chunk is, and its number of postings.
  private final long[] positions;

  private final int[] counts;

  private final ByteArrayOutputStream postingBytes = new ByteArrayOutputStream();
  private final ByteArrayOutputStream boundBytes = new ByteArrayOutputStream();

  /// @param terms of either kind
  WindowExample(RandomGenerator random, int blocks, int terms) {
    this.blocks = blocks;
    codeBits = 4 + 2 * random.nextInt(3);
    codeImpacts =
        codeBits == 8
            ? IntStream.range(0, 256).toArray()
            : random.ints(1 << codeBits, 1, 256).toArray();
    runCounts = new int[terms];
    firstRuns = new long[terms];
    rows = new long[terms];
    positions = new long[terms];
    counts = new int[terms];
    for (int term = 0; term < 2 * terms; term++) {
      boolean ofRare = term < terms;
      impacts.add(draw(random, ofRare ? random.nextDouble() * 0.1 : random.nextDouble(), ofRare));
      factors.add(1 + random.nextInt(4095));
    }
    for (int term = 0; term < terms; term++) {
      putRare(term);
      putFrequent(terms + term, term);
    }
    postings = memory(postingBytes);
    bounds = memory(boundBytes);
    table = MemorySegment.ofArray(new byte[12]);
  }

  private int[] draw(RandomGenerator random, double density, boolean coded) {
    int[] drawn = new int[blocks * BLOCK];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = random.nextDouble() < density ? impact(random, coded) : 0;
    }
    drawn[random.nextInt(drawn.length)] = impact(random, coded);
    return drawn;
  }

  private int impact(RandomGenerator random, boolean coded) {
    return coded
        ? codeImpacts[1 + random.nextInt(codeImpacts.length - 1)]
        : 1 + random.nextInt(255);
  }

  private static MemorySegment memory(ByteArrayOutputStream bytes) {
    bytes.writeBytes(new byte[BLOCK]);
    return MemorySegment.ofArray(bytes.toByteArray());
  }

  private void putRare(int term) {
    int[] all = impacts.get(term);
    long position = postingBytes.size();
    firstRuns[term] = boundBytes.size();
    ByteArrayOutputStream found = new ByteArrayOutputStream();
    int open = -1;
    for (int i = 0; i < all.length; i++) {
      if (all[i] > 0) {
        boolean begins = i / BLOCK != open;
        open = i / BLOCK;
        postingBytes.write((i % BLOCK) | (begins ? 0x80 : 0));
        found.write(all[i]);
        if (begins) {
          boundBytes.write(open);
          boundBytes.write(max(term, open));
          runCounts[term]++;
        }
      }
    }
    postingBytes.writeBytes(coded(found.toByteArray()));
    positions[term] = position;
    counts[term] = found.size();
  }

  /// What the rare terms have in some blocks.
  ChunkList rare(BlockRanges ranges) {
    ChunkList list = new ChunkList();
    for (int term = 0; term < counts.length; term++) {
      for (int i = 0; i < ranges.size(); i++) {
        int start = count(term, 0, ranges.from(i));
        int count = count(term, ranges.from(i), ranges.to(i));
        if (count > 0) {
          int whole = start / 8 * 8;
          list.addRare(
              positions[term] + start,
              count,
              positions[term] + counts[term] + (long) whole * codeBits / 8,
              start - whole,
              firstRuns[term] + 2L * runs(term, 0, ranges.from(i)),
              runs(term, ranges.from(i), ranges.to(i)),
              factors.get(term));
        }
      }
    }
    return list;
  }

  /// Postings of a term in some blocks.
  int count(int term, int from, int to) {
    return (int)
        Arrays.stream(impacts.get(term), from * BLOCK, to * BLOCK)
            .filter(impact -> impact > 0)
            .count();
  }

  private int runs(int term, int from, int to) {
    return (int) IntStream.range(from, to).filter(block -> max(term, block) > 0).count();
  }

  /// The codes of impacts, bit by bit.
  private byte[] coded(byte[] found) {
    BitSet bits = new BitSet();
    for (int i = 0; i < found.length; i++) {
      int code = 1;
      while (codeImpacts[code] != (found[i] & 0xFF)) {
        code++;
      }
      for (int bit = 0; bit < codeBits; bit++) {
        bits.set(i * codeBits + bit, (code >>> bit & 1) != 0);
      }
    }
    return Arrays.copyOf(bits.toByteArray(), (found.length * codeBits + 7) / 8);
  }

  private void putFrequent(int term, int row) {
    int[] all = impacts.get(term);
    long position = postingBytes.size();
    rows[row] = boundBytes.size();
    ByteArrayOutputStream ranks = new ByteArrayOutputStream();
    ByteArrayOutputStream found = new ByteArrayOutputStream();
    for (int block = 0; block < blocks; block++) {
      ranks.write(found.size());
      ranks.write(found.size() >>> 8);
      boundBytes.write(max(term, block));
      for (int i = block * BLOCK; i < (block + 1) * BLOCK; i += 8) {
        int bits = 0;
        for (int j = 0; j < 8; j++) {
          if (all[i + j] > 0) {
            bits |= 1 << j;
            found.write(all[i + j]);
          }
        }
        postingBytes.write(bits);
      }
    }
    postingBytes.writeBytes(ranks.toByteArray());
    postingBytes.writeBytes(found.toByteArray());
    frequent.addFrequent(position, found.size(), factors.get(term));
  }

  /// The greatest impact of a term in a block.
  int max(int term, int block) {
    return Arrays.stream(impacts.get(term), block * BLOCK, (block + 1) * BLOCK).max().orElse(0);
  }

  /// The scores of the documents by the terms `[from, to)`.
  int[] scores(int from, int to) {
    int[] scores = new int[blocks * BLOCK];
    for (int term = from; term < to; term++) {
      for (int i = 0; i < scores.length; i++) {
        scores[i] += factors.get(term) * impacts.get(term)[i];
      }
    }
    return scores;
  }
}
