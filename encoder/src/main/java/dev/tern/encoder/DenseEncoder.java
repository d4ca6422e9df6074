package dev.tern.encoder;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.encoder.checkpoint.TokenPooling;
import dev.tern.encoder.checkpoint.TransformerSide;
import dev.tern.encoder.model.ForwardPass;
import dev.tern.encoder.model.Pooling;
import dev.tern.encoder.model.Team;
import dev.tern.encoder.model.TokenBatch;
import dev.tern.encoder.model.Transformer;
import dev.tern.encoder.tokenizer.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/// Text to one dense vector through a transformer: the mean of the hidden states of its tokens or
/// that of `[CLS]`, divided by its length if the model says so.
///
/// Safe for use by several threads. A text has the same vector, bit for bit, whichever method
/// encodes it, with whatever others, and on however many threads.
public final class DenseEncoder implements AutoCloseable {
  private static final float[] NONE = {};

  private final Path folder;
  private final TextInput input;
  private final Transformer model;
  private final Pooling pooling;
  private final Idle<OneText<float[]>> single;
  private final BatchPipeline<String, float[]> pipeline;
  private final Team team;

  private DenseEncoder(
      Path folder,
      TextInput input,
      Transformer model,
      PoolingConfig.Dense pooling,
      Batching batching) {
    this.folder = folder;
    this.input = input;
    this.model = model;
    this.pooling = new Pooling(pooling);
    this.single = new Idle<>(() -> new OneText<>(input, NONE, this::pass));
    this.pipeline = new BatchPipeline<>(new Texts(), batching);
    this.team = new Team(batching.threads());
  }

  /// Loads a model directory.
  ///
  /// @throws CheckpointException if something in the directory is not as it should be, or its model
  ///   is one for sparse vectors
  /// @throws IOException if a file cannot be read
  public static DenseEncoder load(Path directory) throws IOException {
    return load(directory, DenseOptions.DEFAULT);
  }

  /// Loads a model directory with options.
  ///
  /// @throws CheckpointException if something in the directory is not as it should be, or its model
  ///   is one for sparse vectors and the options name no pooling
  /// @throws IOException if a file cannot be read
  /// @throws IllegalArgumentException if the options ask for more tokens than the model has
  ///   positions
  public static DenseEncoder load(Path directory, DenseOptions options) throws IOException {
    TransformerSide side = ModelDirectory.open(directory).documentSide();
    try (ColdStart _ = ColdStart.begin()) {
      return read(side, options);
    }
  }

  private static DenseEncoder read(TransformerSide side, DenseOptions options) throws IOException {
    PoolingConfig.Dense pooling =
        options.pooling().isPresent() ? options.pooling().get() : pooling(side);
    TextInput input =
        TextInput.load(
            side, options.maxTokens(), options.specialTokensInText(), new LongText.Truncate());
    try (Checkpoint checkpoint = Checkpoint.open(side.folder(), options.weights())) {
      Transformer model = Transformer.load(checkpoint, side.config());
      return new DenseEncoder(side.folder(), input, model, pooling, options.batching());
    }
  }

  private static PoolingConfig.Dense pooling(TransformerSide side) throws CheckpointException {
    if (side.pooling().isEmpty()) {
      return new PoolingConfig.Dense(TokenPooling.MEAN, false);
    }
    if (!(side.pooling().get() instanceof PoolingConfig.Dense dense)) {
      throw new CheckpointException(
          side.folder() + " has a model for sparse vectors; load it with SparseEncoder");
    }
    return dense;
  }

  /// The tokenizer of the model.
  public Tokenizer tokenizer() {
    return input.tokenizer();
  }

  /// Most tokens of a text, special ones included.
  public int maxTokens() {
    return input.maxTokens();
  }

  /// Length of the vectors.
  public int dimensions() {
    return model.config().hiddenSize();
  }

  /// The vector of one text, computed as fast as it can be: by as many threads together as the
  /// batching has workers, the calling one among them, or by that alone while other texts are being
  /// encoded. An interrupt does not end it and is kept.
  ///
  /// @throws UncheckedIOException if weights of the model are so large that a sum of them is not
  ///   finite
  public float[] encode(String text) {
    OneText<float[]> one = single.take();
    float[] vector;
    try {
      vector = one.encode(text, team);
    } catch (ArithmeticException e) {
      throw DamagedWeights.in(folder, e);
    }
    single.giveBack(one);
    return vector;
  }

  /// The vectors of texts, in their order, computed by the workers.
  ///
  /// @throws IllegalStateException if the encoder is closed
  /// @throws CancellationException if the calling thread is interrupted
  public List<float[]> encodeAll(List<String> texts) {
    List<float[]> vectors = new ArrayList<>(texts.size());
    encodeAll(texts.iterator(), vectors::add);
    return vectors;
  }

  /// Hands the vectors of a stream of texts to `consumer`, in the order of the texts, reading ahead
  /// a bounded number of them; both are called by the calling thread alone.
  ///
  /// @throws IllegalStateException if the encoder is closed
  /// @throws CancellationException if the calling thread is interrupted
  public void encodeAll(Iterator<String> texts, Consumer<? super float[]> consumer) {
    encodeAll(texts, Function.identity(), (_, vector) -> consumer.accept(vector));
  }

  /// Hands the items of a stream with the vectors of their texts to `consumer`, in order; otherwise
  /// as [#encodeAll(Iterator, Consumer)].
  ///
  /// @throws IllegalStateException if the encoder is closed
  /// @throws CancellationException if the calling thread is interrupted
  public <T> void encodeAll(
      Iterator<? extends T> items,
      Function<? super T, String> text,
      BiConsumer<? super T, ? super float[]> consumer) {
    pipeline.run(items, text, consumer);
  }

  private ForwardPass pass(Consumer<float[]> vectors) {
    return model.pass((_, hidden, from, tokens) ->
        vectors.accept(pooling.forward(hidden, from, tokens, dimensions())));
  }

  private List<float[]> vectors(List<int[]> texts) {
    List<float[]> vectors = new ArrayList<>(texts.size());
    try {
      pass(vectors::add).run(TokenBatch.of(texts), Team.ALONE);
    } catch (ArithmeticException e) {
      throw DamagedWeights.in(folder, e);
    }
    return vectors;
  }

  /// Ends all threads: later calls of `encodeAll` are refused, `encode` goes on with the calling
  /// thread.
  @Override
  public void close() {
    pipeline.close();
    team.close();
  }

  private final class Texts implements BatchEncoding<String, float[]> {
    @Override
    public int length(String text) {
      return text.length();
    }

    @Override
    public List<int[]> tokenize(String text) {
      return input.pieces(text);
    }

    @Override
    public List<float[]> encode(List<int[]> texts) {
      return vectors(texts);
    }

    @Override
    public float[] merge(float[] one, float[] other) {
      throw new IllegalStateException("a text with a dense vector is one piece");
    }

    @Override
    public float[] finish(String text, float[] vector) {
      return vector;
    }
  }
}
