package dev.tern.encoder.training.optimiser;

import dev.tern.encoder.training.state.StateException;
import dev.tern.encoder.training.state.TrainingState;
import java.util.List;
import java.util.Optional;

/// Steps of several micro batches: the gradient of a step is the mean of theirs.
///
/// That is the gradient of one large batch only for losses that are means over queries. FLOPS is
/// not: the square of a mean over the batch is not the mean of the parts' squares, and neither are
/// in-batch negatives those of a larger batch.
public final class Optimiser {
  private final AdamW adamW;
  private final LearningRate schedule;
  private final Clipping clipping;
  private final Optional<WeightAverage> average;
  private final int microBatches;
  private int seen;

  /// What happened in a step.
  ///
  /// @param step counted from 0
  /// @param rateFactor the schedule's share of the rate
  /// @param gradientNorm before clipping, over all parameters
  /// @param isTaken false if the norm was not finite: nothing has moved then, and the run should
  ///   stop and say which batch it was
  public record Step(long step, double rateFactor, double gradientNorm, boolean isTaken) {}

  /// @param microBatches of a step, at least 1
  public Optimiser(
      AdamW adamW,
      LearningRate schedule,
      Clipping clipping,
      Optional<WeightAverage> average,
      int microBatches) {
    if (microBatches < 1) {
      throw new IllegalArgumentException(
          "a step has at least one micro batch: microBatches=" + microBatches);
    }
    this.adamW = adamW;
    this.schedule = schedule;
    this.clipping = clipping;
    this.average = average;
    this.microBatches = microBatches;
  }

  /// What a micro batch multiplies its loss by before the backward pass.
  public double microBatchWeight() {
    return 1.0 / microBatches;
  }

  /// The step that the next gradients belong to, counted from 0.
  public long step() {
    return adamW.steps();
  }

  /// Whether no micro batch of the next step has been seen: only then may a state be saved.
  public boolean isBetweenSteps() {
    return seen == 0;
  }

  /// To be called when a micro batch has added its gradients; the last one of a step moves the
  /// weights and clears the gradients.
  ///
  /// @return what happened, if a step was due
  public Optional<Step> microBatchDone() {
    if (++seen < microBatches) {
      return Optional.empty();
    }
    seen = 0;
    List<Parameter> parameters = adamW.parameters();
    double norm = clipping.apply(parameters);
    long step = adamW.steps();
    double factor = schedule.factor(step);
    boolean isFinite = Double.isFinite(norm);
    if (isFinite) {
      adamW.step(factor);
      average.ifPresent(WeightAverage::update);
    }
    parameters.forEach(Parameter::clearGradients);
    return Optional.of(new Step(step, factor, norm, isFinite));
  }

  /// Exchanges the weights and their average, if there is one: before they are judged or written,
  /// and once more afterwards.
  ///
  /// @return whether there is one
  public boolean swapAverage() {
    average.ifPresent(WeightAverage::swap);
    return average.isPresent();
  }

  /// Puts weights, moments, average and the number of steps into a state.
  ///
  /// @throws IllegalStateException within a step
  public void save(TrainingState state) {
    if (!isBetweenSteps()) {
      throw new IllegalStateException("a state is saved between steps: microBatches=" + seen);
    }
    adamW.parameters().forEach(p -> state.put("weights/" + p.name(), p.values()));
    adamW.save(state);
    average.ifPresent(a -> a.save(state));
  }

  /// Takes up where [#save] was called.
  ///
  /// @throws StateException if the state is that of other parameters
  public void restore(TrainingState state) throws StateException {
    for (Parameter parameter : adamW.parameters()) {
      state.copyTo("weights/" + parameter.name(), parameter.values());
    }
    adamW.restore(state);
    if (average.isPresent()) {
      average.get().restore(state);
    }
    seen = 0;
  }
}
