package dev.tern.encoder.training.optimiser;

import java.util.ArrayList;
import java.util.List;

/// Parameters that share a rate and a decay.
///
/// @param parameters at least one
/// @param rate the learning rate at the top of the schedule, at least 0
/// @param decay share of each weight that a step at rate 1 takes away, at least 0
public record ParameterGroup(List<Parameter> parameters, double rate, double decay) {
  /// Refuses numbers that are negative or not finite.
  public ParameterGroup {
    parameters = List.copyOf(parameters);
    if (parameters.isEmpty() || !(rate >= 0) || !(decay >= 0) || Double.isInfinite(rate + decay)) {
      throw new IllegalArgumentException(
          "a group has parameters, and a finite rate and decay of at least 0: parameters="
              + parameters.size()
              + " rate="
              + rate
              + " decay="
              + decay);
    }
  }

  /// One group of what decays and one of biases and layer normalisations, which do not; a group
  /// without parameters is left out.
  public static List<ParameterGroup> sparingBiasAndNorm(
      List<Parameter> parameters, double rate, double decay) {
    List<ParameterGroup> groups = new ArrayList<>();
    for (boolean spared : new boolean[] {false, true}) {
      List<Parameter> members =
          parameters.stream().filter(p -> p.isBiasOrNorm() == spared).toList();
      if (!members.isEmpty()) {
        groups.add(new ParameterGroup(members, rate, spared ? 0 : decay));
      }
    }
    return groups;
  }
}
