package dev.tern.engine.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.tern.testing.Randomized;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Keys are in the order that comparing them gives, whatever they have in common.
class KeyOrderTest {
  @Randomized(runs = 60)
  void isTheOrderOfTheBytes(RandomGenerator random) {
    TreeSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
    int count = random.nextInt(400);
    int common = random.nextInt(3) * random.nextInt(90);
    int alphabet = 1 + random.nextInt(random.nextBoolean() ? 3 : 256);
    for (int i = 0; i < count; i++) {
      byte[] key = new byte[common + random.nextInt(20)];
      for (int j = common; j < key.length; j++) {
        key[j] = (byte) random.nextInt(alphabet);
      }
      keys.add(key);
    }
    List<byte[]> shuffled = new ArrayList<>(keys);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      shuffled.set(i, shuffled.set(random.nextInt(i + 1), shuffled.get(i)));
    }
    assertSorted(shuffled);
  }

  @Test
  void keysThatAgreeForLongAreSortedToo() {
    List<byte[]> keys = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      byte[] key = new byte[200 + i % 7];
      key[150] = (byte) (i * 37);
      key[190] = (byte) (i >>> 8);
      keys.add(key);
    }
    assertSorted(keys);
  }

  private static void assertSorted(List<byte[]> keys) {
    Integer[] places = new Integer[keys.size()];
    Arrays.setAll(places, i -> i);
    Arrays.sort(places, (a, b) -> Arrays.compareUnsigned(keys.get(a), keys.get(b)));
    int[] expected = Arrays.stream(places).mapToInt(Integer::intValue).toArray();
    assertArrayEquals(expected, KeyOrder.of(keys));
  }
}
