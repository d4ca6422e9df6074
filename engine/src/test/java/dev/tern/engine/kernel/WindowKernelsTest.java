package dev.tern.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.testing.Randomized;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The kernels of a window against plain loops, and in virtual machines with narrower vectors.
class WindowKernelsTest {
  private static final int BLOCK = 64;
  private static final ScarceScores NO_SCARCE = new ScarceScores();

  @Randomized(runs = 200)
  void allEqualPlainLoops(RandomGenerator random) {
    check(random);
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256})
  void narrowerVectorsGiveTheSame(int bits) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-Dtern.vectorBits=" + bits,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Narrow.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), output);
    assertTrue(output.contains("bits " + bits), output);
  }

  /// Checks some examples with vectors as wide as the virtual machine was told.
  static final class Narrow {
    private Narrow() {}

    /// Ends with a stack trace and another status than 0 where a result differs.
    public static void main(String[] arguments) {
      for (long seed = 1; seed <= 40; seed++) {
        check(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
      }
      System.out.println("bits " + Ints.SPECIES.vectorBitSize());
    }
  }

  private static void check(RandomGenerator random) {
    int[] sizes = {1, 2, 3, 15, 16, 17, 100, 255, 256};
    int blocks = sizes[random.nextInt(sizes.length)];
    int terms = 1 + random.nextInt(4);
    WindowExample example = new WindowExample(random, blocks, terms);
    rare(example, terms, random.nextInt(1 << 16));
    rare(example, terms, 1 << random.nextInt(16));
    bounds(example, terms, random);
    ScarceExample.draw(random).check(random);
  }

  /// Ranges have all their postings, and nothing else has any.
  private static void rare(WindowExample example, int terms, int superblocks) {
    BlockRanges ranges = new BlockRanges();
    ranges.choose(superblocks & ((1 << ((example.blocks + 15) / 16)) - 1), example.blocks);
    int[] scores = new int[example.blocks * BLOCK];
    long added =
        new RareScores()
            .add(
                example.postings,
                example.bounds,
                example.rare(ranges),
                example.codeBits,
                example.codeImpacts,
                scores);
    int[] all = example.scores(0, terms);
    int[] expected = new int[scores.length];
    int postings = 0;
    for (int i = 0; i < ranges.size(); i++) {
      int from = ranges.from(i);
      int to = ranges.to(i);
      System.arraycopy(all, from * BLOCK, expected, from * BLOCK, (to - from) * BLOCK);
      for (int term = 0; term < terms; term++) {
        postings += example.count(term, from, to);
      }
    }
    assertArrayEquals(expected, scores);
    assertEquals(postings, added);
    ranges.clear(scores);
    assertArrayEquals(new int[scores.length], scores);
  }

  private static void bounds(WindowExample example, int terms, RandomGenerator random) {
    BlockBounds bounds = new BlockBounds();
    int[] frequent = new int[example.blocks];
    int[] all = new int[example.blocks];
    bounds.clear(example.blocks);
    for (int i = 0; i < terms; i++) {
      int factor = example.factors.get(terms + i);
      bounds.addRow(example.bounds, example.rows[i], example.blocks, factor);
      for (int block = 0; block < example.blocks; block++) {
        frequent[block] += factor * example.max(terms + i, block);
      }
    }
    bounds.keepFrequent(example.blocks);
    for (int i = 0; i < terms; i++) {
      bounds.addRuns(
          example.table,
          0,
          example.table.byteSize(),
          example.bounds,
          example.firstRuns[i],
          example.runCounts[i],
          example.blocks,
          example.factors.get(i));
      for (int block = 0; block < example.blocks; block++) {
        all[block] += example.factors.get(i) * example.max(i, block);
      }
    }
    for (int block = 0; block < example.blocks; block++) {
      all[block] += frequent[block];
    }
    assertArrayEquals(all, Arrays.copyOf(bounds.all(), all.length));
    assertArrayEquals(frequent, Arrays.copyOf(bounds.frequent(), all.length));
    int from = random.nextInt(example.blocks);
    assertEquals(
        Arrays.stream(all, from, all.length).max().orElse(0), bounds.max(from, all.length));
    find(example, bounds, terms, all[random.nextInt(all.length)]);
    bounds.admitAll(example.blocks);
    find(example, bounds, terms, 1 + random.nextInt(1 << 20));
  }

  /// What is found are exactly the documents of the live blocks whose whole score reaches the bar;
  /// and no others reach it.
  private static void find(WindowExample example, BlockBounds bounds, int terms, int bar) {
    WindowScores window = new WindowScores();
    for (int again = 0; again < 2; again++) {
      int wanted = window.begin(bounds, 0, example.blocks, bar);
      assertEquals(
          IntStream.range(0, example.blocks).filter(b -> bounds.all()[b] >= bar).count(), wanted);
      addRare(example, window);
      int[] scores = example.scores(0, 2 * terms);
      List<Integer> expected =
          IntStream.range(0, scores.length).filter(i -> scores[i] >= bar).boxed().toList();
      List<Integer> actual = new ArrayList<>();
      while (window.hasNext()) {
        int found = window.find(example.postings, example.frequent, bounds, bar);
        for (int i = 0; i < found; i++) {
          actual.add(window.place(i));
          assertEquals(scores[window.place(i)], window.score(i));
        }
      }
      assertEquals(expected, actual, "bar " + bar);
      window.end(NO_SCARCE, 0);
    }
    findBlock(example, bounds, window, terms, bar);
    order(bounds, example.blocks, bar);
  }

  private static void addRare(WindowExample example, WindowScores window) {
    window.addRare(
        example.postings,
        example.bounds,
        example.rare(window.ranges()),
        example.frequent,
        example.codeBits,
        example.codeImpacts);
  }

  /// One block, in a window that has been used.
  private static void findBlock(
      WindowExample example, BlockBounds bounds, WindowScores window, int terms, int bar) {
    int[] scores = example.scores(0, 2 * terms);
    for (int block = 0; block < example.blocks; block += 7) {
      window.beginBlock(0, example.blocks, block);
      addRare(example, window);
      int found = window.find(example.postings, example.frequent, bounds, bar);
      List<Integer> expected =
          IntStream.range(block * BLOCK, (block + 1) * BLOCK)
              .filter(i -> scores[i] >= bar)
              .boxed()
              .toList();
      assertEquals(expected, IntStream.range(0, found).map(window::place).boxed().toList());
      window.end(NO_SCARCE, 0);
    }
  }

  /// All blocks that reach the bar, each once, and after none a bound that is above its `atMost`.
  private static void order(BlockBounds bounds, int blocks, int bar) {
    BoundOrder order = new BoundOrder();
    for (int again = 0; again < 2; again++) {
      order.sort(bounds, blocks, bar);
      List<Integer> sorted = IntStream.range(0, order.size()).map(order::block).boxed().toList();
      assertEquals(
          IntStream.range(0, blocks).filter(b -> bounds.bound(b) >= bar).boxed().toList(),
          sorted.stream().sorted().toList());
      long most = Long.MAX_VALUE;
      for (int block : sorted) {
        assertTrue(bounds.bound(block) <= most);
        most = Math.min(most, order.atMost(bounds.bound(block)));
        assertTrue(bounds.bound(block) <= most);
      }
    }
  }
}
