package dev.tern.encoder.training.optimiser;

import dev.tern.encoder.training.state.StateException;
import dev.tern.encoder.training.state.TrainingState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019), in step t, counted from 1:
///
/// ```
/// p <- p (1 - rate decay)
/// m <- beta1 m + (1 - beta1) g
/// v <- beta2 v + (1 - beta2) g^2
/// p <- p - rate / (1 - beta1^t) m / (sqrt(v) / sqrt(1 - beta2^t) + eps)
/// ```
///
/// Every weight is visited: one without a gradient still decays and moves by its momentum. Weights
/// and moments are float32, the arithmetic between them is double, so that each is rounded once a
/// step.
public final class AdamW {
  private final List<ParameterGroup> groups;
  private final List<Parameter> parameters = new ArrayList<>();
  private final List<float[]> first = new ArrayList<>();
  private final List<float[]> second = new ArrayList<>();
  private final double beta1;
  private final double beta2;
  private final double eps;
  private long steps;

  /// The usual decay rates of the moments, 0.9 and 0.999, and eps 1e-8.
  public AdamW(List<ParameterGroup> groups) {
    this(groups, 0.9, 0.999, 1e-8);
  }

  /// @param groups no parameter and no name twice
  /// @param beta1 in `[0, 1)`
  /// @param beta2 in `[0, 1)`
  /// @param eps above 0
  public AdamW(List<ParameterGroup> groups, double beta1, double beta2, double eps) {
    if (!(beta1 >= 0 && beta1 < 1) || !(beta2 >= 0 && beta2 < 1) || !(eps > 0)) {
      throw new IllegalArgumentException(
          "betas are in [0, 1) and eps is above 0: beta1="
              + beta1
              + " beta2="
              + beta2
              + " eps="
              + eps);
    }
    this.groups = List.copyOf(groups);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.eps = eps;
    Set<String> names = new HashSet<>();
    for (ParameterGroup group : this.groups) {
      for (Parameter parameter : group.parameters()) {
        if (!names.add(parameter.name())) {
          throw new IllegalArgumentException(
              "a parameter is in one group: name=" + parameter.name());
        }
        parameters.add(parameter);
        first.add(new float[parameter.size()]);
        second.add(new float[parameter.size()]);
      }
    }
  }

  /// All parameters in the order of the groups.
  public List<Parameter> parameters() {
    return List.copyOf(parameters);
  }

  /// Steps taken.
  public long steps() {
    return steps;
  }

  /// Moves all weights.
  ///
  /// @param rateFactor what the rate of each group is multiplied by, the schedule's share
  public void step(double rateFactor) {
    steps++;
    int index = 0;
    for (ParameterGroup group : groups) {
      for (Parameter parameter : group.parameters()) {
        move(parameter, first.get(index), second.get(index), group, rateFactor);
        index++;
      }
    }
  }

  private void move(
      Parameter parameter, float[] m, float[] v, ParameterGroup group, double rateFactor) {
    double rate = group.rate() * rateFactor;
    double keep = 1 - rate * group.decay();
    double stepSize = rate / (1 - StrictMath.pow(beta1, (double) steps));
    double root = Math.sqrt(1 - StrictMath.pow(beta2, (double) steps));
    float[] p = parameter.values();
    float[] g = parameter.gradients();
    for (int i = 0; i < p.length; i++) {
      double moved = beta1 * m[i] + (1 - beta1) * g[i];
      double spread = beta2 * v[i] + (1 - beta2) * ((double) g[i] * g[i]);
      m[i] = (float) moved;
      v[i] = (float) spread;
      p[i] = (float) (p[i] * keep - stepSize * moved / (Math.sqrt(spread) / root + eps));
    }
  }

  /// Puts the moments and the number of steps into a state.
  public void save(TrainingState state) {
    state.put("adamw.steps", steps);
    for (int i = 0; i < parameters.size(); i++) {
      state.put("adamw.first/" + parameters.get(i).name(), first.get(i));
      state.put("adamw.second/" + parameters.get(i).name(), second.get(i));
    }
  }

  /// Takes up where [#save] was called.
  ///
  /// @throws StateException if the state is that of other parameters
  public void restore(TrainingState state) throws StateException {
    long saved = state.longs("adamw.steps", 1)[0];
    if (saved < 0) {
      throw state.refusal("adamw.steps", "is negative");
    }
    for (int i = 0; i < parameters.size(); i++) {
      state.copyTo("adamw.first/" + parameters.get(i).name(), first.get(i));
      state.copyTo("adamw.second/" + parameters.get(i).name(), second.get(i));
    }
    steps = saved;
  }
}
