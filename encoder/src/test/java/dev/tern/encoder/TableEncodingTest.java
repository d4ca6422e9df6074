package dev.tern.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.checkpoint.ExpansionFile.Entry;
import dev.tern.testing.Randomized;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Query weights against their definition in double precision.
class TableEncodingTest {
  private static final int TOKENS = 50;

  private static List<Entry> entries(RandomGenerator random) {
    List<Entry> entries = new ArrayList<>();
    for (int token = 0; token < TOKENS; token++) {
      int[] others = random.ints(0, TOKENS).distinct().limit(random.nextInt(5)).sorted().toArray();
      for (int other : others) {
        if (other != token) {
          entries.add(new Entry(token, other, 0.1f + random.nextFloat()));
        }
      }
    }
    return entries;
  }

  @Randomized
  void weightsAreAsDefined(RandomGenerator random) {
    float[] table = new float[TOKENS];
    for (int i = 0; i < TOKENS; i++) {
      table[i] = random.nextInt(4) == 0 ? 0 : random.nextFloat() * 5;
    }
    List<Entry> entries = entries(random);
    float repetition = random.nextBoolean() ? 0 : random.nextFloat();
    TableEncoding encoding = new TableEncoding(table, repetition, ExpansionTable.of(entries));
    for (int query = 0; query < 20; query++) {
      int[] ids = random.ints(random.nextInt(100), 0, TOKENS).toArray();
      TreeMap<Integer, Double> expected = new TreeMap<>();
      int[] counts = new int[TOKENS];
      Arrays.stream(ids).forEach(id -> counts[id]++);
      for (int id = 0; id < TOKENS; id++) {
        if (counts[id] > 0 && table[id] > 0) {
          expected.merge(id, table[id] * Math.pow(counts[id], repetition), Math::max);
        }
      }
      for (Entry entry : entries) {
        if (counts[entry.token()] > 0 && table[entry.token()] > 0) {
          double own = table[entry.token()] * Math.pow(counts[entry.token()], repetition);
          expected.merge(entry.other(), entry.factor() * own, Math::max);
        }
      }
      String input = Arrays.toString(ids) + " " + entries + " " + Arrays.toString(table);
      SparseVector shuffled = encoding.vector(shuffled(ids, random));
      SparseVector actual = encoding.vector(ids);
      assertEquals(actual, shuffled, input);
      assertEquals(List.copyOf(expected.keySet()), IntStream.of(actual.ids()).boxed().toList());
      expected.forEach((id, weight) -> assertEquals(weight, actual.weightOf(id), 1e-5, input));
    }
  }

  private static int[] shuffled(int[] ids, RandomGenerator random) {
    int[] shuffled = ids.clone();
    for (int i = shuffled.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int held = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = held;
    }
    return shuffled;
  }

  @Test
  void weightsStayFiniteAndManyRowsFit() {
    float[] table = new float[1000];
    Arrays.fill(table, Float.MAX_VALUE);
    ExpansionTable expansion = ExpansionTable.of(List.of(new Entry(1, 3, Float.MAX_VALUE)));
    TableEncoding encoding = new TableEncoding(table, 1, expansion);
    SparseVector vector = encoding.vector(new int[] {1, 1, 2});
    assertEquals(
        SparseVector.of(
            new int[] {1, 2, 3}, new float[] {Float.MAX_VALUE, Float.MAX_VALUE, Float.MAX_VALUE}),
        vector);
    assertEquals(1000, encoding.vector(IntStream.range(0, 1000).toArray()).size());
    assertEquals(1, encoding.vector(IntStream.generate(() -> 7).limit(500).toArray()).size());
    assertTrue(encoding.vector(new int[0]).isEmpty());
    float tiny = Float.MIN_VALUE;
    TableEncoding small =
        new TableEncoding(
            new float[] {tiny, 1}, 0, ExpansionTable.of(List.of(new Entry(0, 1, .1f))));
    assertEquals(SparseVector.of(new int[] {0}, new float[] {tiny}), small.vector(new int[1]));
  }

  @Test
  void tablesHoldTheirRules() {
    List<Entry> five =
        IntStream.rangeClosed(1, 5).mapToObj(other -> new Entry(0, other, 1)).toList();
    assertEquals(4, ExpansionTable.of(five.subList(0, 4)).size());
    assertThrows(IllegalArgumentException.class, () -> ExpansionTable.of(five));
    Entry one = new Entry(1, 2, 1);
    assertThrows(IllegalArgumentException.class, () -> ExpansionTable.of(List.of(one, one)));
    assertThrows(IllegalArgumentException.class, () -> new Entry(1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Entry(1, 2, Float.NaN));
    assertThrows(
        IllegalArgumentException.class, () -> ExpansionTable.of(five.subList(0, 4)).requireRows(4));
    ExpansionTable.of(five.subList(0, 4)).requireRows(5);
    assertEquals(five.subList(1, 3), ExpansionTable.of(five.subList(1, 3).reversed()).entries());
    for (float wrong : new float[] {-0.1f, 1.1f, Float.NaN}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new QueryWeighting(QueryTable.binary(3), wrong, ExpansionTable.none()));
    }
  }
}
