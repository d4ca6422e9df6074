package dev.tern.encoder;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.LexicalFloor;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.encoder.checkpoint.RetrievalConfig;
import dev.tern.encoder.checkpoint.RetrievalConfig.Reading;
import dev.tern.encoder.checkpoint.SpladeActivation;
import dev.tern.encoder.checkpoint.TransformerSide;
import dev.tern.encoder.model.ForwardPass;
import dev.tern.encoder.model.MaskedLanguageModel;
import dev.tern.encoder.model.SkippedWork;
import dev.tern.encoder.model.Team;
import dev.tern.encoder.model.TokenBatch;
import dev.tern.encoder.tokenizer.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/// Text to sparse vector through a transformer with a head for masked language modelling (SPLADE).
///
/// `d_j = f(max_t H_tj)`, where `H` are the logits of the vocabulary rows `j` at the tokens `t` of
/// the text, `[CLS]` and `[SEP]` included, and `f` is the [SpladeActivation] of the model. Rows of
/// special tokens are dropped unless the options keep them; then the vector is pruned as they say,
/// and put over the [LexicalFloor] of the model directory, if it has one. An empty text is the text
/// of `[CLS] [SEP]`; what becomes of one of too many tokens is said by [LongText], and is to be cut
/// at its end by default.
///
/// Safe for use by several threads. A text has the same vector, bit for bit, whichever method
/// encodes it, with whatever others, and on however many threads.
public final class SparseEncoder implements AutoCloseable {
  private final Path folder;
  private final TextInput input;
  private final MaskedLanguageModel model;
  private final SparsePooling pooling;
  private final Pruning pruning;
  private final boolean titles;
  private final Optional<Floor> floor;
  private final LongAdder tokens = new LongAdder();
  private final Idle<OneText<SparseVector>> single;
  private final BatchPipeline<TitledText, SparseVector> pipeline;
  private final Team team;

  private SparseEncoder(
      Path folder,
      TextInput input,
      MaskedLanguageModel model,
      SparsePooling pooling,
      RetrievalConfig retrieval,
      SparseOptions options) {
    this.folder = folder;
    this.input = input;
    this.model = model;
    this.pooling = pooling;
    this.pruning = options.pruning().orElseGet(() -> pruning(retrieval.documents()));
    this.titles = retrieval.documents().titles();
    this.floor =
        retrieval
            .floor()
            .filter(_ -> options.floor())
            .map(rule -> new Floor(rule, input.tokenizer()));
    this.single = new Idle<>(() -> new OneText<>(input, SparseVector.empty(), this::pass));
    this.pipeline = new BatchPipeline<>(new Documents(), options.batching());
    this.team = new Team(options.batching().threads());
  }

  private static Pruning pruning(Reading documents) {
    return documents.maxTerms().isPresent()
        ? new Pruning.TopK(documents.maxTerms().getAsInt())
        : new Pruning.None();
  }

  /// Loads the document side of a model directory, which for most models serves queries too.
  ///
  /// @throws CheckpointException if something in the directory is not as it should be, or its model
  ///   is one for dense vectors
  /// @throws IOException if a file cannot be read
  public static SparseEncoder load(Path directory) throws IOException {
    return load(directory, SparseOptions.DEFAULT);
  }

  /// Loads the document side of a model directory with options.
  ///
  /// @throws CheckpointException if something in the directory is not as it should be, or its model
  ///   is one for dense vectors
  /// @throws IOException if a file cannot be read
  /// @throws IllegalArgumentException if the options ask for more tokens than the model has
  ///   positions, or for windows without room for a token
  public static SparseEncoder load(Path directory, SparseOptions options) throws IOException {
    ModelDirectory model = ModelDirectory.open(directory);
    return load(model.documentSide(), model.retrieval(), options);
  }

  /// Loads the model that is published with Tern.
  ///
  /// @throws CheckpointException if its artifact is not on the class path, or damaged
  /// @throws IOException if its files cannot be unpacked
  public static SparseEncoder bundled() throws IOException {
    return bundled(SparseOptions.DEFAULT);
  }

  /// Loads the model that is published with Tern, with options.
  ///
  /// @throws CheckpointException if its artifact is not on the class path, or damaged
  /// @throws IOException if its files cannot be unpacked
  public static SparseEncoder bundled(SparseOptions options) throws IOException {
    try (ModelSource.Opened model = BundledModel.unpack()) {
      return load(model.directory(), options);
    }
  }

