/// **Here are gradients, move the weights.** AdamW, the schedule of its rate, clipping,
/// accumulation and the average of the weights.
///
/// Invariant: what is saved after a step and restored into a new optimiser of the same parameters
/// continues with the same bits.
///
/// The order within a step: gradients to 0; each micro batch adds its share of the gradients; the
/// norm over all parameters; clipping; the rate of the step; AdamW; the average of the weights.
package dev.tern.encoder.training.optimiser;
