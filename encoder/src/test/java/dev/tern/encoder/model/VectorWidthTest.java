package dev.tern.encoder.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.kernel.Simd;
import dev.tern.testing.Shared;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/// Runs the same computations in virtual machines that use vectors of different widths.
class VectorWidthTest {
  private static final String VECTORS = "--add-modules=jdk.incubator.vector";

  @TempDir Path directory;

  private record Run(int status, String output, Path results) {}

  @Test
  void resultsAreBitIdenticalForEveryWidthAndTile() throws Exception {
    List<String> expected = List.of();
    for (int bits = 128; bits <= Simd.vectorBits(); bits *= 2) {
      List<String> results = results(bits, "-Dtern.vectorBits=" + bits);
      assertTrue(results.size() > 150, "lines=" + results.size());
      expected = expected.isEmpty() ? results : expected;
      assertEquals(expected, results, "bits=" + bits);
    }
    if (Simd.vectorBits() == 512 && System.getProperty("os.arch").equals("amd64")) {
      // 16 registers instead of 32, and so the smaller tile.
      assertEquals(expected, results(256, "-XX:UseAVX=2"), "AVX2");
    }
  }

  @Test
  void whatIsMissingIsSaidInOneSentence() throws Exception {
    assertSays("add --add-modules jdk.incubator.vector");
    assertSays("tern.vectorBits must be 128, 256 or 512: 64", VECTORS, "-Dtern.vectorBits=64");
    if (Simd.vectorBits() < 512) {
      assertSays("tern.vectorBits must not exceed the ", VECTORS, "-Dtern.vectorBits=512");
    }
  }

  private List<String> results(int bits, String option) throws Exception {
    Run run = run(VECTORS, option);
    assertEquals(0, run.status(), run.output());
    List<String> lines = new ArrayList<>(Files.readAllLines(run.results()));
    assertEquals("bits " + bits, lines.removeLast(), option);
    return lines;
  }

  private void assertSays(String sentence, String... options) throws Exception {
    Run run = run(options);
    assertNotEquals(0, run.status());
    assertTrue(run.output().contains(sentence), run.output());
  }

  /// Options that name the published model and its texts, none where they are not here.
  private static List<String> realTexts() {
    try {
      Path model = Shared.model("splade-tiny");
      Path texts = Shared.golden("encoder/real-splade-tiny/vectors.jsonl.gz");
      return List.of("-D" + Bits.REAL_MODEL + "=" + model, "-D" + Bits.REAL_TEXTS + "=" + texts);
    } catch (TestAbortedException e) {
      return List.of();
    }
  }

  private Run run(String... options) throws Exception {
    Path results = Files.createTempFile(directory, "bits", ".txt");
    Path output = Files.createTempFile(directory, "output", ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(realTexts());
    command.addAll(List.of(options));
    command.addAll(List.of(Bits.class.getName(), results.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), command::toString);
    } finally {
      process.destroyForcibly();
    }
    return new Run(process.exitValue(), Files.readString(output), results);
  }
}
