package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.bench.peers.GraphStyle;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
  @Test
  void statesTheLargestDifference() {
    assertEquals(3e-5, check(GraphStyle.PLAIN, 1, 1.00001f, 0, -3e-5f, 2, 2), 1e-9);
    assertEquals(0, check(GraphStyle.FUSED));
  }

  @Test
  void refusesMoreThanRounding() {
    WrongAnswerException refusal =
        assertThrows(WrongAnswerException.class, () -> check(GraphStyle.FUSED, 1, 1.001f));
    assertTrue(refusal.getMessage().startsWith("the vectors of Tern and of a frog differ by 0.00"));
    assertTrue(refusal.getMessage().contains(" in hop, where 2.0"), refusal::getMessage);
    assertThrows(WrongAnswerException.class, () -> check(GraphStyle.FUSED, 1, -1));
  }

  @Test
  void ofInt8MoreIsTolerated() {
    assertEquals(0.001, check(GraphStyle.INT8, 1, 1.001f), 1e-6);
    assertThrows(WrongAnswerException.class, () -> check(GraphStyle.INT8, 1, 3));
  }

  @Test
  void refusesWhatIsNotANumber() {
    for (GraphStyle style : GraphStyle.values()) {
      assertThrows(WrongAnswerException.class, () -> check(style, 1, Float.NaN, 1, 1));
      assertThrows(WrongAnswerException.class, () -> check(style, Float.NaN, 1, 1, 1));
    }
  }

  /// @param pairs of Tern's value and the peer's
  private static double check(GraphStyle style, float... pairs) {
    float[] tern = new float[pairs.length / 2];
    float[] peer = new float[tern.length];
    for (int i = 0; i < tern.length; i++) {
      tern[i] = pairs[2 * i];
      peer[i] = pairs[2 * i + 1];
    }
    return new Agreement("hop", style, "a frog").check(List.of(tern), List.of(peer));
  }
}
