package dev.tern.encoder.training.step;

import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.encoder.training.config.OptimiserConfig.RatedTable;
import dev.tern.encoder.training.config.QueryConfig.Side;
import dev.tern.encoder.training.config.SparsityConfig;
import dev.tern.encoder.training.config.SparsityConfig.Kind;
import dev.tern.encoder.training.config.TrainConfig;
import dev.tern.encoder.training.loss.ExpandedMatching;
import dev.tern.encoder.training.loss.ExpandedMatching.Rule;
import dev.tern.encoder.training.loss.IdfMatching;
import dev.tern.encoder.training.loss.IdfTable;
import dev.tern.encoder.training.loss.SparseRows;
import dev.tern.encoder.training.loss.TableQueries;
import dev.tern.encoder.training.model.Student;
import dev.tern.encoder.training.optimiser.Optimiser;
import dev.tern.encoder.training.optimiser.Parameter;
import dev.tern.encoder.training.state.StateException;
import dev.tern.encoder.training.state.TrainingState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The arithmetic of a step: a micro batch in, moved weights out.
///
/// One thread at a time; the student's threads compute.
public final class TrainingStep {
  private static final double[] NO_WEIGHTS = {};

  private final Student student;
  private final Optimiser optimiser;
  private final Objective objective;
  private final Side side;
  private final Parameter idf; // [V], or nothing
  private final Parameter factors; // one for each pair of the expansion, or nothing
  private final boolean isWhole; // all columns of documents matter
  private final boolean isIdfTrained;
  private final boolean isExpansionTrained;
  private final BitSet special;
  private final Rule rule;
  private final CachedTexts queries;
  private final CachedTexts documents;
  private final Optional<DocumentFrequencies> frequencies;

  private TrainingStep(
      TrainConfig config,
      Student student,
      Parameter idf,
      Parameter factors,
      Optimiser optimiser,
      BitSet special,
      Rule rule) {
    this.student = student;
    this.optimiser = optimiser;
    this.objective =
        new Objective(
            config.ranking(),
            config.teaching().studentScale(),
            config.sparsity(),
            config.querySparsity());
    this.side = config.queries().side();
    this.idf = idf;
    this.factors = factors;
    this.isWhole = side == Side.SIAMESE || config.sparsity().isPresent();
    this.isIdfTrained = config.queries().idfRate().isPresent();
    this.isExpansionTrained = config.queries().expansionRate().isPresent();
    this.special = special;
    this.rule = rule;
    this.queries = new CachedTexts(student, config.batch().textsPerPass());
    this.documents = new CachedTexts(student, config.batch().textsPerPass());
    this.frequencies =
        config
            .sparsity()
            .filter(price -> price.kind() == Kind.DF_FLOPS)
            .map(price -> frequencies(student, price));
  }

  private static DocumentFrequencies frequencies(Student student, SparsityConfig price) {
    return new DocumentFrequencies(student.columns(), price.alpha(), price.beta());
  }

  /// The step of a run.
  ///
  /// @param idf weight of each token, [V]; copied. Empty where nothing asks for it: the queries are
  ///   siamese or binary and the price of documents is not divided by idf
  /// @param special tokens that no query holds unless it is siamese
  public static TrainingStep of(TrainConfig config, Student student, float[] idf, BitSet special) {
    return of(config, student, idf, special, Rule.PLAIN);
  }

