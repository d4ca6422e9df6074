package dev.tern.encoder.training.teacher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorCacheTest {
  private static final List<String> TEXTS = List.of("a", "", "b \u00E9", "a longer text");

  @TempDir Path directory;

  private static float[] vector(int text) {
    return new float[] {text, -0.5f, 1f / (text + 3), text * 100};
  }

  private static float[] rounded(float[] vector) {
    float[] halves = new float[vector.length];
    for (int i = 0; i < halves.length; i++) {
      halves[i] = Float.float16ToFloat(Float.floatToFloat16(vector[i]));
    }
    return halves;
  }

  private Path filled() throws IOException {
    Path file = directory.resolve("dense");
    try (VectorCache<float[]> cache = VectorCache.open(file, VectorCoding.DENSE)) {
      for (int i = 0; i < TEXTS.size(); i++) {
        assertEquals(Optional.empty(), cache.get(TextHash.of(TEXTS.get(i))));
        assertArrayEquals(rounded(vector(i)), cache.put(TextHash.of(TEXTS.get(i)), vector(i)));
      }
    }
    return file;
  }

  @Test
  void keepsWhatWasPut() throws IOException {
    try (VectorCache<float[]> cache = VectorCache.open(filled(), VectorCoding.DENSE)) {
      assertEquals(TEXTS.size(), cache.size());
      for (int i = 0; i < TEXTS.size(); i++) {
        assertArrayEquals(rounded(vector(i)), cache.get(TextHash.of(TEXTS.get(i))).orElseThrow());
      }
      assertEquals(Optional.empty(), cache.get(TextHash.of("c")));
    }
  }

  /// A crash may leave any beginning of the file: what is whole of it is kept, and more can be put.
  @Test
  void everyBeginningIsUsable() throws IOException {
    byte[] whole = Files.readAllBytes(filled());
    int record = (whole.length - Long.BYTES) / TEXTS.size();
    for (int length = 0; length < whole.length; length++) {
      Path file = directory.resolve("cut");
      Files.write(file, Arrays.copyOf(whole, length));
      try (VectorCache<float[]> cache = VectorCache.open(file, VectorCoding.DENSE)) {
        assertEquals(Math.max(0, length - Long.BYTES) / record, cache.size());
        for (int i = 0; i < TEXTS.size(); i++) {
          TextHash text = TextHash.of(TEXTS.get(i));
          if (!cache.has(text)) {
            cache.put(text, vector(i));
          }
        }
      }
      assertArrayEquals(whole, Files.readAllBytes(file), "length=" + length);
    }
  }

  @Test
  void aDamagedRecordIsNotRead() throws IOException {
    byte[] whole = Files.readAllBytes(filled());
    int record = (whole.length - Long.BYTES) / TEXTS.size();
    for (int place = Long.BYTES; place < whole.length; place++) {
      byte[] damaged = whole.clone();
      damaged[place] ^= 4;
      Path file = Files.write(directory.resolve("damaged"), damaged);
      try (VectorCache<float[]> cache = VectorCache.open(file, VectorCoding.DENSE)) {
        assertEquals((place - Long.BYTES) / record, cache.size(), "place=" + place);
      }
    }
  }

  @Test
  void anotherFileIsRefusedAndKept() throws IOException {
    Path file = Files.writeString(directory.resolve("text"), "not a cache");
    IOException refusal =
        assertThrows(IOException.class, () -> VectorCache.open(file, VectorCoding.DENSE));
    assertTrue(refusal.getMessage().contains("is no cache of vectors"), refusal::getMessage);
    assertEquals("not a cache", Files.readString(file));
  }

  @Test
  void oneRunAtATime() throws IOException {
    Path file = filled();
    try (VectorCache<float[]> cache = VectorCache.open(file, VectorCoding.DENSE)) {
      IOException refusal =
          assertThrows(IOException.class, () -> VectorCache.open(file, VectorCoding.DENSE));
      assertTrue(refusal.getMessage().contains("in use by another run"), refusal::getMessage);
      assertEquals(TEXTS.size(), cache.size());
    }
  }

  @Test
  void sparseVectorsComeBackRounded() {
    Random random = new Random(5);
    for (int size : new int[] {0, 1, 2, 17, 300}) {
      int[] ids =
          random.ints(0, size > 2 ? 3_000_000 : 200).distinct().limit(size).sorted().toArray();
      float[] weights = new float[size];
      for (int i = 0; i < size; i++) {
        weights[i] = 3 * random.nextFloat() + 1e-3f;
      }
      SparseVector vector = SparseVector.of(ids, weights);
      byte[] bytes = VectorCoding.SPARSE.encode(vector);
      SparseVector back = VectorCoding.SPARSE.decode(ByteBuffer.wrap(bytes));
      assertEquals(SparseVector.of(ids, rounded(weights)), back);
      assertArrayEquals(bytes, VectorCoding.SPARSE.encode(back));
    }
    SparseVector tiny = SparseVector.of(new int[] {3, 9}, new float[] {1e-9f, 1});
    assertEquals(
        SparseVector.of(new int[] {9}, new float[] {1}),
        VectorCoding.SPARSE.decode(ByteBuffer.wrap(VectorCoding.SPARSE.encode(tiny))));
  }
}
