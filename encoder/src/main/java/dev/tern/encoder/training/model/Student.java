package dev.tern.encoder.training.model;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.encoder.checkpoint.SpladeActivation;
import dev.tern.encoder.checkpoint.TransformerSide;
import dev.tern.encoder.kernel.Simd;
import dev.tern.encoder.model.TokenBatch;
import dev.tern.encoder.training.loss.SparseRows;
import dev.tern.encoder.training.optimiser.Parameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A model that is trained: texts to vectors, and from the gradients of these to the gradients of
/// its parameters.
///
/// ```java
/// SparseRows vectors = student.forward(batch, tape);
/// double loss = ...; // adds to the gradients of the vectors
/// student.backward(tape, vectors, 0);
/// // the optimiser moves the values of student.parameters()
/// student.refresh();
/// ```
///
/// One caller at a time; the threads it was made with compute together.
public final class Student implements AutoCloseable {
  private final ModelConfig config;
  private final PoolingConfig pooling;
  private final Embeddings embeddings;
  private final List<EncoderLayer> layers = new ArrayList<>();
  private final Output output;
  private final List<Parameter> parameters;
  private final Gradients gradients;
  private final Workers workers;

  private Student(Weights weights, ModelConfig config, PoolingConfig pooling, int threads)
      throws CheckpointException {
    this.config = config;
    this.pooling = pooling;
    embeddings = weights.embeddings();
    for (int i = 0; i < config.layers(); i++) {
      layers.add(weights.layer(i));
    }
    output =
        switch (pooling) {
          case PoolingConfig.Splade splade -> new SparseOutput(weights.head(), splade.activation());
          case PoolingConfig.Dense dense -> new DenseOutput(dense, config.hiddenSize());
        };
    parameters = weights.parameters();
    gradients = new Gradients(config);
    workers = new Workers(threads);
  }

  /// Reads the document side of a model directory; one that does not say how to pool is a sparse
  /// model with `log1p(relu)`.
  ///
  /// @param threads that compute together, at least 1; no result depends on their number
  /// @throws CheckpointException if a tensor is missing or has another shape than expected
  public static Student load(TransformerSide side, int threads) throws IOException {
    PoolingConfig pooling =
        side.pooling().orElse(new PoolingConfig.Splade(SpladeActivation.LOG1P_RELU));
    try (Checkpoint checkpoint = Checkpoint.open(side.folder())) {
      return load(checkpoint, side.config(), pooling, threads);
    }
  }

  /// Reads the weights; the checkpoint may be closed afterwards.
  ///
  /// @param pooling what the vectors are
  /// @param threads that compute together, at least 1; no result depends on their number
  /// @throws CheckpointException if a tensor is missing or has another shape than expected
  public static Student load(
      Checkpoint checkpoint, ModelConfig config, PoolingConfig pooling, int threads)
      throws CheckpointException {
    Simd.require();
    Student student = new Student(new Weights(checkpoint, config), config, pooling, threads);
    student.refresh();
    return student;
  }

  /// Sizes and switches.
  public ModelConfig config() {
    return config;
  }

  /// What the vectors are.
  public PoolingConfig pooling() {
    return pooling;
  }

  /// The weights that are trained under the names of the checkpoint, each tensor once: a decoder
  /// that is tied to the word embeddings is these.
  public List<Parameter> parameters() {
    return parameters;
  }

  /// Width of a vector: V of a sparse model, H of a dense one.
  public int columns() {
    return pooling instanceof PoolingConfig.Splade ? config.vocabularySize() : config.hiddenSize();
  }

  /// Buffers for a pass.
  public Tape newTape() {
    return new Tape(config);
  }

  /// The vectors of texts, in their order: of a sparse model the entries whose largest logit is
  /// above 0, those of special tokens included, as the authors train; of a dense one all columns.
  ///
  /// @param tape whose last pass is forgotten
  /// @throws IllegalArgumentException if a text is longer than the positions of the model or an id
  ///   is not in its vocabulary
  public SparseRows forward(TokenBatch batch, Tape tape) {
    forwardLayers(batch, tape);
    return output.forward(workers, tape);
  }

  /// The same vectors in some columns only, and nothing in all others: for losses that look at no
  /// other column, which spares most of the head's work.
  ///
  /// @param columns ascending strictly, at least one
  /// @throws IllegalArgumentException as [#forward(TokenBatch, Tape)], or if the model is dense
  public SparseRows forward(TokenBatch batch, Tape tape, int[] columns) {
    if (!(output instanceof SparseOutput sparse)) {
      throw new IllegalArgumentException(
          "a dense vector is computed whole, as a document is all of its columns: pooling="
              + pooling);
    }
    forwardLayers(batch, tape);
    return sparse.forward(workers, tape, columns);
  }

  private void forwardLayers(TokenBatch batch, Tape tape) {
    tape.begin(batch);
    embeddings.forward(workers, tape);
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).forward(workers, batch, tape.input(i), tape.layers.get(i));
    }
  }

  /// Adds to the gradients of all parameters what the gradients of the vectors amount to. Spends
  /// the tape: the next call needs another forward pass.
  ///
  /// @param tape of the pass that made them
  /// @param vectors with their gradients
  /// @param firstRow the row that is the first text of the tape: not 0 where the vectors of several
  ///   passes stand in one
  /// @throws IllegalStateException if the tape is spent
  public void backward(Tape tape, SparseRows vectors, int firstRow) {
    tape.spend();
    gradients.resize(tape.batch().tokens());
    output.backward(workers, tape, vectors, firstRow, gradients);
    backwardLayers(tape);
  }

  private void backwardLayers(Tape tape) {
    for (int i = layers.size() - 1; i >= 0; i--) {
      layers.get(i).backward(workers, tape.batch(), tape.input(i), tape.layers.get(i), gradients);
    }
    embeddings.backward(workers, tape, gradients.hidden);
  }

  /// Passes masked texts forward and backward: adds `weight` times the gradients of the masked
  /// language model's loss and returns it without the weight.
  ///
  /// @param masked the words to be guessed in each text of the batch, at least one
  /// @throws IllegalArgumentException as [#forward], or if the model is one for dense vectors
  public double maskedTokens(TokenBatch batch, MaskedTokens masked, Tape tape, double weight) {
    if (!(output instanceof SparseOutput sparse)
        || masked.size() == 0
        || masked.positions().size() != batch.texts()) {
      throw new IllegalArgumentException(
          "words are masked in these texts and guessed by a head for the vocabulary: pooling="
              + pooling
              + " masked="
              + masked.size()
              + " texts="
              + batch.texts());
    }
    forwardLayers(batch, tape);
    tape.spend();
    gradients.resize(batch.tokens());
    double loss = new MaskedTokenHead(sparse.head()).run(workers, tape, masked, weight, gradients);
    backwardLayers(tape);
    return loss;
  }

  /// Takes up the weights as they are now: to be called when the optimiser, or anybody else, has
  /// changed values of the parameters.
  public void refresh() {
    for (EncoderLayer layer : layers) {
      layer.refresh(workers);
    }
    output.refresh(workers);
  }

  /// Lets the threads end.
  @Override
  public void close() {
    workers.close();
  }
}
