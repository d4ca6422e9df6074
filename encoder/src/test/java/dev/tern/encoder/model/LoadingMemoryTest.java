package dev.tern.encoder.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.HiddenActivation;
import dev.tern.encoder.checkpoint.ModelConfig;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Loads a model in a virtual machine that has just the memory it should need.
class LoadingMemoryTest {
  private static final int H = 512;
  private static final int F = 1024;
  private static final int V = 20_000;
  private static final int POSITIONS = 64;

  /// For what the virtual machine itself keeps in its heap.
  private static final long OVERHEAD = 8 << 20;

  @TempDir private Path directory;

  @Test
  void loadingTakesAThirdMoreThanTheCheckpointAndThePackedWeights() throws Exception {
    Path file = directory.resolve("model.safetensors");
    long bytes = write(file);
    long packed = bytes;
    long heap = OVERHEAD + packed + bytes * 13 / 10;
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-XX:+UseSerialGC",
                "-Xmn4m", // all the rest is for arrays that live long
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                LoadingMemoryTest.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertTrue(output.endsWith("logits: " + V + System.lineSeparator()), output);
  }

  /// Loads a checkpoint and computes a text.
  public static void main(String[] arguments) throws IOException {
    ModelConfig config =
        new ModelConfig(
            "bert", H, 1, 8, F, V, POSITIONS, 2, 1e-12, HiddenActivation.GELU_ERF, 0, true);
    try (Checkpoint checkpoint = Checkpoint.openFile(Path.of(arguments[0]))) {
      MaskedLanguageModel model = MaskedLanguageModel.load(checkpoint, config);
      float[][] logits = model.forward(TokenBatch.of(new int[] {1, 2, 3}));
      System.out.println("logits: " + logits[0].length);
    }
  }

  /// Writes weights of 0, which take no space on most disks, and returns the size of the file.
  private static long write(Path file) throws IOException {
    Map<String, List<Integer>> shapes = new TreeMap<>();
    shapes.put("bert.embeddings.word_embeddings.weight", List.of(V, H));
    shapes.put("bert.embeddings.position_embeddings.weight", List.of(POSITIONS, H));
    shapes.put("bert.embeddings.token_type_embeddings.weight", List.of(2, H));
    shapes.put("cls.predictions.bias", List.of(V));
    String layer = "bert.encoder.layer.0.";
    for (String norm :
        List.of(
            "bert.embeddings.LayerNorm",
            layer + "attention.output.LayerNorm",
            layer + "output.LayerNorm",
            "cls.predictions.transform.LayerNorm")) {
      shapes.put(norm + ".weight", List.of(H));
      shapes.put(norm + ".bias", List.of(H));
    }
    for (String square :
        List.of(
            layer + "attention.self.query",
            layer + "attention.self.key",
            layer + "attention.self.value",
            layer + "attention.output.dense",
            "cls.predictions.transform.dense")) {
      shapes.put(square + ".weight", List.of(H, H));
      shapes.put(square + ".bias", List.of(H));
    }
    shapes.put(layer + "intermediate.dense.weight", List.of(F, H));
    shapes.put(layer + "intermediate.dense.bias", List.of(F));
    shapes.put(layer + "output.dense.weight", List.of(H, F));
    shapes.put(layer + "output.dense.bias", List.of(H));
    StringJoiner entries = new StringJoiner(",", "{", "}");
    long end = 0;
    for (Map.Entry<String, List<Integer>> tensor : shapes.entrySet()) {
      long begin = end;
      end += Float.BYTES * tensor.getValue().stream().mapToLong(n -> n).reduce(1, (a, b) -> a * b);
      entries.add(
          "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(tensor.getKey(), tensor.getValue(), begin, end));
    }
    byte[] header = entries.toString().getBytes(StandardCharsets.UTF_8);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.writeLong(Long.reverseBytes(header.length));
      out.write(header);
      out.setLength(Long.BYTES + header.length + end);
      return out.length();
    }
  }
}
