package dev.tern.encoder.kernel;

import java.util.function.BooleanSupplier;

/// Makes the virtual machine compile the tile of matrix products before the first of them is due.
///
/// Code of the Vector API is some hundred times slower until the optimizing compiler has it: each
/// operation loops over its lanes with a call for each. The first products are long, and 100 of
/// them pass before anything is compiled at all; those here are short. They come in rounds, as the
/// first compiler has to be through before calls count for the second.
///
/// From the start of the virtual machine to the first vector, of 128 tokens, on two cores of a Zen
/// 5 server, with random weights of the shape of MiniLM (23 M parameters), three series of 7
/// starts: medians of 1.57 to 1.66 s instead of 1.72 to 1.76 s. Tried and not kept: to warm up all
/// kernels, with many calls that have nothing to do and few that have (0.80 s where it was 1.25 s),
/// since the compiler takes what it saw for the usual work and the kernels are 3 to 10 % slower for
/// good.
public final class Warmup {
  private static final int ROUNDS = 60;
  private static final int PAUSE_MILLIS = 4;
  private static final int CALLS = 100;

  /// After 600 calls it is the steps over the depth that count, 15,000 of them.
  private static final int DEPTH = 25;

  private static final int ROWS = 6;

  private final float[] a = new float[ROWS * PackedRows.STRIDE];
  private final float[] b = new float[DEPTH * PackedMatrix.PANEL];
  private final float[] c = new float[ROWS * PackedMatrix.PANEL];

  private Warmup() {}

  /// Returns after 0.3 s or more, or soon after `enough` or an interrupt, which is kept.
  public static void run(BooleanSupplier enough) {
    Warmup warmup = new Warmup();
    try {
      for (int round = 0; round < ROUNDS && !enough.getAsBoolean(); round++) {
        warmup.multiply();
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void multiply() {
    for (int i = 0; i < CALLS; i++) {
      if (Simd.MANY_REGISTERS) {
        Tiles.multiply6x4(a, 0, b, 0, DEPTH, c, 0, PackedMatrix.PANEL, c, 0);
      } else {
        Tiles.multiply6x2(a, 0, b, 0, DEPTH, c, 0, PackedMatrix.PANEL, c, 0);
      }
    }
  }
}
