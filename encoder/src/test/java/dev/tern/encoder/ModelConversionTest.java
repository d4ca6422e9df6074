package dev.tern.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.WeightType;
import dev.tern.testing.Golden;
import dev.tern.testing.Shared;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelConversionTest {
  private static final ConversionOptions INT8 = ConversionOptions.NONE.withInt8();

  @TempDir private Path directory;

  private Path convert(Path model) throws IOException {
    Path target = directory.resolve("int8");
    List<Integer> written = new ArrayList<>();
    ModelConversion.run(
        model,
        target,
        INT8,
        (done, tensors) -> {
          written.add(done);
          assertTrue(done <= tensors, done + " of " + tensors);
        });
    assertEquals(written.size(), written.getLast());
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(List.of(target), left.toList());
    }
    return target;
  }

  private static List<SparseVector> vectors(Path model, SparseOptions options, List<String> texts)
      throws IOException {
    try (SparseEncoder encoder = SparseEncoder.load(model, options)) {
      return encoder.encodeAll(texts);
    }
  }

  /// The definition: float32 arithmetic with the weights that a scale and a byte mean.
  @Test
  void vectorsHaveTheBitsOfTheConvertedWeights() throws IOException {
    Path model = Golden.resource("encoder/router-tiny/model");
    GoldenVectors golden = GoldenVectors.read(model.getParent());
    List<String> texts = new ArrayList<>(golden.texts("documents"));
    texts.addAll(golden.texts("queries"));
    Path converted = convert(model);
    List<SparseVector> expected =
        vectors(converted, SparseOptions.DEFAULT.withWeights(WeightType.FLOAT32), texts);
    for (Batching batching : List.of(new Batching(1, 1, 1), new Batching(2, 1000, 100))) {
      SparseOptions options = SparseOptions.DEFAULT.withBatching(batching);
      assertEquals(expected, vectors(converted, options, texts));
      assertEquals(expected, vectors(model, options.withWeights(WeightType.INT8), texts));
    }
    List<SparseVector> exact = vectors(model, SparseOptions.DEFAULT, texts);
    assertNotEquals(exact, expected);
    for (int i = 0; i < exact.size(); i++) {
      double cosine =
          exact.get(i).dot(expected.get(i))
              / Math.sqrt(exact.get(i).dot(exact.get(i)) * expected.get(i).dot(expected.get(i)));
      assertTrue(cosine > 0.99, "cosine=" + cosine);
    }
    try (QueryEncoder before = QueryEncoder.load(model);
        QueryEncoder after = QueryEncoder.load(converted)) {
      for (String query : golden.texts("queries")) {
        assertEquals(before.encode(query), after.encode(query));
      }
    }
  }

  /// More tokens than the sample of the head that skips.
  @Test
  void skippingChangesNoBitOfAPublishedModel() throws IOException {
    Path model = Shared.model("splade-tiny");
    List<String> texts = new ArrayList<>();
    for (String line : Shared.lines(Shared.golden("encoder/real-splade-tiny/vectors.jsonl.gz"))) {
      texts.add((String) JSON.std.mapFrom(line).get("text"));
    }
    SparseOptions options = SparseOptions.DEFAULT.withMaxTokens(256);
    Path converted = convert(model);
    assertEquals(
        vectors(converted, options.withWeights(WeightType.FLOAT32), texts),
        vectors(converted, options, texts));
    long before = Files.size(model.resolve("model.safetensors"));
    long after = Files.size(converted.resolve("model.safetensors"));
    assertTrue(after * 3.5 < before, after + " of " + before);
  }

  @Test
  void denseModelsAreConvertedToo() throws IOException {
    Path model = Shared.golden("encoder/bert-dense-tiny/model-mean");
    Path converted = convert(model);
    try (DenseEncoder exact = DenseEncoder.load(model);
        DenseEncoder int8 = DenseEncoder.load(converted);
        DenseEncoder float32 =
            DenseEncoder.load(converted, DenseOptions.DEFAULT.withWeights(WeightType.FLOAT32))) {
      float[] vector = int8.encode("The river ran through the old town.");
      assertArrayEquals(float32.encode("The river ran through the old town."), vector);
      double dot = 0;
      double norms = 0;
      float[] other = exact.encode("The river ran through the old town.");
      double otherNorms = 0;
      for (int i = 0; i < vector.length; i++) {
        dot += (double) vector[i] * other[i];
        norms += (double) vector[i] * vector[i];
        otherNorms += (double) other[i] * other[i];
      }
      assertTrue(dot / Math.sqrt(norms * otherNorms) > 0.99, "dot=" + dot);
    }
  }

  @Test
  void whatCannotBeConvertedLeavesNothing() throws IOException {
    Path model = Golden.resource("encoder/router-tiny/model");
    Path converted = convert(model);
    Path other = directory.resolve("other");
    assertThrows(
        FileAlreadyExistsException.class,
        () -> ModelConversion.run(model, converted, INT8, (_, _) -> {}));
    String message =
        assertThrows(
                CheckpointException.class,
                () -> ModelConversion.run(converted, other, INT8, (_, _) -> {}))
            .getMessage();
    assertTrue(message.contains("is stored in int8 already"), message);
    assertThrows(
        CancellationException.class,
        () ->
            ModelConversion.run(
                model,
                other,
                INT8,
                (written, _) -> {
                  if (written == 5) {
                    throw new CancellationException();
                  }
                }));
    assertThrows(
        NoSuchFileException.class,
        () -> ModelConversion.run(model, other.resolve("deeper"), INT8, (_, _) -> {}));
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(List.of(converted), left.toList());
    }
  }

  @Test
  void otherMethodsOfStoringWeightsAreRefused() throws IOException {
    Path model = directory.resolve("gptq");
    Golden.copyModel("bert-mlm-tiny", model);
    Path config = model.resolve("config.json");
    Files.writeString(
        config,
        Files.readString(config)
            .replaceFirst("\\{", "{\"quantization_config\": {\"quant_method\": \"gptq\"},"));
    String message =
        assertThrows(CheckpointException.class, () -> SparseEncoder.load(model)).getMessage();
    assertTrue(message.contains("take the unquantised weights"), message);
  }
}
