package dev.tern.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.testing.Randomized;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BatchPipelineTest {
  /// Makes "N" into N tokens, in pieces of at most 9, and these into "vN"; notes what it was given.
  private static class Lengths implements BatchEncoding<String, String> {
    private static final int PIECE = 9;

    final AtomicInteger tokenized = new AtomicInteger();
    final AtomicInteger largestBatchTokens = new AtomicInteger();
    final Set<String> threads = ConcurrentHashMap.newKeySet();

    @Override
    public int length(String text) {
      return text.length();
    }

    @Override
    public List<int[]> tokenize(String text) {
      tokenized.incrementAndGet();
      List<int[]> pieces = new ArrayList<>();
      int left = Integer.parseInt(text);
      for (; left > PIECE; left -= PIECE) {
        pieces.add(new int[PIECE]);
      }
      pieces.add(new int[left]);
      return pieces;
    }

    @Override
    public List<String> encode(List<int[]> texts) {
      threads.add(Thread.currentThread().getName());
      int tokens = texts.stream().mapToInt(text -> text.length).sum();
      largestBatchTokens.accumulateAndGet(texts.size() == 1 ? 0 : tokens, Math::max);
      return texts.stream().map(text -> String.valueOf(text.length)).toList();
    }

    @Override
    public String merge(String one, String other) {
      return String.valueOf(Integer.parseInt(one) + Integer.parseInt(other));
    }

    @Override
    public String finish(String text, String merged) {
      return "v" + merged;
    }
  }

  @Randomized
  void keepsTheOrderForAnyBatchingAndThreads(RandomGenerator random) {
    List<String> texts =
        IntStream.range(0, random.nextInt(300))
            .mapToObj(_ -> String.valueOf(random.nextInt(40)))
            .toList();
    int tokensPerBatch = 1 + random.nextInt(100);
    Batching batching = new Batching(1 + random.nextInt(4), tokensPerBatch, 1 + random.nextInt(70));
    Lengths encoding = new Lengths();
    List<String> results = new ArrayList<>();
    try (BatchPipeline<String, String> pipeline = new BatchPipeline<>(encoding, batching)) {
      pipeline.run(
          texts.iterator(), Function.identity(), (text, result) -> results.add(text + result));
    }
    assertEquals(
        texts.stream().map(text -> text + "v" + text).toList(), results, batching.toString());
    assertTrue(encoding.largestBatchTokens.get() <= tokensPerBatch, batching.toString());
    assertEquals(texts.size(), encoding.tokenized.get());
  }

  @Test
  void neverReadsMoreThanTwoWindowsAhead() {
    AtomicInteger read = new AtomicInteger();
    AtomicInteger delivered = new AtomicInteger();
    Iterator<String> texts =
        IntStream.range(0, 1000)
            .mapToObj(i -> {
              assertTrue(i < delivered.get() + 2 * 7, "read=" + i + " " + delivered);
              read.incrementAndGet();
              return "3";
            })
            .iterator();
    try (BatchPipeline<String, String> pipeline =
        new BatchPipeline<>(new Lengths(), new Batching(2, 10, 7))) {
      pipeline.run(texts, Function.identity(), (_, _) -> delivered.incrementAndGet());
    }
    assertEquals(1000, read.get());
    assertEquals(1000, delivered.get());
  }

  @Test
  void readsFewTextsAheadWhereTheyAreVeryLong() {
    String megabytes = "0".repeat(1 << 23) + "3";
    AtomicInteger delivered = new AtomicInteger();
    Iterator<String> texts =
        IntStream.range(0, 12)
            .mapToObj(i -> {
              assertTrue(i < delivered.get() + 4, "read=" + i + " " + delivered);
              return megabytes;
            })
            .iterator();
    try (BatchPipeline<String, String> pipeline =
        new BatchPipeline<>(new Lengths(), new Batching(2, 10, 1000))) {
      pipeline.run(texts, Function.identity(), (_, _) -> delivered.incrementAndGet());
    }
    assertEquals(12, delivered.get());
  }

  @Test
  void failuresEndTheRunAndTheNextOneWorks() {
    List<String> texts = new ArrayList<>(Collections.nCopies(500, "3"));
    try (BatchPipeline<String, String> pipeline =
        new BatchPipeline<>(new Lengths(), new Batching(2, 10, 50))) {
      texts.set(321, "no number");
      assertThrows(
          NumberFormatException.class,
          () -> pipeline.run(texts.iterator(), Function.identity(), (_, _) -> {}));
      texts.set(321, "3");
      IllegalStateException full = new IllegalStateException("full");
      AtomicInteger delivered = new AtomicInteger();
      assertEquals(
          full,
          assertThrows(
              IllegalStateException.class,
              () ->
                  pipeline.run(
                      texts.iterator(),
                      Function.identity(),
                      (_, _) -> {
                        if (delivered.incrementAndGet() == 60) {
                          throw full;
                        }
                      })));
      assertEquals(60, delivered.get());
      pipeline.run(texts.iterator(), Function.identity(), (_, _) -> delivered.incrementAndGet());
      assertEquals(560, delivered.get());
    }
  }

  @Test
  void anInterruptCancelsAndAClosedPipelineRefuses() {
    BatchPipeline<String, String> pipeline =
        new BatchPipeline<>(new Lengths(), new Batching(1, 10, 5));
    Thread.currentThread().interrupt();
    assertThrows(
        CancellationException.class,
        () -> pipeline.run(List.of("1").iterator(), Function.identity(), (_, _) -> {}));
    assertTrue(Thread.interrupted());
    pipeline.close();
    assertThrows(
        IllegalStateException.class,
        () -> pipeline.run(List.of("1").iterator(), Function.identity(), (_, _) -> {}));
  }

  @Test
  void cancellingEndsARunWithoutWhatIsWaiting() {
    Lengths encoding = new Lengths();
    AtomicInteger delivered = new AtomicInteger();
    List<String> texts = Collections.nCopies(1000, "3");
    try (BatchPipeline<String, String> pipeline =
        new BatchPipeline<>(encoding, new Batching(2, 10, 50))) {
      assertThrows(
          CancellationException.class,
          () ->
              pipeline.run(
                  texts.iterator(),
                  Function.identity(),
                  (_, _) -> {
                    if (delivered.incrementAndGet() == 60) {
                      pipeline.cancel();
                    }
                  }));
      // The window that is being delivered was done; at most one more may have been, in time.
      assertTrue(delivered.get() >= 60 && delivered.get() <= 150, delivered.toString());
      assertThrows(
          CancellationException.class,
          () -> pipeline.run(texts.iterator(), Function.identity(), (_, _) -> {}));
    }
  }

  @Test
  void noMemoryInOneWorkerEndsTheRunAndTheNextOneWorks() {
    OutOfMemoryError injected = new OutOfMemoryError("injected");
    AtomicInteger failures = new AtomicInteger(1);
    Lengths encoding =
        new Lengths() {
          @Override
          public List<String> encode(List<int[]> texts) {
            if (texts.getLast().length == 7 && failures.getAndDecrement() > 0) {
              throw injected;
            }
            return super.encode(texts);
          }
        };
    List<String> texts = IntStream.range(0, 200).mapToObj(i -> i == 90 ? "7" : "3").toList();
    AtomicInteger delivered = new AtomicInteger();
    try (BatchPipeline<String, String> pipeline =
        new BatchPipeline<>(encoding, new Batching(2, 10, 20))) {
      OutOfMemoryError thrown =
          assertThrows(
              OutOfMemoryError.class,
              () ->
                  pipeline.run(
                      texts.iterator(),
                      Function.identity(),
                      (_, _) -> delivered.incrementAndGet()));
      assertSame(injected, thrown);
      assertEquals(80, delivered.get(), "whole windows before the one that failed");
      pipeline.run(texts.iterator(), Function.identity(), (_, _) -> delivered.incrementAndGet());
      assertEquals(280, delivered.get());
    }
  }

  @Test
  void anEndlessStreamIsReadAsFarAsItIsConsumed() {
    AtomicInteger read = new AtomicInteger();
    AtomicInteger delivered = new AtomicInteger();
    Iterator<String> endless =
        Stream.generate(() -> String.valueOf(read.getAndIncrement() % 5)).iterator();
    IllegalStateException enough = new IllegalStateException("enough");
    try (BatchPipeline<String, String> pipeline =
        new BatchPipeline<>(new Lengths(), new Batching(2, 10, 7))) {
      assertSame(
          enough,
          assertThrows(
              IllegalStateException.class,
              () ->
                  pipeline.run(
                      endless,
                      Function.identity(),
                      (_, _) -> {
                        if (delivered.incrementAndGet() == 500) {
                          throw enough;
                        }
                      })));
    }
    assertTrue(read.get() <= 500 + 2 * 7, "read=" + read);
  }

  @Test
  void whatTheStreamThrowsEndsTheRun() {
    IllegalStateException broken = new IllegalStateException("broken");
    Iterator<String> texts =
        IntStream.range(0, 100)
            .mapToObj(i -> {
              if (i == 40) {
                throw broken;
              }
              return "3";
            })
            .iterator();
    AtomicInteger delivered = new AtomicInteger();
    try (BatchPipeline<String, String> pipeline =
        new BatchPipeline<>(new Lengths(), new Batching(2, 9, 8))) {
      assertSame(
          broken,
          assertThrows(
              IllegalStateException.class,
              () ->
                  pipeline.run(texts, Function.identity(), (_, _) -> delivered.incrementAndGet())));
    }
    assertTrue(delivered.get() <= 40 && delivered.get() % 8 == 0, delivered.toString());
  }

  @Test
  void closingDuringARunEndsItWhenMoreIsToBeDone() {
    List<String> texts = Collections.nCopies(1000, "3");
    AtomicInteger delivered = new AtomicInteger();
    BatchPipeline<String, String> pipeline =
        new BatchPipeline<>(new Lengths(), new Batching(2, 10, 50));
    BiConsumer<String, String> closing =
        (_, _) -> {
          if (delivered.incrementAndGet() == 60) {
            pipeline.close();
          }
        };
    String message =
        assertThrows(
                IllegalStateException.class,
                () -> pipeline.run(texts.iterator(), Function.identity(), closing))
            .getMessage();
    assertEquals("the encoder is closed", message);
    assertEquals(100, delivered.get(), "the window that was being delivered");
  }

  @Test
  void anInterruptFromElsewhereEndsARunThatWaits() throws InterruptedException {
    AtomicReference<CancellationException> thrown = new AtomicReference<>();
    AtomicBoolean interrupted = new AtomicBoolean();
    CountDownLatch computing = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Lengths waiting =
        new Lengths() {
          @Override
          public List<String> encode(List<int[]> texts) {
            computing.countDown();
            try {
              go.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException("workers are not interrupted", e);
            }
            return super.encode(texts);
          }
        };
    try (BatchPipeline<String, String> pipeline =
        new BatchPipeline<>(waiting, new Batching(1, 10, 5))) {
      List<String> texts = Collections.nCopies(5, "3");
      Thread caller =
          Thread.ofPlatform()
              .start(() -> {
                thrown.set(
                    assertThrows(
                        CancellationException.class,
                        () -> pipeline.run(texts.iterator(), Function.identity(), (_, _) -> {})));
                interrupted.set(Thread.currentThread().isInterrupted());
              });
      computing.await();
      caller.interrupt();
      caller.join();
      assertEquals("encoding was interrupted", thrown.get().getMessage());
      assertTrue(interrupted.get());
      go.countDown();
      AtomicInteger delivered = new AtomicInteger();
      pipeline.run(texts.iterator(), Function.identity(), (_, _) -> delivered.incrementAndGet());
      assertEquals(5, delivered.get());
    }
  }

  @Test
  void severalRunsShareTheWorkers() throws InterruptedException {
    Lengths encoding = new Lengths();
    List<String> texts = IntStream.range(0, 400).mapToObj(i -> "" + i % 30).toList();
    String expected = texts.stream().map(text -> "v" + text).collect(Collectors.joining());
    try (BatchPipeline<String, String> pipeline =
        new BatchPipeline<>(encoding, new Batching(2, 40, 30))) {
      ConcurrentHashMap<Integer, String> results = new ConcurrentHashMap<>();
      List<Thread> callers = new ArrayList<>();
      for (int caller = 0; caller < 3; caller++) {
        int number = caller;
        callers.add(
            Thread.ofPlatform()
                .start(() -> {
                  StringBuilder all = new StringBuilder();
                  pipeline.run(
                      texts.iterator(), Function.identity(), (_, result) -> all.append(result));
                  results.put(number, all.toString());
                }));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      for (int caller = 0; caller < 3; caller++) {
        assertEquals(expected, results.get(caller));
      }
    }
    assertTrue(encoding.threads.size() <= 2, encoding.threads.toString());
  }
}
