package dev.tern.bench.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// JMH finds every benchmark, and each runs.
class BenchmarksTest {
  @Test
  void allRun(@TempDir Path directory) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include("dev.tern.bench.micro")
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(10))
                    .shouldFailOnError(true)
                    .output(directory.resolve("jmh.txt").toString())
                    .build())
            .run();
    Set<String> names = new TreeSet<>();
    for (RunResult result : results) {
      names.add(result.getParams().getBenchmark().replaceFirst("^.*\\.(\\w+\\.\\w+)$", "$1"));
      assertTrue(result.getPrimaryResult().getScore() > 0, result.getParams()::id);
    }
    assertEquals(
        Set.of(
            "ActivationBenchmark.geluErf",
            "ActivationBenchmark.geluTanh",
            "ActivationBenchmark.log1p",
            "ActivationBenchmark.multiply",
            "AttentionBenchmark.attend",
            "AttentionBenchmark.pack",
            "BoundsBenchmark.addRow",
            "BoundsBenchmark.addRuns",
            "BoundsBenchmark.order",
            "BoundsBenchmark.windowMaxima",
            "IndexingBenchmark.index",
            "IndexingBenchmark.quantise",
            "MatmulBenchmark.multiply",
            "TokenizerBenchmark.encode",
            "TopKBenchmark.best",
            "WindowBenchmark.addRare",
            "WindowBenchmark.complete"),
        names);
    assertEquals(29, results.size());
  }
}
