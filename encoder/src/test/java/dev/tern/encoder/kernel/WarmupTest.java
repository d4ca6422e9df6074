package dev.tern.encoder.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WarmupTest {
  @Test
  void endsWhenItIsToldSo() {
    AtomicInteger asked = new AtomicInteger();
    Warmup.run(() -> asked.incrementAndGet() == 3);
    assertEquals(3, asked.get());
  }

  @Test
  void keepsAnInterrupt() {
    AtomicInteger asked = new AtomicInteger();
    Thread.currentThread().interrupt();
    Warmup.run(() -> asked.incrementAndGet() > 3);
    assertTrue(Thread.interrupted());
    assertEquals(1, asked.get());
  }
}
