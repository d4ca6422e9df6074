package dev.tern.encoder;

import dev.tern.encoder.kernel.Simd;
import dev.tern.encoder.kernel.Warmup;
import java.util.concurrent.atomic.AtomicBoolean;

/// Warms the kernels up beside the loading of the first model of a program.
///
/// Only where there is a processor to spare, and no longer than the model is being loaded: what is
/// not compiled by then, the first texts bring about. Results do not depend on it.
final class ColdStart implements AutoCloseable {
  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  private volatile boolean over;

  private ColdStart() {}

  /// To be closed when the model is loaded.
  static ColdStart begin() {
    ColdStart start = new ColdStart();
    if (Runtime.getRuntime().availableProcessors() > 1 && BEGUN.compareAndSet(false, true)) {
      Simd.require(); // here, where its failure reaches the caller
      Thread.ofPlatform().daemon().name("tern-warmup").start(() -> Warmup.run(() -> start.over));
    }
    return start;
  }

  @Override
  public void close() {
    over = true;
  }
}
