package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.encoder.checkpoint.HiddenActivation;
import dev.tern.encoder.checkpoint.ModelConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  @Test
  void operationsAreCountedByHand() {
    ModelConfig config =
        new ModelConfig("bert", 4, 3, 2, 8, 10, 16, 2, 1e-12, HiddenActivation.GELU_ERF, 0, true);
    Workload work = new Workload("", List.of(new int[5], new int[2]), List.of(1), Map.of());
    // 7 tokens through 3 layers of four 4x4 and two 4x8 matrices; 5^2 + 2^2 pairs of tokens.
    assertEquals(2 * 7 * 3 * (4 * 16 + 2 * 32) + 4 * 3 * 29 * 4, work.operations(config, false));
    assertEquals(2 * 7 * (16 + 40), work.operations(config, true) - work.operations(config, false));
  }

  @Test
  void fixedTextsDependOnTheSeedAlone() {
    Workload work = Workload.fixed(3, 5, 10, 1, Map.of());
    assertEquals("3x5", work.name());
    assertEquals(15, work.tokens());
    assertEquals(List.of(3), work.peerBatches());
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(work.texts().get(i), Workload.fixed(3, 5, 10, 1, Map.of()).texts().get(i));
    }
  }
}
