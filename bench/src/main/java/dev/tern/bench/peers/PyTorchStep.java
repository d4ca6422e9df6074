package dev.tern.bench.peers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Training steps in PyTorch, in a process of its own that does one when it is told to:
/// `bench/peers/pytorch_step.py`, which says what its lines mean.
public final class PyTorchStep implements AutoCloseable {
  /// What to start.
  ///
  /// @param interpreter Python with the packages of `bench/peers/requirements.txt`
  /// @param program `pytorch_step.py`
  public record Python(Path interpreter, Path program) {}

  private final Process process;
  private final BufferedReader answers;
  private final Writer commands;
  private final Path errors;
  private final String version;

  private PyTorchStep(Process process, Path errors) throws IOException {
    this.process = process;
    this.errors = errors;
    answers = process.inputReader(StandardCharsets.UTF_8);
    commands = process.outputWriter(StandardCharsets.UTF_8);
    try {
      version = String.valueOf(answer().get("torch"));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /// Starts the process and waits until it is ready.
  ///
  /// @param directory with a model and a batch; errors are written there
  /// @param threads of an operator
  /// @param tuned whether in an environment in which it is faster
  /// @throws IOException if it does not begin, with the last line that it said
  public static PyTorchStep start(Python python, Path directory, int threads, boolean tuned)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(python.interpreter.toString());
    command.add(python.program.toString());
    command.addAll(List.of(directory.toString(), "--threads", "" + threads));
    if (tuned) {
      command.add("--tuned");
    }
    Path errors = directory.resolve(tuned ? "tuned.err" : "plain.err");
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
            .start();
    return new PyTorchStep(process, errors);
  }

  /// The version of PyTorch.
  public String version() {
    return version;
  }

  /// A whole step; returns the loss.
  public double step() throws IOException {
    return loss("step");
  }

  /// Computes the loss and writes the gradients of all weights as safetensors; moves nothing.
  public double gradients(Path file) throws IOException {
    return loss("gradients " + file);
  }

  private double loss(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
    return ((Number) answer().get("loss")).doubleValue();
  }

  private Map<String, Object> answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("PyTorch ended with: " + lastError());
    }
    try {
      return JSON.std.mapFrom(line);
    } catch (JsonProcessingException e) {
      throw new IOException("PyTorch said something else than JSON: " + line, e);
    }
  }

  private String lastError() throws IOException {
    List<String> lines = Files.readAllLines(errors);
    return lines.isEmpty() ? "nothing said" : lines.getLast();
  }

  /// Ends the process.
  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
