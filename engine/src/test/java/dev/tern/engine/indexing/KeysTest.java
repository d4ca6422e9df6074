package dev.tern.engine.indexing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeysTest {
  private static byte[] key(int i) {
    return ("key " + i).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theMapFindsItsKeysAndNoOthers() {
    KeyMap map = new KeyMap();
    for (int i = 0; i < 5_000; i++) {
      assertEquals(-1, map.find(key(i), KeyHash.of(key(i))));
      map.add(key(i), KeyHash.of(key(i)));
    }
    for (int i = 0; i < 10_000; i++) {
      assertEquals(i < 5_000 ? i : -1, map.find(key(i), KeyHash.of(key(i))));
    }
  }

  @Test
  void theMapForgetsKeysAndTakesThemAgain() {
    KeyMap map = new KeyMap();
    for (int i = 0; i < 1_000; i++) {
      map.add(key(i % 100), KeyHash.of(key(i % 100)));
      assertEquals(i, map.find(key(i % 100), KeyHash.of(key(i % 100))));
      if (i < 900) {
        assertEquals(i, map.remove(key(i % 100), KeyHash.of(key(i % 100))));
        assertEquals(-1, map.remove(key(i % 100), KeyHash.of(key(i % 100))));
      }
    }
    for (int i = 0; i < 100; i++) {
      assertEquals(900 + i, map.find(key(i), KeyHash.of(key(i))));
    }
    assertEquals(900, map.removed());
  }

  /// Keys that differ only in the hash's upper or lower half are kept apart by their bytes.
  @Test
  void theMapComparesKeysWhoseHashesAreEqual() {
    KeyMap map = new KeyMap();
    for (int i = 0; i < 100; i++) {
      map.add(key(i), 7);
    }
    for (int i = 0; i < 200; i++) {
      assertEquals(i < 100 ? i : -1, map.find(key(i), 7));
    }
  }

  @Test
  void theFilterShutsOutMostKeysAndNoneOfItsOwn() {
    KeyFilter filter = new KeyFilter(5_000);
    for (int i = 0; i < 5_000; i++) {
      filter.add(KeyHash.of(key(i)));
    }
    int passed = 0;
    for (int i = 0; i < 105_000; i++) {
      boolean may = filter.mayContain(KeyHash.of(key(i)));
      assertTrue(may || i >= 5_000);
      passed += may && i >= 5_000 ? 1 : 0;
    }
    assertTrue(passed < 3_000, "passed=" + passed);
  }
}
