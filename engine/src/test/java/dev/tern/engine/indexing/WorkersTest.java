package dev.tern.engine.indexing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkersTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void everyPieceIsDoneOnce(int threads) throws IOException {
    try (Workers workers = new Workers(threads)) {
      List<Workers.Work<Integer>> works = new ArrayList<>();
      int[] times = new int[1_000];
      for (int i = 0; i < times.length; i++) {
        int piece = i;
        works.add(workers.start(() -> ++times[piece] * piece));
      }
      for (int i = 0; i < times.length; i++) {
        assertEquals(i, works.get(i).result());
        assertEquals(1, times[i]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void whatEndsAPieceEndsWhoAsksForIt(int threads) {
    try (Workers workers = new Workers(threads)) {
      for (Throwable failure :
          List.of(
              new IOException("x"), new IllegalStateException("x"), new OutOfMemoryError("x"))) {
        Workers.Work<Integer> work =
            workers.start(() -> {
              switch (failure) {
                case Exception e -> throw e;
                case Error e -> throw e;
                default -> throw new AssertionError(failure);
              }
            });
        assertSame(failure, assertThrows(failure.getClass(), work::result));
      }
    }
  }

  @Test
  void anInterruptedThreadDoesNotWait() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (Workers workers = new Workers(2)) {
      Workers.Work<Integer> work =
          workers.start(() -> {
            begun.countDown();
            end.await();
            return 1;
          });
      begun.await();
      Thread.currentThread().interrupt();
      assertThrows(InterruptedIOException.class, work::result);
      assertTrue(Thread.interrupted());
      end.countDown();
    }
  }
}