  /// @param retrieval what documents have beside the model; queries have nothing
  static SparseEncoder load(TransformerSide side, RetrievalConfig retrieval, SparseOptions options)
      throws IOException {
    try (ColdStart _ = ColdStart.begin()) {
      return read(side, retrieval, options);
    }
  }

  private static SparseEncoder read(
      TransformerSide side, RetrievalConfig retrieval, SparseOptions options) throws IOException {
    SpladeActivation activation = SpladeActivation.LOG1P_RELU;
    if (side.pooling().isPresent()) {
      if (!(side.pooling().get() instanceof PoolingConfig.Splade splade)) {
        throw new CheckpointException(
            side.folder() + " has a model for dense vectors; load it with DenseEncoder");
      }
      activation = splade.activation();
    }
    TextInput input =
        TextInput.load(
            side, options.maxTokens(), options.specialTokensInText(), options.longText());
    BitSet dropped = new BitSet();
    if (!options.keepSpecialTokens()) {
      for (int id = 0; id < input.tokenizer().vocabulary().size(); id++) {
        dropped.set(id, input.tokenizer().isSpecial(id));
      }
    }
    SparsePooling pooling = new SparsePooling(options.activation().orElse(activation), dropped);
    try (Checkpoint checkpoint = Checkpoint.open(side.folder(), options.weights())) {
      MaskedLanguageModel model = MaskedLanguageModel.load(checkpoint, side.config());
      return new SparseEncoder(side.folder(), input, model, pooling, retrieval, options);
    }
  }

  /// The floor under the vectors of documents, if they have one.
  public Optional<LexicalFloor> floor() {
    return floor.map(Floor::rule);
  }

  /// The tokenizer, whose vocabulary names the ids of the vectors.
  public Tokenizer tokenizer() {
    return input.tokenizer();
  }

  /// Most tokens of a text, special ones included.
  public int maxTokens() {
    return input.maxTokens();
  }

  /// The vector of one text, computed as fast as it can be: by as many threads together as the
  /// batching has workers, the calling one among them, or by that alone while other texts are being
  /// encoded. An interrupt does not end it and is kept.
  ///
  /// In the long run nothing is allocated but the vector, unless the text is cut into windows, or
  /// its vector is pruned or has a floor.
  ///
  /// @throws UncheckedIOException if weights of the model are so large that a sum of them is not
  ///   finite
  public SparseVector encode(String text) {
    return finished(text, unpruned(text));
  }

  /// The vector of a document with a title; where the model does not read titles by themselves, or
  /// there is none, that of title and text together.
  ///
  /// @throws UncheckedIOException as [#encode(String)]
  public SparseVector encode(TitledText document) {
    return readsTitle(document)
        ? finished(document.content(), merged(vectors(pieces(document), team)))
        : encode(document.content());
  }

  private boolean readsTitle(TitledText document) {
    return titles && !document.title().isBlank() && !document.text().isBlank();
  }

  /// The token ids of all that the model reads of a document, one after the other.
  private List<int[]> pieces(TitledText document) {
    List<int[]> pieces = input.pieces(document.content());
    if (!readsTitle(document)) {
      return pieces;
    }
    List<int[]> more = new ArrayList<>(pieces);
    more.addAll(input.pieces(document.title()));
    return more;
  }

  private SparseVector finished(String text, SparseVector unpruned) {
    SparseVector pruned = pruning.apply(unpruned);
    return floor.isPresent() ? floor.get().under(pruned, text) : pruned;
  }

  /// The vector of one text as the model gives it, before pruning and without floor.
  SparseVector unpruned(String text) {
    return switch (input.longText()) {
      case LongText.Truncate() -> truncated(text);
      case LongText.Windows _ -> merged(vectors(input.pieces(text), team));
    };
  }

  private SparseVector truncated(String text) {
    OneText<SparseVector> one = single.take();
    SparseVector vector;
    try {
      vector = one.encode(text, team);
    } catch (ArithmeticException e) {
      throw DamagedWeights.in(folder, e);
    }
    tokens.add(one.tokens());
    single.giveBack(one);
    return vector;
  }

