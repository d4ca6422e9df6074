package dev.tern.engine.cli;

import picocli.CommandLine.Option;

/// How many threads a command computes with.
final class ThreadOption {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads that compute (default: one for each core)")
  private Integer threads;

  /// The number of threads.
  ///
  /// @throws UsageException if it is below 1
  int count() {
    if (threads != null && threads < 1) {
      throw new UsageException("--threads is at least 1, found " + threads);
    }
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
