/// **What happens in a step?** From tokenised queries and documents to moved weights: forward,
/// losses, backward, optimiser.
///
/// Invariant: a step is a function of the weights, the moments, the batch and the number of the
/// step alone.
package dev.tern.encoder.training.step;
