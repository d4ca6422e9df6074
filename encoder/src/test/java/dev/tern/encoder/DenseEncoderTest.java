package dev.tern.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.encoder.checkpoint.TokenPooling;
import dev.tern.testing.Golden;
import dev.tern.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DenseEncoderTest {
  private static final DenseOptions REFERENCE = DenseOptions.DEFAULT.withSpecialTokensInText(true);

  @Test
  void givesTheVectorsOfTheReferenceForBothPoolings() throws IOException {
    Path folder = Shared.golden("encoder/bert-dense-tiny");
    Map<?, ?> inputs =
        (Map<?, ?>) JSON.std.mapFrom(Files.readString(folder.resolve("case.json"))).get("inputs");
    try (Checkpoint golden = Checkpoint.openFile(folder.resolve("golden.safetensors"))) {
      for (TokenPooling tokens : TokenPooling.values()) {
        String name = tokens == TokenPooling.MEAN ? "mean" : "cls";
        Path model = folder.resolve("model-" + name);
        DenseOptions plain = REFERENCE.withPooling(new PoolingConfig.Dense(tokens, false));
        try (DenseEncoder normalized = DenseEncoder.load(model, REFERENCE);
            DenseEncoder bare = DenseEncoder.load(model, plain)) {
          assertEquals(32, normalized.dimensions());
          for (Map.Entry<?, ?> input : inputs.entrySet()) {
            String text = (String) ((Map<?, ?>) input.getValue()).get("text");
            String tensor = input.getKey() + "." + name;
            assertArrayEquals(
                golden.read(tensor + ".normalized", 32), normalized.encode(text), 5e-6f, tensor);
            assertArrayEquals(golden.read(tensor, 32), bare.encode(text), 2e-5f, tensor);
          }
        }
      }
    }
  }

  @Test
  void encodeAllEqualsEncodeBitForBit() throws IOException {
    Path model = Shared.golden("encoder/bert-dense-tiny/model-mean");
    GoldenVectors golden = GoldenVectors.read(Golden.resource("encoder/router-tiny"));
    List<String> texts = new ArrayList<>(golden.texts("documents"));
    texts.addAll(golden.texts("queries"));
    for (Batching batching :
        List.of(new Batching(1, 1, 1), new Batching(2, 90, 7), Batching.standard())) {
      try (DenseEncoder encoder =
          DenseEncoder.load(model, DenseOptions.DEFAULT.withBatching(batching))) {
        List<float[]> vectors = encoder.encodeAll(texts);
        for (int i = 0; i < texts.size(); i++) {
          assertArrayEquals(encoder.encode(texts.get(i)), vectors.get(i), batching.toString());
        }
      }
    }
  }

  @Test
  void aModelForSparseVectorsIsRefusedUnlessAPoolingIsNamed() throws IOException {
    Path model = Golden.resource("encoder/router-tiny/model");
    String message =
        assertThrows(CheckpointException.class, () -> DenseEncoder.load(model)).getMessage();
    assertTrue(message.contains("load it with SparseEncoder"), message);
    DenseOptions options =
        DenseOptions.DEFAULT.withPooling(new PoolingConfig.Dense(TokenPooling.CLS, true));
    try (DenseEncoder encoder = DenseEncoder.load(model, options)) {
      double squares = 0;
      for (float value : encoder.encode("river")) {
        squares += value * value;
      }
      assertEquals(1, squares, 1e-6);
    }
  }

  @Test
  void aRealCheckpointGivesTheVectorsOfTheReference() throws IOException {
    Path model = Shared.model("all-MiniLM-L6-v2");
    Path folder = Shared.golden("encoder/real-minilm-dense");
    List<String> texts = new ArrayList<>();
    for (String line : Shared.lines(folder.resolve("texts.jsonl.gz"))) {
      texts.add((String) JSON.std.mapFrom(line).get("text"));
    }
    try (Checkpoint golden = Checkpoint.openFile(folder.resolve("golden.safetensors"));
        DenseEncoder encoder = DenseEncoder.load(model, REFERENCE)) {
      float[] expected = golden.read("embeddings", 200, 384);
      List<float[]> vectors = encoder.encodeAll(texts);
      assertEquals(200, vectors.size());
      for (int row = 0; row < vectors.size(); row++) {
        for (int i = 0; i < 384; i++) {
          assertEquals(expected[384 * row + i], vectors.get(row)[i], 1e-5f, texts.get(row));
        }
      }
    }
  }
}
