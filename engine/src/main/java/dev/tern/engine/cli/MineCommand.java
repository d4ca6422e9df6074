package dev.tern.engine.cli;

import dev.tern.encoder.training.config.MiningConfig;
import dev.tern.engine.training.HardNegatives;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tern mine`: training rows with hard negatives.
@Command(
    name = "mine",
    description = {
      "Finds hard negatives for training.",
      "Searches the documents of the training data for each of its queries, with BM25 or a model,"
          + " and writes rows of a query, its positive document and some that look like it."
    },
    footerHeading = "%nExample:%n",
    footer = "  tern mine mine.json")
final class MineCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "CONFIG",
      description = "JSON file; see encoder/TRAINING.md")
  private Path config;

  @Mixin private ThreadOption threads;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    int count = threads.count();
    MiningConfig read = MiningConfig.read(config);
    HardNegatives.Summary summary;
    try (TemporaryDirectory temporary = TemporaryDirectory.create();
        HardNegatives miner = open(read, temporary.path(), count)) {
      summary =
          Interruption.run(
              miner::cancel, () -> mine(miner), () -> "interrupted; nothing was written");
    }
    if (json) {
      new JsonLine()
          .with("output", read.output().toString())
          .with("rows", summary.rows())
          .with("dropped", summary.dropped())
          .with("skipped", summary.skipped())
          .with("documents", summary.documents())
          .print();
      return 0;
    }
    Console.OUT.printf(
        "%s with %s each, out of %s: %s%n",
        Count.of(summary.rows(), "row"),
        Count.of(read.ranks().negatives(), "negative"),
        Count.of(summary.documents(), "document"),
        read.output());
    if (summary.dropped() > 0) {
      Console.OUT.printf(
          "Dropped, since too few documents were found for them: %s.%n",
          Count.of(summary.dropped(), "row"));
    }
    if (summary.skipped() > 0) {
      Console.OUT.printf(
          "Skipped, since they cannot be used: %s.%n", Count.of(summary.skipped(), "row"));
    }
    Console.OUT.flush();
    return 0;
  }

  private static HardNegatives open(MiningConfig config, Path folder, int threads)
      throws IOException {
    try (Progress progress = new Progress("indexing", "documents", 0)) {
      return HardNegatives.open(config, folder, threads, (done, _) -> progress.at(done));
    }
  }

  private static HardNegatives.Summary mine(HardNegatives miner) throws IOException {
    try (Progress progress = new Progress("mining", "queries", miner.queries())) {
      return miner.mine((done, _) -> progress.at(done));
    }
  }
}