  /// The same with queries in which tokens count as a rule says.
  public static TrainingStep of(
      TrainConfig config, Student student, float[] idf, BitSet special, Rule rule) {
    Side side = config.queries().side();
    if (side != Side.SIAMESE && !(student.pooling() instanceof PoolingConfig.Splade)) {
      throw new IllegalArgumentException(
          "the queries of a dense student go through it too, as dimensions are no tokens: side="
              + side);
    }
    boolean isNeeded =
        side == Side.IDF
            || config.sparsity().filter(price -> price.kind() == Kind.IDF_FLOPS).isPresent();
    if (isNeeded && idf.length != student.columns()) {
      throw new IllegalArgumentException(
          "a table has a weight for each column of a vector: weights="
              + idf.length
              + " columns="
              + student.columns());
    }
    Parameter table = new Parameter("idf", idf.clone());
    Parameter factors = new Parameter("expansion", rule.factors());
    List<RatedTable> tables = new ArrayList<>();
    config.queries().idfRate().ifPresent(rate -> tables.add(new RatedTable(table, rate)));
    config.queries().expansionRate().ifPresent(rate -> tables.add(new RatedTable(factors, rate)));
    Optimiser optimiser = config.optimiser().optimiser(student.parameters(), tables);
    return new TrainingStep(
        config, student, table, factors, optimiser, (BitSet) special.clone(), rule);
  }

  /// Adds the gradients of a micro batch; the last one of a step moves the weights.
  ///
  /// Vectors or weights that are not finite show in the loss and in [Optimiser.Step#isTaken].
  public StepReport run(TokenizedBatch batch, Targets targets) {
    IdfTable table = IdfTable.of(idf.values());
    IdfTable ofQueries = side == Side.IDF ? table : IdfTable.binary(student.columns());
    ExpandedMatching expanded = new ExpandedMatching(ofQueries, special, rule, factors.values());
    TableQueries matching =
        rule.equals(Rule.PLAIN) ? new IdfMatching(ofQueries, special) : expanded;
    boolean isSiamese = side == Side.SIAMESE;

    SparseRows q =
        isSiamese
            ? queries.forward(batch.queries(), Optional.empty())
            : matching.forward(batch.queries());
    SparseRows d = documents.forward(batch.documents(), isWhole ? Optional.empty() : columnsOf(q));
    double[] dfWeights = frequencies.map(counts -> counts.observe(d)).orElse(NO_WEIGHTS);
    BatchLoss loss =
        objective.add(
            new Objective.Vectors(q, d, floors(batch)),
            targets,
            new Objective.Prices(table, dfWeights, optimiser.step()),
            optimiser.microBatchWeight(),
            documents.tokens() + (isSiamese ? queries.tokens() : 0));
    documents.backward(d);
    if (isSiamese) {
      queries.backward(q);
    } else if (isIdfTrained || isExpansionTrained) {
      matching.backward(q);
      if (isIdfTrained) {
        table.addGradientsTo(idf.gradients());
      }
      if (isExpansionTrained) {
        expanded.addFactorGradientsTo(factors.gradients());
      }
    }
    Optional<Optimiser.Step> step = optimiser.microBatchDone();
    if (step.isPresent()) {
      student.refresh();
    }
    return new StepReport(loss, step);
  }

  /// The columns in which some query of the batch has something. Where documents cost nothing, no
  /// other column of theirs has a gradient.
  private static Optional<int[]> columnsOf(SparseRows queries) {
    int[] ids = IntStream.range(0, queries.size()).map(queries::id).sorted().distinct().toArray();
    return Optional.of(ids).filter(some -> some.length > 0);
  }

  private Optional<SparseRows> floors(TokenizedBatch batch) {
    return batch.floors().isEmpty()
        ? Optional.empty()
        : Optional.of(SparseRows.of(student.columns(), batch.floors()));
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
    return isIdfTrained ? Optional.of(idf) : Optional.empty();
  }

  /// The factors of the expansion as they are now, in the order of the rule's pairs, if they are
  /// trained.
  public Optional<Parameter> factors() {
    return isExpansionTrained ? Optional.of(factors) : Optional.empty();
  }

  /// Puts all that a run needs to go on into a state: weights, moments, average, counts.
  ///
  /// @throws IllegalStateException within a step
  public void save(TrainingState state) {
    optimiser.save(state);
    frequencies.ifPresent(counts -> counts.save(state));
  }

  /// Takes up where [#save] was called.
  ///
  /// @throws StateException if the state is that of another run
  public void restore(TrainingState state) throws StateException {
    optimiser.restore(state);
    if (frequencies.isPresent()) {
      frequencies.get().restore(state);
    }
    student.refresh();
  }
}
