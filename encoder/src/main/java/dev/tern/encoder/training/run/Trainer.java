package dev.tern.encoder.training.run;

import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.encoder.checkpoint.SpladeActivation;
import dev.tern.encoder.checkpoint.TransformerSide;
import dev.tern.encoder.training.config.ConfigException;
import dev.tern.encoder.training.config.DataConfig;
import dev.tern.encoder.training.config.TrainConfig;
import dev.tern.encoder.training.data.Batch;
import dev.tern.encoder.training.data.DataSet;
import dev.tern.encoder.training.data.ExampleStream;
import dev.tern.encoder.training.model.Student;
import dev.tern.encoder.training.optimiser.Optimiser;
import dev.tern.encoder.training.state.StateFile;
import dev.tern.encoder.training.state.TrainingState;
import dev.tern.encoder.training.step.BatchLoss;
import dev.tern.encoder.training.step.StepReport;
import dev.tern.encoder.training.step.TrainingStep;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A training run, from its configuration to a model directory.
///
/// Between any two steps the whole run can be written into one file and go on from there with the
/// same bits: weights, moments and averages, the place in every data set, the best evaluation.
///
/// One thread; [#cancel()] is for others.
public final class Trainer implements Closeable {
  /// How a run ended.
  public enum Outcome {
    /// All steps are done, and the model is written.
    DONE,
    /// It was cancelled; a checkpoint is written.
    CANCELLED
  }

  /// What a run needs besides its configuration.
  ///
  /// @param threads that compute, at least 1; no weight depends on their number
  /// @param resume whether a run that was begun goes on
  /// @param judge of the model, asked if the configuration wants evaluations
  /// @param listener told what happens
  public record Surroundings(int threads, boolean resume, Judge judge, RunListener listener) {}

  private final TrainConfig config;
  private final Surroundings around;
  private final RunDirectory directory;
  private final List<Closeable> resources = new ArrayList<>();
  private final ExampleStream stream;
  private final Teachers teachers;
  private final TextBatches texts;
  private final TrainingStep step;
  private final RunOutput output;
  private final RunLog log;
  private final BestModel best = new BestModel();
  private volatile boolean cancelled;

  /// Opens all that a run needs.
  ///
  /// @param file with the configuration
  /// @throws ConfigException if it is none
  /// @throws TrainingException if the output holds a run that is not to be resumed, or the other
  ///   way round
  /// @throws IOException if something that the configuration names is not as it should be
  public static Trainer open(Path file, Surroundings around) throws IOException {
    TrainConfig config = TrainConfig.read(file);
    byte[] bytes = Files.readAllBytes(file);
    RunDirectory directory =
        around.resume()
            ? RunDirectory.resume(config.output(), bytes)
            : RunDirectory.create(config.output(), bytes);
    return new Trainer(config, directory, around);
  }