  private static SparseVector merged(List<SparseVector> pieces) {
    SparseVector vector = pieces.getFirst();
    for (int i = 1; i < pieces.size(); i++) {
      vector = vector.maximum(pieces.get(i));
    }
    return vector;
  }

  /// The vectors of texts, in their order, computed by the workers.
  ///
  /// @throws IllegalStateException if the encoder is closed
  /// @throws CancellationException if the calling thread is interrupted
  public List<SparseVector> encodeAll(List<String> texts) {
    List<SparseVector> vectors = new ArrayList<>(texts.size());
    encodeAll(texts.iterator(), vectors::add);
    return vectors;
  }

  /// Hands the vectors of a stream of texts to `consumer`, in the order of the texts.
  ///
  /// The stream may be endless: only a bounded number of texts is read ahead of the consumer. Both
  /// are called by the calling thread alone; what they throw ends the run.
  ///
  /// @throws IllegalStateException if the encoder is closed
  /// @throws CancellationException if the calling thread is interrupted, or after [#cancel()]
  public void encodeAll(Iterator<String> texts, Consumer<? super SparseVector> consumer) {
    encodeAll(texts, Function.identity(), (_, vector) -> consumer.accept(vector));
  }

  /// Hands the items of a stream with the vectors of their texts to `consumer`, in order; for items
  /// that are more than a text. Otherwise as [#encodeAll(Iterator, Consumer)].
  ///
  /// @throws IllegalStateException if the encoder is closed
  /// @throws CancellationException if the calling thread is interrupted
  public <T> void encodeAll(
      Iterator<? extends T> items,
      Function<? super T, String> text,
      BiConsumer<? super T, ? super SparseVector> consumer) {
    encodeTitled(items, item -> TitledText.of(text.apply(item)), consumer);
  }

  /// The same for documents that may have titles.
  ///
  /// @throws IllegalStateException if the encoder is closed
  /// @throws CancellationException if the calling thread is interrupted
  public <T> void encodeTitled(
      Iterator<? extends T> items,
      Function<? super T, TitledText> document,
      BiConsumer<? super T, ? super SparseVector> consumer) {
    pipeline.run(items, document, consumer);
  }

  private ForwardPass pass(Consumer<SparseVector> vectors) {
    return model.positivePass((_, maxLogits) -> vectors.accept(pooling.vector(maxLogits)));
  }

  private List<SparseVector> vectors(List<int[]> texts, Team together) {
    List<SparseVector> vectors = new ArrayList<>(texts.size());
    TokenBatch batch = TokenBatch.of(texts);
    try {
      pass(vectors::add).run(batch, together);
    } catch (ArithmeticException e) {
      throw DamagedWeights.in(folder, e);
    }
    tokens.add(batch.tokens());
    return vectors;
  }

  /// How many tokens the model has read so far, special ones included.
  public long tokens() {
    return tokens.sum();
  }

  /// Which part of the head's work was certain to change no weight and was not done, in `[0, 1]`,
  /// counted in pairs of a vocabulary row and 16 tokens since the encoder learned from the first
  /// texts what it can skip; empty if it has not skipped anything. No vector depends on it.
  public OptionalDouble skippedShare() {
    SkippedWork work = model.skippedWork();
    return work.pairs() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(1 - (double) work.computed() / work.pairs());
  }

  /// Makes the `encodeAll` under way, and every later one, end with a [CancellationException]
  /// within the time of one mini-batch. For any thread.
  public void cancel() {
    pipeline.cancel();
  }

  /// Ends all threads: later calls of `encodeAll` are refused, `encode` goes on with the calling
  /// thread.
  @Override
  public void close() {
    pipeline.close();
    team.close();
  }

  private final class Documents implements BatchEncoding<TitledText, SparseVector> {
    @Override
    public int length(TitledText document) {
      return document.title().length() + document.text().length();
    }

    @Override
    public List<int[]> tokenize(TitledText document) {
      return pieces(document);
    }

    @Override
    public List<SparseVector> encode(List<int[]> pieces) {
      return vectors(pieces, Team.ALONE);
    }

    @Override
    public SparseVector merge(SparseVector one, SparseVector other) {
      return one.maximum(other);
    }

    @Override
    public SparseVector finish(TitledText document, SparseVector unpruned) {
      return finished(document.content(), unpruned);
    }
  }
}
