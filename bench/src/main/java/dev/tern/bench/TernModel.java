package dev.tern.bench;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.encoder.checkpoint.TokenPooling;
import dev.tern.encoder.checkpoint.TransformerSide;
import dev.tern.encoder.kernel.Log1p;
import dev.tern.encoder.model.MaskedLanguageModel;
import dev.tern.encoder.model.Pooling;
import dev.tern.encoder.model.SkippedWork;
import dev.tern.encoder.model.Team;
import dev.tern.encoder.model.TokenBatch;
import dev.tern.encoder.model.Transformer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What is measured of Tern: from token ids to the values of vectors, as its encoders do it, so
/// that the peers can be given the same ids.
final class TernModel implements AutoCloseable {
  private static final int TOKENS_PER_BATCH = 1024;

  private final ModelConfig config;
  private final Forward forward;
  private final Supplier<Optional<String>> skipped;
  private final int threads;
  private final Team team;
  private final ExecutorService workers;

  /// Sets the vectors of the texts of a batch.
  private interface Forward {
    void run(TokenBatch batch, Team team, float[][] vectors);
  }

  private TernModel(
      ModelConfig config, Forward forward, Supplier<Optional<String>> skipped, int threads) {
    this.config = config;
    this.forward = forward;
    this.skipped = skipped;
    this.threads = threads;
    this.team = new Team(threads);
    this.workers = Executors.newFixedThreadPool(threads);
  }

  static TernModel load(Subject subject, int threads) throws IOException {
    return subject.sparse()
        ? sparse(subject.directory(), threads)
        : dense(subject.directory(), threads);
  }

  /// Loads a SPLADE model, as `SparseEncoder` does.
  private static TernModel sparse(Path directory, int threads) throws IOException {
    TransformerSide side = ModelDirectory.open(directory).documentSide();
    try (Checkpoint checkpoint = Checkpoint.open(side.folder())) {
      MaskedLanguageModel model = MaskedLanguageModel.load(checkpoint, side.config());
      Forward forward =
          (batch, team, vectors) ->
              model.forwardPositive(
                  batch, team, (text, maxLogits) -> vectors[text] = weights(maxLogits));
      return new TernModel(side.config(), forward, () -> describe(model.skippedWork()), threads);
    }
  }

  /// Loads a model for dense vectors, as `DenseEncoder` does.
  private static TernModel dense(Path directory, int threads) throws IOException {
    TransformerSide side = ModelDirectory.open(directory).documentSide();
    Pooling pooling = new Pooling(new PoolingConfig.Dense(TokenPooling.MEAN, true));
    try (Checkpoint checkpoint = Checkpoint.open(side.folder())) {
      Transformer model = Transformer.load(checkpoint, side.config());
      int h = side.config().hiddenSize();
      Forward forward =
          (batch, team, vectors) ->
              model.forward(
                  batch,
                  team,
                  (text, hidden, from, tokens) ->
                      vectors[text] = pooling.forward(hidden, from, tokens, h));
      return new TernModel(side.config(), forward, Optional::empty, threads);
    }
  }

  private static float[] weights(float[] maxLogits) {
    float[] weights = new float[maxLogits.length];
    for (int v = 0; v < weights.length; v++) {
      weights[v] = maxLogits[v] > 0 ? maxLogits[v] : 0;
    }
    Log1p.apply(weights);
    return weights;
  }

  ModelConfig config() {
    return config;
  }

  /// How much of the head has been skipped, in words; empty where nothing is.
  Optional<String> skipped() {
    return skipped.get();
  }

  private static Optional<String> describe(SkippedWork work) {
    return work.dimensions() == 0
        ? Optional.empty()
        : Optional.of(
            "bounds of %d dimensions left %.1f%% of (column, 16 tokens) to compute"
                .formatted(work.dimensions(), 100.0 * work.computed() / work.pairs()));
  }

  /// The vectors of the texts, in their order.
  ///
  /// With one thread the caller computes. With more, a single text is computed by all of them
  /// together, and of several each thread takes a mini-batch at a time, the longest texts first.
  List<float[]> encode(List<int[]> texts) {
    if (threads == 1 || texts.size() == 1) {
      return List.of(vectors(texts, team));
    }
    List<int[]> batches = batches(texts);
    List<Future<float[][]>> futures = new ArrayList<>();
    for (int[] batch : batches) {
      List<int[]> taken = IntStream.of(batch).mapToObj(texts::get).toList();
      futures.add(workers.submit(() -> vectors(taken, Team.ALONE)));
    }
    float[][] vectors = new float[texts.size()][];
    for (int i = 0; i < batches.size(); i++) {
      float[][] answers = get(futures.get(i));
      for (int j = 0; j < answers.length; j++) {
        vectors[batches.get(i)[j]] = answers[j];
      }
    }
    return List.of(vectors);
  }

  private float[][] vectors(List<int[]> texts, Team together) {
    float[][] vectors = new float[texts.size()][];
    forward.run(TokenBatch.of(texts), together, vectors);
    return vectors;
  }

  private static float[][] get(Future<float[][]> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the measurement was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /// Which texts are computed together: as many mini-batches for each thread, of about the same
  /// number of tokens, for the longest text that is left goes where there are the fewest.
  private List<int[]> batches(List<int[]> texts) {
    long total = texts.stream().mapToLong(text -> text.length).sum();
    long round = (long) threads * TOKENS_PER_BATCH;
    long rounds = (total + round - 1) / round;
    int count = (int) Math.min(texts.size(), rounds * threads);
    List<ArrayList<Integer>> batches =
        Stream.generate(() -> new ArrayList<Integer>()).limit(count).toList();
    long[] tokens = new long[count];
    IntStream.range(0, texts.size())
        .boxed()
        .sorted(Comparator.comparingInt(i -> -texts.get(i).length))
        .forEach(i -> {
          int fewest = 0;
          for (int batch = 1; batch < count; batch++) {
            fewest = tokens[batch] < tokens[fewest] ? batch : fewest;
          }
          batches.get(fewest).add(i);
          tokens[fewest] += texts.get(i).length;
        });
    return batches.stream()
        .map(batch -> batch.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  @Override
  public void close() {
    workers.shutdown();
    team.close();
  }
}
