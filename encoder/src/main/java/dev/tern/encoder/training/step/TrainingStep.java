package dev.tern.encoder.training.step;

import dev.tern.encoder.training.config.TrainConfig;
import dev.tern.encoder.training.model.Student;
import dev.tern.encoder.training.optimiser.Optimiser;
import dev.tern.encoder.training.optimiser.Parameter;
import dev.tern.encoder.training.state.StateException;
import dev.tern.encoder.training.state.TrainingState;
import java.util.BitSet;
import java.util.Optional;

/// The arithmetic of a step: a micro batch in, moved weights out.
///
/// One thread at a time; the student's threads compute.
@SuppressWarnings({"DoNotCallSuggester", "UnusedMethod", "UnusedVariable"}) // until it computes
public final class TrainingStep {
  private final Student student;
  private final Optimiser optimiser;
  private final Optional<Parameter> idf;

  private TrainingStep(Student student, Optimiser optimiser, Optional<Parameter> idf) {
    this.student = student;
    this.optimiser = optimiser;
    this.idf = idf;
  }

  /// The step of a run.
  ///
  /// @param idf weight of each token, [V]; copied. Empty where nothing asks for it: the queries are
  ///   siamese or binary and the price of documents is not divided by idf
  /// @param special tokens that no query holds unless it is siamese
  public static TrainingStep of(TrainConfig config, Student student, float[] idf, BitSet special) {
    throw new UnsupportedOperationException("steps=" + config.steps());
  }

  /// Adds the gradients of a micro batch; the last one of a step moves the weights.
  public StepReport run(TokenizedBatch batch, Targets targets) {
    throw new UnsupportedOperationException();
  }

  /// The model.
  public Student student() {
    return student;
  }

  /// Who moves the weights; its [Optimiser#step] is the step to come.
  public Optimiser optimiser() {
    return optimiser;
  }

  /// The table of query weights as it is now, if it is trained.
  public Optional<Parameter> idf() {
    return idf;
  }

  /// Puts all that a run needs to go on into a state: weights, moments, average, counts.
  ///
  /// @throws IllegalStateException within a step
  public void save(TrainingState state) {
    throw new UnsupportedOperationException();
  }

  /// Takes up where [#save] was called.
  ///
  /// @throws StateException if the state is that of another run
  public void restore(TrainingState state) throws StateException {
    throw new UnsupportedOperationException();
  }
}
