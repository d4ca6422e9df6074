package dev.tern.encoder.training.optimiser;

import dev.tern.encoder.training.state.StateException;
import dev.tern.encoder.training.state.TrainingState;
import java.util.ArrayList;
import java.util.List;

/// The exponential moving average of the weights, often better than the last of them:
///
/// `a <- d a + (1 - d) p`, `d = min(decay, (1 + t) / (10 + t))` in step t, counted from 1
///
/// The second bound lets the average forget the weights it started from.
public final class WeightAverage {
  private final List<Parameter> parameters;
  private final List<float[]> averages = new ArrayList<>();
  private final double decay;
  private long steps;

  /// Starts from the weights as they are.
  ///
  /// @param decay in `(0, 1)`, such as 0.999
  public WeightAverage(List<Parameter> parameters, double decay) {
    if (!(decay > 0 && decay < 1)) {
      throw new IllegalArgumentException("a decay is in (0, 1): decay=" + decay);
    }
    this.parameters = List.copyOf(parameters);
    this.decay = decay;
    this.parameters.forEach(parameter -> averages.add(parameter.values().clone()));
  }

  /// Takes the weights after a step into the average.
  public void update() {
    steps++;
    double d = Math.min(decay, (1.0 + steps) / (10.0 + steps));
    for (int k = 0; k < averages.size(); k++) {
      float[] a = averages.get(k);
      float[] p = parameters.get(k).values();
      for (int i = 0; i < a.length; i++) {
        a[i] = (float) (d * a[i] + (1 - d) * p[i]);
      }
    }
  }

  /// Exchanges weights and averages: before an evaluation or a save of the average, and once more
  /// afterwards, before the next step.
  public void swap() {
    for (int k = 0; k < averages.size(); k++) {
      float[] a = averages.get(k);
      float[] p = parameters.get(k).values();
      for (int i = 0; i < a.length; i++) {
        float weight = p[i];
        p[i] = a[i];
        a[i] = weight;
      }
    }
  }

  /// Puts the average into a state.
  public void save(TrainingState state) {
    state.put("average.steps", steps);
    for (int k = 0; k < averages.size(); k++) {
      state.put("average/" + parameters.get(k).name(), averages.get(k));
    }
  }

  /// Takes up where [#save] was called.
  ///
  /// @throws StateException if the state is that of other parameters
  public void restore(TrainingState state) throws StateException {
    long saved = state.longs("average.steps", 1)[0];
    for (int k = 0; k < averages.size(); k++) {
      state.copyTo("average/" + parameters.get(k).name(), averages.get(k));
    }
    steps = saved;
  }
}
