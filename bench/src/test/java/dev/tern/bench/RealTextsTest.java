package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.TokenizerOptions;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealTextsTest {
  private static final EngineRun.Size TINY =
      new EngineRun.Size(5, 3, new EngineSearchBench.Effort(1, 0.001, 0.001));

  @TempDir private Path directory;

  @Test
  void textsAreEncodedOnceAndSearchedByThree() throws IOException {
    SharedFolder shared = new SharedFolder(directory.resolve("data"), directory.resolve("models"));
    RealTexts texts = new RealTexts(shared, true);
    assertFalse(texts.isThere());
    fill(shared);
    assertTrue(texts.isThere());
    List<Row> rows = new ArrayList<>();
    Harness.Setting setting =
        new Harness.Setting(
            true,
            1,
            OptionalInt.empty(),
            Optional.of(directory.resolve("kept")),
            line -> {},
            Pattern.compile(""));
    new EngineRun(texts, TINY).run(setting, rows::add);
    List<String> works = rows.stream().map(Row::work).toList();
    assertTrue(works.contains("texts (part) inference-free k=10 automatic p50"), works::toString);
    assertTrue(works.contains("texts (part) splade-v3 k=1000 wand p99"), works::toString);
    List<Row> whole =
        rows.stream()
            .filter(row -> row.work().contains("text to 10 hits, inference-free"))
            .toList();
    assertEquals(
        List.of("BM25", "BM25 of Lucene 10.6", "BM25", "BM25 of Lucene 10.6"),
        whole.stream().map(Row::peerName).toList());
    assertTrue(whole.getFirst().target().isPresent() && whole.getLast().target().isEmpty());
    EngineIndexes kept = new EngineIndexes(directory.resolve("kept").resolve("texts-(part)-seed1"));
    assertEquals(RealTexts.SETS.size() * 40, kept.how().documents());
  }

  /// Small files in all places.
  private void fill(SharedFolder shared) throws IOException {
    Spine.Inputs tiny = TinyCollection.make(directory).inputs();
    Files.createDirectories(shared.models());
    Files.move(tiny.model(), shared.models().resolve("splade-tiny"));
    Path weights = RealTexts.queryWeights(shared);
    Files.createDirectories(weights.getParent());
    Files.move(tiny.queryWeights(), weights);
    for (String set : RealTexts.SETS) {
      Path collection = Files.createDirectories(shared.data().resolve(set));
      for (String name : List.of("corpus.jsonl", "queries.jsonl")) {
        Files.copy(tiny.collection().resolve(name), collection.resolve(name));
      }
    }
    Path vectors = shared.data().resolve(RealTexts.SPLADE);
    Files.createDirectories(vectors.getParent());
    String token =
        TokenizerFiles.read(shared.models().resolve("splade-tiny"), TokenizerOptions.DEFAULT)
            .vocabulary()
            .token(9);
    try (Writer lines =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(vectors)), StandardCharsets.UTF_8)) {
      for (int i = 1; i < 6; i++) {
        lines.write("{\"id\": \"1\", \"vector\": {\"" + token + "\": " + 100 * i + "}}\n");
      }
    }
  }
}
