/// **How does a loss of vectors reach the weights?** The student: the same boxes as in
/// [dev.tern.encoder.model], with a `backward` beside each `forward`.
///
/// Invariant: a forward pass gives the bits that the encoder gives with the same weights, and every
/// gradient is one sum in one order, so that weights after any number of steps are the same bits
/// for every vector width and thread count. Work is shared by rows, columns, texts or heads, never
/// by splitting a sum.
///
/// What a forward pass computes lies in a [Tape][dev.tern.encoder.training.model.Tape], which keeps
/// what the backward pass needs and no more: what is cheap to compute again (probabilities of
/// attention, activations) is. Letters of shapes are those of [dev.tern.encoder.model]; a gradient
/// is called `d` and the name of the value.
package dev.tern.encoder.training.model;
