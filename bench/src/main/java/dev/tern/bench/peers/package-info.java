/// **Who else does this?** The same models in ONNX Runtime, Hugging Face's tokenizers, and training
/// steps in PyTorch.
///
/// Invariant: a peer gets the weights, the token ids and the number of threads that Tern gets, in
/// the form in which it is fastest or, where that is said, in the form in which it is used.
package dev.tern.bench.peers;
