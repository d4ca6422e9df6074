package dev.tern.engine.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.testing.Randomized;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PackedIntsTest {
  @Randomized(runs = 5)
  void comesBackAtEveryWidthAndCount(RandomGenerator random) {
    for (int width = 0; width <= PackedInts.MAX_WIDTH; width++) {
      for (int count = 1; count <= 128; count++) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
          values[i] = random.nextInt() & (1 << width) - 1;
        }
        values[random.nextInt(count)] = (1 << width) - 1;
        assertEquals(width, PackedInts.widthOf(values, count));
        int from = random.nextInt(5);
        int bytes = PackedInts.bytes(width, count);
        byte[] packed = new byte[from + bytes + 8];
        PackedInts.pack(values, count, width, packed, from);
        for (int i = from + bytes; i < packed.length; i++) {
          assertEquals(0, packed[i], "nothing is written behind the values");
          packed[i] = (byte) random.nextInt();
        }
        int[] unpacked = new int[count];
        PackedInts.unpack(MemorySegment.ofArray(packed), from, width, count, unpacked);
        assertArrayEquals(values, unpacked, () -> Arrays.toString(values));
      }
    }
  }

  @Test
  void theLowestBitComesFirst() {
    byte[] packed = new byte[2];
    PackedInts.pack(new int[] {1, 2, 7, 5}, 4, 3, packed, 0);
    assertArrayEquals(new byte[] {(byte) 0b11_010_001, 0b101_1}, packed);
  }
}
