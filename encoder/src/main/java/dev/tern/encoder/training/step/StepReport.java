package dev.tern.encoder.training.step;

import dev.tern.encoder.training.optimiser.Optimiser;
import java.util.Optional;

/// What a micro batch did.
///
/// @param loss of the micro batch
/// @param step of the optimiser, if this micro batch was the last of one; look at
///   [Optimiser.Step#isTaken]
public record StepReport(BatchLoss loss, Optional<Optimiser.Step> step) {}
