package dev.tern.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.ExpansionRules.Similar;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.FileList;
import dev.tern.encoder.checkpoint.LexicalFloor;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.RetrievalConfig;
import dev.tern.encoder.checkpoint.RetrievalConfig.Reading;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.TokenizerOptions;
import dev.tern.encoder.tokenizer.Vocabulary;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Conversions that add to a model what its checkpoint has not.
class RetrievalExportTest {
  private static final ExpansionRules STEMS = ExpansionRules.stems(0.3f);
  private static final ConversionOptions ALL =
      ConversionOptions.NONE
          .withFloor(LexicalFloor.DEFAULT)
          .withIdfPower(1.25f)
          .withRepetition(0.5f)
          .withExpansion(STEMS);

  @TempDir private Path directory;

  private Path model;
  private Path idf;

  @BeforeEach
  void copyModel() throws IOException {
    model = directory.resolve("model");
    Golden.copyModel("bert-mlm-tiny", model);
    idf =
        Files.writeString(
            directory.resolve("weights.json"),
            "{\"river\": 4, \"year\": 3, \"years\": 3.5, \"the\": 0.1, \"##s\": 2}");
  }

  private Path convert(Path source, ConversionOptions options, String name) throws IOException {
    Path target = directory.resolve(name);
    ModelConversion.run(source, target, options, (_, _) -> {});
    return target;
  }

  @Test
  void aModelWithEverythingIsLoadedAsItWasMade() throws IOException {
    Path target = convert(model, ALL.withIdf(idf), "all");
    assertEquals(
        new RetrievalConfig(
            Optional.of(LexicalFloor.DEFAULT), 0.5f, Optional.of("expansion.tsv"), Reading.ONCE),
        ModelDirectory.open(target).retrieval());
    try (QueryEncoder queries = QueryEncoder.load(target);
        QueryEncoder plain = QueryEncoder.load(target, QueryOptions.DEFAULT.withExpansion(false))) {
      Vocabulary vocabulary = queries.tokenizer().vocabulary();
      SparseVector vector = queries.encode("the year, the year of the river");
      double year = Math.pow(3, 1.25) * Math.sqrt(2);
      assertEquals(year, vector.weightOf(vocabulary.idOf("year")), 1e-5);
      assertEquals(.3 * year, vector.weightOf(vocabulary.idOf("years")), 1e-5);
      assertEquals(Math.pow(4, 1.25), vector.weightOf(vocabulary.idOf("river")), 1e-5);
      assertEquals(
          Math.pow(.1, 1.25) * Math.sqrt(3), vector.weightOf(vocabulary.idOf("the")), 1e-6);
      assertEquals(4, vector.size());
      assertEquals(3, plain.encode("the year, the year of the river").size());
    }
    try (SparseEncoder documents = SparseEncoder.load(target)) {
      assertEquals(Optional.of(LexicalFloor.DEFAULT), documents.floor());
    }
  }

  @Test
  void whatIsNotNamedStays() throws IOException {
    Path all = convert(model, ALL.withIdf(idf), "all");
    Path int8 = convert(all, ConversionOptions.NONE.withInt8(), "int8");
    Path maximum =
        convert(
            int8,
            ConversionOptions.NONE.withFloor(
                new LexicalFloor(LexicalFloor.Combination.MAXIMUM, 2, 1, 0, 9)),
            "maximum");
    for (String file : List.of("expansion.tsv", "idf.json", "tokenizer.json")) {
      assertEquals(-1, Files.mismatch(all.resolve(file), maximum.resolve(file)), file);
    }
    assertEquals(
        -1,
        Files.mismatch(int8.resolve("model.safetensors"), maximum.resolve("model.safetensors")));
    RetrievalConfig config = ModelDirectory.open(maximum).retrieval();
    assertEquals("maximum:2.0:1.0:0.0:9.0", config.floor().orElseThrow().toString());
    assertEquals(0.5f, config.repetition());
    try (QueryEncoder before = QueryEncoder.load(all);
        QueryEncoder after = QueryEncoder.load(maximum)) {
      assertEquals(before.encode("years of the river"), after.encode("years of the river"));
    }
    Path plain = convert(model, ConversionOptions.NONE.withInt8(), "plain");
    assertFalse(Files.exists(plain.resolve("tern.json")));
  }

