package dev.tern.encoder.training.optimiser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tern.encoder.training.TrainingGolden;
import dev.tern.encoder.training.state.TrainingState;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdamWTest {
  private static final int STEPS = 10;

  static Stream<TrainingGolden> cases() throws IOException {
    return TrainingGolden.cases("steps/adamw.json", "settings").stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithTheReference(TrainingGolden golden) throws IOException {
    double[] start = golden.doublesAt("start");
    double[] gradients = golden.doublesAt("gradients");
    int size = start.length;
    Parameter parameter = new Parameter("p", floats(start));
    boolean isScheduled = golden.get("learning_rate") instanceof String;
    LearningRate schedule = new LearningRate(3, STEPS);
    Clipping clipping =
        golden.get("clip") == null
            ? Clipping.NONE
            : new Clipping(((Number) golden.get("clip")).doubleValue());
    AdamW adamW =
        new AdamW(
            List.of(
                new ParameterGroup(
                    List.of(parameter),
                    1e-2,
                    ((Number) golden.get("weight_decay")).doubleValue())));
    double[] trace = new double[STEPS * size];
    for (int step = 0; step < STEPS; step++) {
      float[] g = floats(Arrays.copyOfRange(gradients, step * size, (step + 1) * size));
      System.arraycopy(g, 0, parameter.gradients(), 0, size);
      clipping.apply(adamW.parameters());
      adamW.step(isScheduled ? schedule.factor(step) : 1);
      System.arraycopy(doubles(parameter.values()), 0, trace, step * size, size);
    }
    golden.checkFloats("weights", trace);
    TrainingState state = new TrainingState();
    adamW.save(state);
    float[] moment = new float[size];
    state.copyTo("adamw.first/p", moment);
    golden.checkFloats("first_moment", doubles(moment));
    state.copyTo("adamw.second/p", moment);
    golden.checkFloats("second_moment", doubles(moment));
  }

  @Test
  void biasesAndNormsAreSparedAndTheTableHasItsOwnRate() {
    Parameter weight = new Parameter("layer.0.dense.weight", new float[] {1});
    Parameter bias = new Parameter("layer.0.dense.bias", new float[] {1});
    Parameter norm = new Parameter("output.LayerNorm.weight", new float[] {1});
    Parameter idf = new Parameter("idf", new float[] {1});
    List<ParameterGroup> groups =
        new java.util.ArrayList<>(
            ParameterGroup.sparingBiasAndNorm(List.of(weight, bias, norm), 0.1, 0.5));
    groups.add(new ParameterGroup(List.of(idf), 1, 0));
    AdamW adamW = new AdamW(groups);
    idf.gradients()[0] = 1;
    adamW.step(1);
    assertEquals(0.95f, weight.values()[0]);
    assertEquals(1f, bias.values()[0]);
    assertEquals(1f, norm.values()[0]);
    assertEquals(0, idf.values()[0], 1e-7, "the first step of Adam has the size of the rate");
    assertThrows(
        IllegalArgumentException.class,
        () -> new AdamW(List.of(groups.getFirst(), groups.getFirst())));
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }
}
