package dev.tern.encoder.training.run;

import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.training.config.DataConfig;
import dev.tern.encoder.training.config.TrainConfig;
import dev.tern.encoder.training.data.DataSet;
import dev.tern.encoder.training.data.ExampleStream;
import dev.tern.encoder.training.data.PlacedExample;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/// Makes the vectors of the teachers ahead of a run: of exactly those texts that it will read.
///
/// It may be ended and begun again at any moment: what is made is kept.
public final class DistillCache implements Closeable {
  /// Texts are handed to the encoders in portions of as many queries, which keeps their workers
  /// busy and loses little when the program is killed.
  private static final int QUERIES_PER_PORTION = 64;

  private final TrainConfig config;
  private final List<Closeable> resources = new ArrayList<>();
  private final ExampleStream stream;
  private final Teachers teachers;
  private volatile boolean cancelled;

  /// Told how far it is.
  @FunctionalInterface
  public interface Progress {
    /// So much is done.
    ///
    /// @param batches that are done
    /// @param total batches of the run
    /// @param encoded texts that were encoded, summed over the teachers
    void at(long batches, long total, long encoded);
  }

  private DistillCache(TrainConfig config, int threads) throws IOException {
    this.config = config;
    try {
      TextBatches texts =
          TextBatches.load(ModelDirectory.open(config.model()), config.batch().maxTokens());
      List<DataSet> sets = new ArrayList<>();
      for (DataConfig set : config.data()) {
        sets.add(set.open());
        resources.add(sets.getLast().source());
      }
      stream = new ExampleStream(sets, config.seed(), config.skipsBadRows());
      teachers =
          Teachers.open(
              config,
              new TrainingDocuments(sets, config.skipsBadRows(), texts.tokenizer()),
              threads);
      resources.add(teachers);
    } catch (IOException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /// Opens the data and the teachers of a run.
  ///
  /// @param file with the configuration of the run
  /// @param threads that encode
  /// @throws TrainingException if no teacher has vectors
  public static DistillCache open(Path file, int threads) throws IOException {
    DistillCache cache = new DistillCache(TrainConfig.read(file), threads);
    if (!cache.teachers.hasModels()) {
      cache.close();
      throw new TrainingException(
          file + " has no teacher of the kind dense or sparse, so there is nothing to keep");
    }
    return cache;
  }

  /// Where the vectors are kept.
  public Path directory() {
    return config.cache();
  }

  /// How many batches the run has.
  public long batches() {
    return (long) config.steps() * config.batch().microBatches();
  }

  /// Goes through all batches of the run.
  ///
  /// @return how many texts were encoded, summed over the teachers
  /// @throws CancellationException after [#cancel()]; what was encoded is kept
  public long run(Progress progress) throws IOException {
    long total = batches();
    long encoded = 0;
    List<PlacedExample> portion = new ArrayList<>();
    for (long batch = 0; batch < total; batch++) {
      if (cancelled) {
        throw new CancellationException("encoding was cancelled");
      }
      portion.addAll(stream.next(config.batch().queries()).examples());
      if (portion.size() >= QUERIES_PER_PORTION || batch == total - 1) {
        encoded += teachers.fill(portion);
        portion.clear();
        progress.at(batch + 1, total, encoded);
      }
    }
    return encoded;
  }

  /// Ends [#run] after the portion under way. For any thread.
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