  /// Words that are alike come after those of the same stem, and each pair once.
  @Test
  void wordsThatAreAlikeTakeTheRoomThatStemsLeave() throws IOException {
    Map<String, Integer> weights = new TreeMap<>();
    try (SparseEncoder encoder = SparseEncoder.load(model)) {
      Vocabulary vocabulary = encoder.tokenizer().vocabulary();
      for (int id = 0; id < vocabulary.size(); id++) {
        weights.put(vocabulary.token(id), 1);
      }
    }
    Files.writeString(idf, JSON.std.asString(weights));
    ConversionOptions all = ConversionOptions.NONE.withIdf(idf);
    Path stems = convert(model, all.withExpansion(STEMS), "stems");
    Path both = convert(model, all.withExpansion(STEMS.withSimilar(new Similar(0.1f, 0))), "both");
    List<String> first = Files.readAllLines(stems.resolve("expansion.tsv"));
    List<String> second = Files.readAllLines(both.resolve("expansion.tsv"));
    assertTrue(second.containsAll(first) && first.contains("year\tyears\t0.3"), first::toString);
    assertTrue(second.size() > first.size() + 100, "alike: " + (second.size() - first.size()));
    // Reading refuses a pair that is there twice, and a fifth word.
    QueryEncoder.load(both).close();
  }

  @Test
  void allFilesAreListedWithTheirHashes() throws IOException {
    Path target = convert(model, ALL.withIdf(idf), "all");
    Map<String, String> hashes =
        FileList.parse(Files.readString(target.resolve(FileList.NAME)), "list");
    try (var files = Files.list(target)) {
      assertEquals(files.count() - 1, hashes.size());
    }
    FileList.write(target); // the same again: it does not list itself
    assertEquals(hashes, FileList.parse(Files.readString(target.resolve(FileList.NAME)), "list"));
    for (String wrong : List.of("x", "0".repeat(64) + "  ../a", "g".repeat(64) + "  a")) {
      assertThrows(CheckpointException.class, () -> FileList.parse(wrong, "list"), wrong);
    }
    assertEquals(Map.of("a/b", "0".repeat(64)), FileList.parse("0".repeat(64) + "  a/b\n", "list"));
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    String message =
        assertThrows(CheckpointException.class, () -> convert(model, ALL, "none")).getMessage();
    assertTrue(message.contains("no query weights") && message.contains("--idf"), message);
    Path router = Golden.resource("encoder/router-tiny/model");
    message =
        assertThrows(CheckpointException.class, () -> convert(router, ALL, "none")).getMessage();
    assertTrue(message.contains("of a router"), message);
    assertFalse(Files.exists(directory.resolve("none")));
    Path stems =
        convert(router, ConversionOptions.NONE.withExpansion(ExpansionRules.stems(1)), "stems");
    assertEquals(Optional.of("expansion.tsv"), ModelDirectory.open(stems).retrieval().expansion());
    assertThrows(IllegalArgumentException.class, () -> ALL.withIdfPower(0));
    assertThrows(IllegalArgumentException.class, () -> ALL.withExpansion(ExpansionRules.stems(2)));
    assertThrows(IllegalArgumentException.class, () -> ALL.withRepetition(-1));
  }

  @Test
  void wordsStandForThoseOfTheSameStem() {
    Tokenizer tokenizer = TokenizerFiles.bertBaseUncased(TokenizerOptions.DEFAULT);
    Vocabulary vocabulary = tokenizer.vocabulary();
    float[] weights = new float[vocabulary.size()];
    List<String> words =
        List.of("connect", "connected", "connecting", "connection", "connections", "connects");
    for (int i = 0; i < words.size(); i++) {
      weights[vocabulary.idOf(words.get(i))] = 6 - i;
    }
    weights[vocabulary.idOf("his")] = 1;
    weights[vocabulary.idOf("hi")] = 1;
    weights[vocabulary.idOf("##s")] = 1;
    ExpansionTable table =
        ExpansionTable.of(StemExpansion.of(vocabulary, QueryTable.of(weights), 0.25f));
    TableEncoding encoding = new TableEncoding(weights, 0, table);
    SparseVector vector = encoding.vector(tokenizer.encodePlain("connect his", 9));
    // The four most frequent of the others, as their weights in the table say.
    assertEquals(6, vector.size());
    for (String other : words.subList(2, 6)) {
      assertEquals(1.5f, vector.weightOf(vocabulary.idOf(other)), other);
    }
    assertEquals(6, encoding.vector(tokenizer.encodePlain("connects his", 9)).size());
    assertEquals(24, table.size());
  }
}
