package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.bench.peers.PyTorchStep.Python;
import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.SafetensorsWriter;
import dev.tern.encoder.checkpoint.SafetensorsWriter.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A shell script stands in for PyTorch: its gradients are Tern's, or nearly.
class TrainingPeersTest {
  private static final RandomModel SMALL = new RandomModel(8, 1, 2, 16);

  @TempDir private Path directory;
  private TrainingWork work;
  private TrainingPeers peers;

  @BeforeEach
  void loadAModel() throws IOException {
    Path model = directory.resolve("model");
    SMALL.write(model, 1);
    work = TrainingWork.load(model, 1, 4, 6, 1);
    peers = new TrainingPeers(model);
  }

  @AfterEach
  void end() {
    peers.close();
    work.close();
  }

  /// A program that answers with a loss and with gradients `factor` times Tern's.
  private Python fake(double loss, float factor) throws IOException {
    Path gradients = write(work.gradients().byName(), factor);
    Path program = directory.resolve("fake.sh");
    Files.writeString(
        program,
        """
        echo '{"torch": "0.1"}'
        while read -r command file; do
          [ "$command" = gradients ] && cp '%s' "$file"
          echo '{"loss": %s}'
        done
        """
            .formatted(gradients, loss));
    return new Python(Path.of("/bin/sh"), program);
  }

  private Path write(Map<String, float[]> gradients, float factor) throws IOException {
    Path folder = Files.createTempDirectory(directory, "prepared");
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    try (Checkpoint shapes = Checkpoint.open(directory.resolve("model"))) {
      for (String name : shapes.names()) {
        List<Long> shape = Arrays.stream(shapes.shape(name)).boxed().toList();
        float[] values = gradients.get(name).clone();
        for (int i = 0; i < values.length; i++) {
          values[i] *= factor;
        }
        tensors.put(name, new Tensor.Float32(shape, () -> values));
      }
    }
    Path file = folder.resolve("model.safetensors");
    SafetensorsWriter.write(file, tensors, _ -> {});
    return file;
  }

  @Test
  void aPeerThatAgreesDoesStepsAndSaysHowNearItIs() throws IOException {
    double loss = work.gradients().loss();
    String name = peers.start(TrainingPeers.PLAIN, fake(loss, 1.0001f), work, 1);
    assertEquals("PyTorch 0.1, loss differs by 0e+00, gradients by 1e-04", name);
    assertEquals(loss, peers.step(TrainingPeers.PLAIN).run());
  }

  @Test
  void aPeerThatDiffersIsNotMeasured() throws IOException {
    double loss = work.gradients().loss();
    Python other = fake(loss, 1.01f);
    assertThrows(
        WrongAnswerException.class, () -> peers.start(TrainingPeers.PLAIN, other, work, 1));
    Python nothing = fake(Double.NaN, 1);
    assertThrows(IOException.class, () -> peers.start(TrainingPeers.PLAIN, nothing, work, 1));
    Python more = fake(1.001 * loss, 1);
    assertTrue(
        assertThrows(
                WrongAnswerException.class, () -> peers.start(TrainingPeers.PLAIN, more, work, 1))
            .getMessage()
            .startsWith("the losses of Tern and of PyTorch differ by 1.0e-03"));
  }

  @Test
  void aPeerThatCannotStartSaysWhy() throws IOException {
    Path program = directory.resolve("broken.sh");
    Files.writeString(program, "echo 'No module named torch; install it' >&2\n");
    Python broken = new Python(Path.of("/bin/sh"), program);
    IOException failure =
        assertThrows(IOException.class, () -> peers.start(TrainingPeers.TUNED, broken, work, 1));
    assertEquals("PyTorch ended with: No module named torch; install it", failure.getMessage());
  }

  @Test
  void theBatchIsAllThatThePeerNeeds() throws IOException {
    Map<String, Object> batch = JSON.std.mapFrom(work.batchJson());
    assertEquals(4, ((List<?>) batch.get("documents")).size());
    assertEquals(4, ((List<?>) batch.get("teacher")).size());
    assertEquals(
        ((List<?>) ((List<?>) batch.get("documents")).get(2)).subList(0, 6),
        ((List<?>) ((List<?>) batch.get("queries")).get(1)).subList(0, 6));
    assertEquals(-4 * 0.04f * Math.sqrt(8), (double) batch.get("head_bias"), 1e-6);
  }

  @Test
  void gradientsAreThoseOfAStepAndMoveNothing() throws IOException {
    TrainingWork.Gradients first = work.gradients();
    assertEquals(first.loss(), work.gradients().loss());
    assertEquals(first.loss(), work.run().loss().total());
    assertTrue(first.byName().containsKey("cls.predictions.bias"));
  }

  @Test
  void pythonIsWhereTheEnvironmentSays() {
    assertEquals(Optional.empty(), TrainingBench.python(Map.of(), directory));
    assertEquals(
        Optional.of(new Python(Path.of("p"), directory.resolve("bench/peers/pytorch_step.py"))),
        TrainingBench.python(Map.of("TERN_PYTHON", "p"), directory));
  }
}
