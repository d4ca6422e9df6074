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
    Map<String, Object> file =
        JSON.std.mapFrom(Files.readString(Golden.resource("training/losses/schedule.json")));
    List<?> rows = (List<?>) TrainingGolden.object(file.get("quadratic")).get("rows");
    assertTrue(rows.size() > 40);
    for (Object row : rows) {
      Map<String, Object> expected = TrainingGolden.object(row);
      double lambda = (Double) expected.get("lambda");
      LambdaRamp ramp = new LambdaRamp(lambda, (Integer) expected.get("T"));
      assertEquals(
          (Double) expected.get("value"),
          ramp.at((Integer) expected.get("step")),
          1e-16,
          row.toString());
    }
  }

  @Test
  void refusesWhatIsNoRamp() {
    assertThrows(IllegalArgumentException.class, () -> new LambdaRamp(-1, 5));
    assertThrows(IllegalArgumentException.class, () -> new LambdaRamp(1, 0));
  }
}
