package dev.tern.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.encoder.checkpoint.TokenPooling;
import dev.tern.encoder.model.MaskedLanguageModel;
import dev.tern.encoder.model.Pooling;
import dev.tern.encoder.model.Team;
import dev.tern.encoder.model.TokenBatch;
import dev.tern.encoder.model.Transformer;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// ONNX Runtime answers with every graph what Tern answers, on the tiny golden model, however the
/// texts are put together.
class BertGraphTest {
  @TempDir private Path directory;
  private ModelConfig config;
  private List<int[]> texts;

  @BeforeEach
  void prepare() throws IOException {
    Golden.copyModel("bert-mlm-tiny", directory.resolve("model"));
    config = ModelConfig.read(directory.resolve("model"));
    Random random = new Random(1);
    texts =
        IntStream.of(7, 1, 30, 2, 7, 16, 3)
            .mapToObj(length -> random.ints(length, 0, config.vocabularySize()).toArray())
            .toList();
  }

  @ParameterizedTest
  @EnumSource
  void sparseVectors(GraphStyle style) throws IOException {
    Path file = directory.resolve("graph.onnx");
    float[][] expected;
    try (Checkpoint checkpoint = Checkpoint.open(directory.resolve("model"))) {
      BertGraph.writeSparse(checkpoint, config, style, file);
      expected = MaskedLanguageModel.load(checkpoint, config).forward(TokenBatch.of(texts));
    }
    for (float[] row : expected) {
      for (int v = 0; v < row.length; v++) {
        row[v] = (float) Math.log1p(Math.max(row[v], 0));
      }
    }
    compare(expected, file, style == GraphStyle.INT8 ? 0.1 : 1e-5);
  }

  @ParameterizedTest
  @EnumSource
  void denseVectors(GraphStyle style) throws IOException {
    Path file = directory.resolve("graph.onnx");
    float[][] expected = new float[texts.size()][];
    try (Checkpoint checkpoint = Checkpoint.open(directory.resolve("model"))) {
      BertGraph.writeDense(checkpoint, config, style, file);
      Pooling pooling = new Pooling(new PoolingConfig.Dense(TokenPooling.MEAN, true));
      int h = config.hiddenSize();
      Transformer.load(checkpoint, config)
          .forward(
              TokenBatch.of(texts),
              Team.ALONE,
              (text, hidden, from, tokens) ->
                  expected[text] = pooling.forward(hidden, from, tokens, h));
    }
    compare(expected, file, style == GraphStyle.INT8 ? 0.1 : 1e-5);
  }

  /// int8 has to be another computation than float32, or nothing would be measured.
  @Test
  void int8Rounds() throws IOException {
    Path floats = directory.resolve("floats.onnx");
    Path integers = directory.resolve("integers.onnx");
    try (Checkpoint checkpoint = Checkpoint.open(directory.resolve("model"))) {
      BertGraph.writeSparse(checkpoint, config, GraphStyle.FUSED, floats);
      BertGraph.writeSparse(checkpoint, config, GraphStyle.INT8, integers);
    }
    try (OrtEncoder exact = OrtEncoder.load(floats, 1);
        OrtEncoder rounded = OrtEncoder.load(integers, 1)) {
      double difference = difference(exact.encode(texts, 4), rounded.encode(texts, 4));
      assertEquals(true, difference > 1e-5, () -> "difference " + difference);
    }
  }

  private void compare(float[][] expected, Path file, double tolerance) {
    for (int threads : new int[] {1, 2}) {
      try (OrtEncoder encoder = OrtEncoder.load(file, threads)) {
        for (int textsAtOnce : new int[] {1, 3, 100}) {
          List<float[]> actual = encoder.encode(texts, textsAtOnce);
          assertEquals(0, difference(List.of(expected), actual), tolerance, "at " + textsAtOnce);
        }
      }
    }
  }

  /// `|actual - expected| / |expected|` over all values, Euclidean.
  private static double difference(List<float[]> expected, List<float[]> actual) {
    assertEquals(expected.size(), actual.size());
    double difference = 0;
    double length = 0;
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).length, actual.get(i).length);
      for (int j = 0; j < expected.get(i).length; j++) {
        difference += Math.pow((double) actual.get(i)[j] - expected.get(i)[j], 2);
        length += Math.pow(expected.get(i)[j], 2);
      }
    }
    return Math.sqrt(difference / length);
  }
}
