package dev.tern.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Scarce terms as plain arrays and as the bytes of the format, written here a second time, bit by
/// bit.
///
/// @param impacts of each term by document, 0 where it does not have the term
/// @param factors of the terms
/// @param lists where the bytes of each term are
/// @param codeBits how many bits their codes have
/// @param codeImpacts by code
record ScarceExample(
    List<int[]> impacts,
    List<Integer> factors,
    ChunkList lists,
    MemorySegment postings,
    int codeBits,
    List<Integer> codeImpacts) {
  private static final int BLOCK = 64;

  static ScarceExample draw(RandomGenerator random) {
    int documents = BLOCK * (1 + random.nextInt(300));
    List<int[]> impacts = new ArrayList<>();
    List<Integer> factors = new ArrayList<>();
    ChunkList lists = new ChunkList();
    byte[] bytes = new byte[1 << 18];
    int position = random.nextInt(9);
    int codeBits = 4 + 2 * random.nextInt(3);
    int[] codeImpacts = IntStream.range(0, 1 << codeBits).toArray();
    for (int code = 1; code < codeImpacts.length && codeBits < 8; code++) {
      codeImpacts[code] = 1 + random.nextInt(255);
    }
    for (int term = random.nextInt(6); term >= 0; term--) {
      int every = 1 << random.nextInt(10);
      int[] drawn = new int[documents];
      for (int docId = 0; docId < documents; docId++) {
        boolean has = random.nextInt(every) == 0;
        drawn[docId] = has ? 1 + random.nextInt(codeImpacts.length - 1) : 0;
      }
      drawn[random.nextInt(documents)] = 1;
      int gapBits = 4 + random.nextInt(random.nextBoolean() ? 28 : 8);
      int length = put(drawn, gapBits, codeBits, bytes, position);
      impacts.add(Arrays.stream(drawn).map(code -> codeImpacts[code]).toArray());
      factors.add(1 + random.nextInt(4095));
      lists.addScarce(position, length, factors.getLast());
      position += length;
    }
    return new ScarceExample(
        impacts,
        factors,
        lists,
        MemorySegment.ofArray(Arrays.copyOf(bytes, position + BLOCK)),
        codeBits,
        Arrays.stream(codeImpacts).boxed().toList());
  }

  /// Writes a list and returns its length.
  private static int put(int[] codes, int gapBits, int codeBits, byte[] bytes, int position) {
    BitSet bits = new BitSet();
    int size = 0;
    long widest = (1L << gapBits) - 1;
    int previous = -1;
    for (int docId = 0; docId < codes.length; docId++) {
      boolean has = codes[docId] > 0;
      long gap = docId - previous - 1L;
      if (has) {
        for (; gap > widest; gap -= widest + 1) {
          size = put(bits, size, widest, gapBits);
          size = put(bits, size, 0, codeBits);
        }
        size = put(bits, size, gap, gapBits);
        size = put(bits, size, codes[docId], codeBits);
        previous = docId;
      }
    }
    bytes[position] = (byte) gapBits;
    byte[] packed = bits.toByteArray();
    System.arraycopy(packed, 0, bytes, position + 1, packed.length);
    return 1 + (size + Byte.SIZE - 1) / Byte.SIZE;
  }

  private static int put(BitSet bits, int size, long value, int count) {
    for (int i = 0; i < count; i++) {
      bits.set(size + i, (value >>> i & 1) != 0);
    }
    return size + count;
  }

  void check(RandomGenerator random) {
    ScarceScores scarce = new ScarceScores();
    for (int again = 0; again < 2; again++) {
      scarce.read(
          postings, lists, codeBits, codeImpacts.stream().mapToInt(Integer::intValue).toArray());
      bounds(scarce);
      // As windows are asked for: some out of turn, the others in their order.
      int documents = impacts.getFirst().length;
      for (int i = 0; i < 3; i++) {
        scores(scarce, random.nextInt(documents), random);
      }
      int step = 1 + random.nextInt(documents);
      for (int first = 0; first < documents; first += step) {
        scores(scarce, first, random);
      }
    }
  }

  private void bounds(ScarceScores scarce) {
    int blocks = impacts.getFirst().length / BLOCK;
    int[] expected = new int[blocks];
    for (int term = 0; term < impacts.size(); term++) {
      for (int block = 0; block < blocks; block++) {
        int max = 0;
        for (int docId = block * BLOCK; docId < (block + 1) * BLOCK; docId++) {
          max = Math.max(max, impacts.get(term)[docId]);
        }
        expected[block] += factors.get(term) * max;
      }
    }
    BlockBounds sums = new BlockBounds();
    sums.clear(blocks);
    scarce.addBounds(sums);
    assertArrayEquals(expected, Arrays.copyOf(sums.all(), blocks));
  }

  private void scores(ScarceScores scarce, int first, RandomGenerator random) {
    int documents = impacts.getFirst().length;
    int from = random.nextInt(first, documents);
    int to = random.nextInt(from, documents + 1);
    int[] expected = new int[documents - first];
    int postings = 0;
    for (int term = 0; term < impacts.size(); term++) {
      for (int docId = from; docId < to; docId++) {
        expected[docId - first] += factors.get(term) * impacts.get(term)[docId];
        postings += impacts.get(term)[docId] > 0 ? 1 : 0;
      }
    }
    int[] actual = new int[documents - first];
    assertEquals(postings, scarce.addTo(actual, first, from, to));
    assertArrayEquals(expected, actual);
    scarce.clear(actual, first);
    assertArrayEquals(new int[documents - first], actual);
  }
}
