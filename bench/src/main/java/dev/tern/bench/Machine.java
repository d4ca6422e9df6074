package dev.tern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What the figures were measured on, as they mean little without it.
final class Machine {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private Machine() {}

  /// Processor, number of threads, memory for Java, and Java.
  static String describe() {
    Runtime runtime = Runtime.getRuntime();
    return processor().orElse(System.getProperty("os.arch"))
        + ", "
        + runtime.availableProcessors()
        + " threads, "
        + (runtime.maxMemory() >> 20)
        + " MiB heap, Java "
        + Runtime.version();
  }

  /// The name that Linux gives the first processor; not all architectures have one.
  private static Optional<String> processor() {
    try {
      return Files.readAllLines(PROCESSORS).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
