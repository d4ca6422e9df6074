package dev.tern.encoder.training.step;

import dev.tern.encoder.training.optimiser.Parameter;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The weights of a small model after ten steps, to compare virtual machines.
public final class StepBits {
  private StepBits() {}

  /// One line for each parameter: its name and a hash of the bits of its values.
  public static List<String> lines() throws IOException {
    GoldenRun run = GoldenRun.read(Golden.resource("training/steps/mini-plain.json"));
    List<String> lines = new ArrayList<>();
    for (Parameter parameter : run.train(Integer.MAX_VALUE, 2).parameters()) {
      lines.add("trained " + parameter.name() + " " + Arrays.hashCode(parameter.values()));
    }
    return lines;
  }
}
