package dev.tern.encoder.training.run;

import dev.tern.encoder.training.optimiser.Optimiser;
import dev.tern.encoder.training.step.BatchLoss;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What happened in a step: means over its micro batches.
///
/// @param step number of steps that are done with this one
/// @param dataSet that the last micro batch came from
/// @param loss of all parts with their weights
/// @param ranking the ranking losses with their weights
/// @param sparsity price of the documents, without its weight
/// @param lambda weight of that price
/// @param querySparsity price of siamese queries, without its weight
/// @param documentTerms mean number of terms of a document
/// @param queryTerms mean number of terms of a query
/// @param rate the schedule's share of the learning rate
/// @param gradientNorm before clipping
/// @param tokens that went through the model
public record StepFigures(
    long step,
    String dataSet,
    double loss,
    double ranking,
    double sparsity,
    double lambda,
    double querySparsity,
    double documentTerms,
    double queryTerms,
    double rate,
    double gradientNorm,
    long tokens) {
  static StepFigures of(Optimiser.Step step, String dataSet, List<BatchLoss> losses) {
    return new StepFigures(
        step.step() + 1,
        dataSet,
        mean(losses, BatchLoss::total),
        mean(losses, BatchLoss::ranking),
        mean(losses, BatchLoss::sparsity),
        losses.getLast().lambda(),
        mean(losses, BatchLoss::querySparsity),
        mean(losses, BatchLoss::documentTerms),
        mean(losses, BatchLoss::queryTerms),
        step.rateFactor(),
        step.gradientNorm(),
        losses.stream().mapToLong(BatchLoss::tokens).sum());
  }

  private static double mean(List<BatchLoss> losses, ToDoubleFunction<BatchLoss> part) {
    return losses.stream().mapToDouble(part).sum() / losses.size();
  }
}
