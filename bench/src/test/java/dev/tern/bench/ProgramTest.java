package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program as the launcher starts it.
class ProgramTest {
  @TempDir private Path directory;

  @Test
  void listsItsHarnesses() throws IOException {
    JavaProgram.Result result = run();
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().startsWith("spine  "), result.out());
  }

  @Test
  void saysWhereMissingDataBelongs() throws IOException {
    JavaProgram.Result result = run("spine", "--quick", "--json");
    assertEquals(1, result.exitCode(), result.err());
    assertEquals("", result.out());
    String sentence = result.err().lines().reduce("", (one, other) -> other);
    assertTrue(sentence.startsWith("tern bench: " + directory.resolve("nowhere")), sentence);
    assertTrue(sentence.contains("TERN_SHARED"), sentence);
  }

  @Test
  void handsMicroBenchmarksToJmh() throws IOException {
    JavaProgram.Result result = run("micro", "-l", "Attention");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().contains("AttentionBenchmark.attend"), result.out());
  }

  private JavaProgram.Result run(String... arguments) throws IOException {
    String[] command = new String[arguments.length + 4];
    command[0] = "--add-modules=jdk.incubator.vector";
    command[1] = "-cp";
    command[2] = System.getProperty("java.class.path");
    command[3] = Main.class.getName();
    System.arraycopy(arguments, 0, command, 4, arguments.length);
    return JavaProgram.in(directory)
        .with("TERN_SHARED", directory.resolve("nowhere").toString())
        .run(command);
  }
}
