package dev.tern.engine.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Runs as users start, stop and resume them.
class TrainCommandTest {
  private static final int STEPS = 200;
  private static final Pattern UNDER_WAY =
      Pattern.compile("[1-9][0-9]* of 200 steps, .* left, loss .* terms, .* tokens/s");

  @TempDir private Path directory;

  @BeforeEach
  void writeData() throws IOException {
    Golden.copyModel("bert-mlm-tiny", directory.resolve("model"));
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rows.add(
          JSON.std.asString(
              Map.of(
                  "query", "the number " + i,
                  "positive", "here is the number " + i + " and more",
                  "negatives", List.of("and that is the number " + (i + 1)))));
    }
    Files.write(directory.resolve("triples.jsonl"), rows);
  }

  private void writeConfig(String output, int steps) throws IOException {
    Files.writeString(
        directory.resolve(output + ".json"),
        """
        {"model": "model", "output": "%s", "steps": %d, "queries_per_batch": 4, "max_tokens": 16,
         "data": [{"name": "t", "path": "triples.jsonl", "format": "triples"}],
         "ranking": [{"loss": "infonce", "candidates": "batch"}],
         "optimiser": {"rate": 1e-4}, "checkpoint_steps": 1000}
        """
            .formatted(output, steps));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no signals")
  void whoIsInterruptedGoesOnWithTheSameBits() throws Exception {
    writeConfig("whole", STEPS);
    writeConfig("parts", STEPS);
    Program.Result whole =
        Program.runAtFullSpeedIn(directory, List.of("train", "whole.json", "--json"));
    assertEquals(STEPS, JSON.std.mapFrom(whole.out()).get("steps"), whole.err());
    Path errors = directory.resolve("errors");
    Process process =
        new ProcessBuilder(
                Program.command(
                    List.of("--add-modules=jdk.incubator.vector", "-Dtern.terminal=true"),
                    "train",
                    "parts.json"))
            .directory(directory.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(errors.toFile())
            .start();
    Instant latest = Instant.now().plusSeconds(120);
    while (!UNDER_WAY.matcher(Files.readString(errors)).find()) {
      assertTrue(process.isAlive(), Files.readString(errors));
      assertTrue(Instant.now().isBefore(latest), Files.readString(errors));
      Thread.sleep(5);
    }
    process.destroy();
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    String said = Files.readString(errors);
    assertTrue(said.contains("tern: interrupted after step "), said);
    assertTrue(said.contains("; go on with: tern train parts.json --resume"), said);
    assertFalse(Files.exists(directory.resolve("parts/model")));
    Program.Result rest =
        Program.runAtFullSpeedIn(directory, List.of("train", "parts.json", "--resume"));
    assertEquals(0, rest.exitCode(), rest.err());
    assertTrue(rest.out().startsWith(STEPS + " steps in "), rest.out());
    assertArrayEquals(
        Files.readAllBytes(directory.resolve("whole/model/model.safetensors")),
        Files.readAllBytes(directory.resolve("parts/model/model.safetensors")));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no such limit")
  void aFullDiskIsNamedAndLeavesNothingHalf() throws IOException {
    writeConfig("run", 2);
    Program.Result full = Program.shell(directory, "ulimit -f 64; tern train run.json");
    assertEquals(1, full.exitCode(), full.toString());
    assertTrue(full.err().startsWith("tern: the disk is full: "), full.err());
    assertTrue(full.err().contains("checkpoint.state could not be written"), full.err());
    try (var files = Files.list(directory.resolve("run"))) {
      assertEquals(
          List.of("log.jsonl", "train.json"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
    Program.Result room = Program.runIn(directory, List.of("train", "run.json"));
    assertEquals(0, room.exitCode(), room.err());
  }

  @Test
  void whatIsWrongIsSaidInOneSentence() throws IOException {
    writeConfig("run", 2);
    Path config = directory.resolve("run.json");
    Files.writeString(
        config, Files.readString(config).replace("checkpoint_steps", "checkpoint_step"));
    assertRefused("\"checkpoint_step\" is not a known key; did you mean \"checkpoint_steps\"?");
    writeConfig("run", 2);
    Path rows = directory.resolve("triples.jsonl");
    Files.writeString(rows, Files.readString(rows).replace("\"positive\"", "\"negative\""));
    assertRefused("triples.jsonl:");
  }

  private void assertRefused(String what) {
    Program.Result result = Program.runIn(directory, List.of("train", "run.json"));
    assertEquals(1, result.exitCode());
    assertTrue(result.err().contains(what), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
  }
}
