package dev.tern.encoder.training.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.training.TrainingGolden;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LambdaRampTest {
  @Test
  void agreesWithTheReference() throws IOException {
    List<?> rows = rows("quadratic");
    assertTrue(rows.size() > 40);
    for (Object row : rows) {
      Map<String, Object> expected = TrainingGolden.object(row);
      double lambda = (Double) expected.get("lambda");
      agrees(expected, new LambdaRamp(lambda, (Integer) expected.get("T")));
    }
  }

  @Test
  void fromZeroAgreesWithSentenceTransformers() throws IOException {
    List<?> rows = rows("quadratic_from_zero");
    assertEquals(10, rows.size());
    for (Object row : rows) {
      Map<String, Object> expected = TrainingGolden.object(row);
      double lambda = (Double) expected.get("lambda");
      int steps = LambdaRamp.third((Integer) expected.get("total_steps"));
      agrees(expected, new LambdaRamp(lambda, steps, LambdaRamp.Shape.QUADRATIC_FROM_ZERO));
    }
    assertEquals(1, LambdaRamp.third(2));
  }

  private static List<?> rows(String name) throws IOException {
    Map<String, Object> file =
        JSON.std.mapFrom(Files.readString(Golden.resource("training/losses/schedule.json")));
    return (List<?>) TrainingGolden.object(file.get(name)).get("rows");
  }

  private static void agrees(Map<String, Object> expected, LambdaRamp ramp) {
    assertEquals(
        (Double) expected.get("value"),
        ramp.at((Integer) expected.get("step")),
        1e-16,
        expected.toString());
  }

  @Test
  void refusesWhatIsNoRamp() {
    assertThrows(IllegalArgumentException.class, () -> new LambdaRamp(-1, 5));
    assertThrows(IllegalArgumentException.class, () -> new LambdaRamp(1, 0));
  }
}
