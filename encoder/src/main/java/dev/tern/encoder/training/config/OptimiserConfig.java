package dev.tern.encoder.training.config;

import dev.tern.encoder.training.optimiser.AdamW;
import dev.tern.encoder.training.optimiser.Clipping;
import dev.tern.encoder.training.optimiser.LearningRate;
import dev.tern.encoder.training.optimiser.Optimiser;
import dev.tern.encoder.training.optimiser.Parameter;
import dev.tern.encoder.training.optimiser.ParameterGroup;
import dev.tern.encoder.training.optimiser.WeightAverage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The optimiser of a run.
///
/// @param rate at the top of the schedule
/// @param schedule warm-up and decay over the run
/// @param decay of weights
/// @param decaysEverything whether biases and layer normalisations decay too, as in the authors'
///   code
/// @param beta1 of AdamW
/// @param beta2 of AdamW
/// @param eps of AdamW
/// @param clipping of gradients
/// @param averageDecay of the average of the weights, if there is one
/// @param microBatches of a step
public record OptimiserConfig(
    double rate,
    LearningRate schedule,
    double decay,
    boolean decaysEverything,
    double beta1,
    double beta2,
    double eps,
    Clipping clipping,
    Optional<Double> averageDecay,
    int microBatches) {
  /// A table beside the model.
  ///
  /// @param rate of its own, at the top of the schedule
  public record RatedTable(Parameter parameter, double rate) {}

  static OptimiserConfig read(ConfigObject object, int steps, int microBatches)
      throws ConfigException {
    OptimiserConfig config =
        new OptimiserConfig(
            object.number("rate", Range.POSITIVE, 2e-5),
            new LearningRate(object.integer("warm_up_steps", 0, steps, 0), steps),
            object.number("weight_decay", Range.AT_LEAST_0, 0.01),
            object.flag("decay_everything", false),
            object.number("beta1", Range.FROM_0_BELOW_1, 0.9),
            object.number("beta2", Range.FROM_0_BELOW_1, 0.999),
            object.number("eps", Range.POSITIVE, 1e-8),
            object.findNumber("clip_norm", Range.POSITIVE).map(Clipping::new).orElse(Clipping.NONE),
            object.findNumber("average_decay", Range.INSIDE_0_1),
            microBatches);
    object.end();
    return config;
  }

  /// The optimiser of a model.
  ///
  /// @param model parameters of the model
  /// @param tables of queries that are trained; they decay only where everything does
  public Optimiser optimiser(List<Parameter> model, List<RatedTable> tables) {
    List<ParameterGroup> groups =
        new ArrayList<>(
            decaysEverything
                ? List.of(new ParameterGroup(model, rate, decay))
                : ParameterGroup.sparingBiasAndNorm(model, rate, decay));
    for (RatedTable table : tables) {
      double tableDecay = decaysEverything ? decay : 0;
      groups.add(new ParameterGroup(List.of(table.parameter()), table.rate(), tableDecay));
    }
    AdamW adamW = new AdamW(groups, beta1, beta2, eps);
    return new Optimiser(
        adamW,
        schedule,
        clipping,
        averageDecay.map(d -> new WeightAverage(adamW.parameters(), d)),
        microBatches);
  }
}
