package dev.tern.encoder.training.loss;

/// How expensive vectors are to search with.
///
/// [PooledFlops] and [SlotFlops] are the two readings of FLOPS; [IdfFlops], [DfFlops] and [L0Mask]
/// change the vectors before another loss sees them.
public sealed interface SparsityLoss permits PooledFlops, SlotFlops, IdfFlops, DfFlops, L0Mask, L1 {
  /// Adds `weight` times the gradient to the vectors' gradients and returns the value without the
  /// weight.
  double add(SparseRows vectors, double weight);
}
