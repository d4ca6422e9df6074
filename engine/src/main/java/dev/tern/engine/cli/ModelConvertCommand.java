package dev.tern.engine.cli;

import dev.tern.encoder.Int8Conversion;
import dev.tern.encoder.checkpoint.WeightType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tern model convert --weights int8 SOURCE TARGET`.
@Command(
    name = "convert",
    description = "Stores a model's weights in int8: a quarter of the bytes, float32 arithmetic.",
    footerHeading = "%nExample:%n",
    footer = "  tern model convert --weights int8 splade-tiny splade-tiny-int8")
final class ModelConvertCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "SOURCE", description = "a model in Hugging Face's layout")
  private Path source;

  @Parameters(index = "1", paramLabel = "TARGET", description = "the new directory")
  private Path target;

  @Option(
      names = "--weights",
      paramLabel = "TYPE",
      required = true,
      description = "int8, the only one so far")
  private WeightType weights;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (weights != WeightType.INT8) {
      throw new UsageException("--weights is int8, the only type that models are converted to");
    }
    convert();
    long before = bytes(source);
    long after = bytes(target);
    if (json) {
      new JsonLine()
          .with("model", target.toString())
          .with("bytes", after)
          .with("bytesBefore", before)
          .print();
    } else {
      Console.OUT.printf(
          Locale.ROOT,
          "weights of %.1f MB, before %.1f MB: %s%n",
          after / 1e6,
          before / 1e6,
          target);
      Console.OUT.flush();
    }
    return 0;
  }

  private void convert() throws IOException {
    boolean[] cancelled = {false};
    Interruption interruption =
        Interruption.listen(() -> {
          synchronized (cancelled) {
            cancelled[0] = true;
          }
        });
    try (Progress progress = new Progress("converting", "tensors", 0)) {
      Int8Conversion.run(
          source,
          target,
          (written, tensors) -> {
            progress.at(written);
            synchronized (cancelled) {
              if (cancelled[0]) {
                throw new CancellationException("converting was interrupted");
              }
            }
          });
    } catch (CancellationException e) {
      if (interruption.happened()) {
        throw new IOException("interrupted; nothing was written", e);
      }
      throw e;
    }
  }

  /// The size of all weights below a directory.
  private static long bytes(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.filter(file -> file.toString().endsWith(".safetensors")).toList();
    }
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    return bytes;
  }
}
