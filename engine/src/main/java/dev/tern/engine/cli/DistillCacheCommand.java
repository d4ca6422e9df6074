package dev.tern.engine.cli;

import dev.tern.encoder.training.run.DistillCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tern distill-cache`: the vectors of teachers, made ahead.
@Command(
    name = "distill-cache",
    description = {
      "Encodes what the teachers of a training run will be asked, ahead of the run.",
      "A run does so itself where vectors are missing; ahead it is faster, and can be done on"
          + " another machine. Ctrl-C loses nothing: the same command goes on."
    },
    footerHeading = "%nExample:%n",
    footer = "  tern distill-cache train.json")
final class DistillCacheCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "CONFIG", description = "JSON file of the run")
  private Path config;

  @Mixin private ThreadOption threads;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    int count = threads.count();
    long start = System.nanoTime();
    long[] encoded = {0};
    try (DistillCache cache = DistillCache.open(config, count)) {
      Interruption.run(
          cache::cancel,
          () -> fill(cache, encoded),
          () ->
              "interrupted; "
                  + Count.of(encoded[0], "text")
                  + " encoded, the same command goes on");
      report(cache.directory(), encoded[0], (System.nanoTime() - start) / 1e9);
    }
    return 0;
  }

  /// @param encoded where to say how many texts are encoded, also if it ends before the last
  private static long fill(DistillCache cache, long[] encoded) throws IOException {
    try (Progress progress = new Progress("encoding", "batches", cache.batches())) {
      return cache.run((batches, _, texts) -> {
        encoded[0] = texts;
        progress.at(batches, ", " + Count.of(texts, "text") + " encoded");
      });
    }
  }

  private void report(Path directory, long encoded, double seconds) {
    if (json) {
      new JsonLine()
          .with("cache", directory.toString())
          .with("encoded", encoded)
          .with("seconds", seconds)
          .print();
      return;
    }
    Console.OUT.printf(
        "%s encoded in %s: %s%n", Count.of(encoded, "text"), Progress.time(seconds), directory);
    Console.OUT.flush();
  }
}