  private Trainer(TrainConfig config, RunDirectory directory, Surroundings around)
      throws IOException {
    this.config = config;
    this.directory = directory;
    this.around = around;
    try {
      ModelDirectory model = ModelDirectory.open(config.model());
      TransformerSide side = model.documentSide();
      SpladeActivation activation = activation(side);
      List<DataSet> sets = new ArrayList<>();
      for (DataConfig set : config.data()) {
        sets.add(set.open());
        resources.add(sets.getLast().source());
      }
      texts = TextBatches.load(model, config.batch().maxTokens());
      if (config.queries().expansionRate().isPresent()
          && texts.words().rule().expansion().isEmpty()) {
        throw new TrainingException(
            config.model()
                + " has no expansion whose factors could be trained; make one with"
                + " tern model convert --expansion stem:0.3, or take expansion.rate out");
      }
      stream = new ExampleStream(sets, config.seed(), config.skipsBadRows());
      TrainingDocuments documents =
          new TrainingDocuments(sets, config.skipsBadRows(), texts.tokenizer());
      teachers = Teachers.open(config, documents, around.threads());
      resources.add(teachers);
      Student student = texts.student(side, activation, around.threads());
      resources.add(student::close);
      float[] idf = QueryWeights.of(config, model, texts.tokenizer(), documents, student.columns());
      step = TrainingStep.of(config, student, idf, texts.special(), texts.words().rule());
      output = new RunOutput(config, directory, side, activation, texts, step, idf);
      if (around.resume()) {
        restore(StateFile.read(directory.checkpoint()));
      }
      log = RunLog.open(directory.log(), steps(), best.judged());
      resources.add(log);
    } catch (IOException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private SpladeActivation activation(TransformerSide side) throws TrainingException {
    PoolingConfig pooling =
        side.pooling().orElse(new PoolingConfig.Splade(SpladeActivation.LOG1P_RELU));
    if (!(pooling instanceof PoolingConfig.Splade splade)) {
      throw new TrainingException(
          "\"model\" names "
              + side.folder()
              + ", which makes dense vectors, and a student makes sparse ones; name a model with a"
              + " head for masked language modelling, and this one as a teacher of the kind dense");
    }
    return config.activation().orElse(splade.activation());
  }

  private void restore(TrainingState state) throws IOException {
    step.restore(state);
    stream.restore(state);
    best.restore(state);
  }

  /// Steps that are done.
  public long steps() {
    return step.optimiser().step();
  }

  /// Rows that were left out so far because they cannot be used.
  public long skipped() {
    return stream.skipped();
  }

  /// What was asked for.
  public TrainConfig config() {
    return config;
  }

  /// Where the trained model is when the run is done.
  public Path model() {
    return directory.model();
  }

  /// The best evaluation, if there was one since the run began or was resumed.
  public Optional<Evaluation> best() {
    return best.evaluation();
  }

  /// Does the steps that are left.
  ///
  /// @throws TrainingException if the loss is no number any more; the last checkpoint stays
  /// @throws IOException if something cannot be read or written; the last checkpoint stays
  public Outcome run() throws IOException {
    evaluateIfDue();
    while (steps() < config.steps()) {
      if (cancelled) {
        checkpoint();
        return Outcome.CANCELLED;
      }
      doStep();
      if (steps() % config.checkpointSteps() == 0
          || isEvaluationDue()
          || steps() == config.steps()) {
        checkpoint();
      }
      evaluateIfDue();
    }
    // Again, with the last evaluation in it.
    checkpoint();
    output.export(directory.model(), best.lastIfOf(steps()));
    return Outcome.DONE;
  }

  private void doStep() throws IOException {
    long start = System.nanoTime();
    List<BatchLoss> losses = new ArrayList<>();
    Optional<Optimiser.Step> done = Optional.empty();
    String dataSet = "";
    while (done.isEmpty()) {
      Batch batch = stream.next(config.batch().queries());
      StepReport report =
          step.run(texts.tokenize(batch.examples()), teachers.targets(batch.examples()));
      dataSet = batch.dataSet();
      done = report.step();
      losses.add(report.loss());
      if (!Double.isFinite(report.loss().total())
          || done.filter(taken -> !taken.isTaken()).isPresent()) {
        throw explosion(batch, report.loss());
      }
    }
    StepFigures figures = StepFigures.of(done.get(), dataSet, losses);
    log.add(figures, (System.nanoTime() - start) / 1e9);
    around.listener().stepped(figures);
  }

  private TrainingException explosion(Batch batch, BatchLoss loss) {
    boolean isLost = Files.notExists(directory.checkpoint());
    return new TrainingException(
        "step "
            + (steps() + 1)
            + " went wrong: the loss was "
            + loss.total()
            + " in batch "
            + batch.number()
            + " of data set "
            + batch.dataSet()
            + ", rows "
            + batch.examples().getFirst().place()
            + " to "
            + batch.examples().getLast().place()
            + "; "
            + (isLost ? "there is no checkpoint yet" : directory.checkpoint() + " is still good")
            + "; begin another run with a lower optimiser.rate, or with optimiser.clip_norm");
  }

  private boolean isEvaluationDue() {
    return config.evaluation().isPresent()
        && best.judged() < steps()
        && (steps() % config.evaluation().get().steps() == 0 || steps() == config.steps());
  }

  private void evaluateIfDue() throws IOException {
    if (isEvaluationDue()) {
      Evaluation evaluation = output.evaluate(around.judge());
      boolean isBest = best.add(evaluation);
      if (isBest) {
        output.export(directory.best(), Optional.of(evaluation));
      }
      log.add(evaluation);
      around.listener().evaluated(evaluation, isBest);
      output.report(log);
    }
  }

  private void checkpoint() throws IOException {
    TrainingState state = new TrainingState();
    step.save(state);
    stream.save(state);
    best.save(state);
    StateFile.write(state, directory.checkpoint());
    output.report(log);
  }

  /// Makes [#run()] write a checkpoint and end after the step under way. For any thread.
  public void cancel() {
    cancelled = true;
  }

  @Override
  public void close() throws IOException {
    for (Closeable resource : resources.reversed()) {
      resource.close();
    }
    resources.clear();
  }
}
