package dev.tern.encoder.training.config;

import dev.tern.encoder.training.loss.DfFlops;
import dev.tern.encoder.training.loss.IdfFlops;
import dev.tern.encoder.training.loss.IdfTable;
import dev.tern.encoder.training.loss.L0Mask;
import dev.tern.encoder.training.loss.L1;
import dev.tern.encoder.training.loss.LambdaRamp;
import dev.tern.encoder.training.loss.LambdaRamp.Shape;
import dev.tern.encoder.training.loss.PooledFlops;
import dev.tern.encoder.training.loss.SlotFlops;
import dev.tern.encoder.training.loss.SparsityLoss;

/// The sparsity loss of a run.
///
/// @param kind what is computed
/// @param ramp its weight
/// @param mean over which vectors FLOPS takes its means
/// @param l0Threshold vectors of at most so many terms are spared; 0 spares none
/// @param alpha of DF-FLOPS
/// @param beta of DF-FLOPS
public record SparsityConfig(
    Kind kind, LambdaRamp ramp, Mean mean, int l0Threshold, double alpha, double beta) {
  /// What is computed.
  public enum Kind {
    /// FLOPS as it is.
    FLOPS,
    /// Divided by idf.
    IDF_FLOPS,
    /// Weighted by document frequency.
    DF_FLOPS,
    /// The mean length.
    L1
  }

  /// Over which vectors FLOPS takes its means.
  public enum Mean {
    /// All of the batch.
    POOLED,
    /// Those in the same slot of their queries, as the authors' code does.
    SLOTS
  }

  /// @param steps of the run
  static SparsityConfig read(ConfigObject object, int steps) throws ConfigException {
    Kind kind = object.choice("loss", Kind.FLOPS);
    double lambda =
        object.findNumber("lambda", Range.AT_LEAST_0).orElseThrow(() -> object.missing("lambda"));
    Shape shape = object.choice("ramp", Shape.QUADRATIC);
    int rampSteps = shape == Shape.QUADRATIC ? 1 : LambdaRamp.third(steps);
    LambdaRamp ramp =
        new LambdaRamp(
            lambda, object.integer("ramp_steps", 1, Integer.MAX_VALUE, rampSteps), shape);
    boolean isDf = kind == Kind.DF_FLOPS;
    boolean isFlops = kind != Kind.L1;
    SparsityConfig config =
        new SparsityConfig(
            kind,
            ramp,
            isFlops ? object.choice("mean", Mean.POOLED) : Mean.POOLED,
            object.integer("l0_threshold", 0, Integer.MAX_VALUE, 0),
            isDf ? object.number("alpha", Range.INSIDE_0_1, 0.1) : 0.1,
            isDf ? object.number("beta", Range.POSITIVE, 10) : 10);
    object.end();
    return config;
  }

  /// The loss of a batch.
  ///
  /// @param group documents of each query
  /// @param table idf, used by `IDF_FLOPS` only
  /// @param dfWeights of [DfFlops#weights], used by `DF_FLOPS` only
  public SparsityLoss loss(int group, IdfTable table, double[] dfWeights) {
    SparsityLoss flops = mean == Mean.SLOTS ? new SlotFlops(group) : new PooledFlops();
    SparsityLoss loss =
        switch (kind) {
          case FLOPS -> flops;
          case IDF_FLOPS -> new IdfFlops(flops, table);
          case DF_FLOPS -> new DfFlops(flops, dfWeights);
          case L1 -> new L1();
        };
    return l0Threshold == 0 ? loss : new L0Mask(loss, l0Threshold);
  }
}
