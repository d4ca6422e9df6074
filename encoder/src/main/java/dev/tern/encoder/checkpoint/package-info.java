/// **Here is a model directory, what is in it?** Configuration, named tensors, and the layouts in
/// which they are published: Hugging Face, sentence-transformers, OpenSearch.
///
/// Invariant: a file is checked in full before anything is taken from it, so that no size, offset
/// or name in it is ever trusted; what does not hold is refused with a
/// [CheckpointException][dev.tern.encoder.checkpoint.CheckpointException] whose message names the
/// file and the remedy. Nothing in a model directory is ever executed.
package dev.tern.encoder.checkpoint;
