package dev.tern.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.DenseEncoder;
import dev.tern.encoder.SparseEncoder;
import dev.tern.encoder.training.config.MiningConfig;
import dev.tern.encoder.training.data.TrainingDataException;
import dev.tern.engine.SearchOptions;
import dev.tern.engine.collection.Document;
import dev.tern.engine.collection.TextIndex;
import dev.tern.engine.collection.TextIndexOptions;
import dev.tern.engine.collection.TextIndexWriter;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HardNegativesTest {
  private static final int DOCUMENTS = 60;
  private static final String[] WORDS = {
    "sea", "river", "bird", "stone", "wind", "tree", "boat", "fish", "cloud", "island"
  };

  @TempDir Path directory;

  private final List<String> texts = new ArrayList<>();
  private final Map<String, Set<String>> positives = new HashMap<>();

  /// Queries of two words; every third row repeats the query of the row before with another
  /// document, and the last has two positive documents of its own.
  @BeforeEach
  void writeRows() throws IOException {
    Random random = new Random(3);
    List<String> lines = new ArrayList<>();
    String query = "";
    for (int i = 0; i < DOCUMENTS; i++) {
      String text = words(random, 12) + " number " + i;
      texts.add(text);
      query = i % 3 == 2 ? query : words(random, 2);
      positives.computeIfAbsent(query, _ -> new HashSet<>()).add(text);
      lines.add(JSON.std.asString(Map.of("query", query, "positive", text)));
    }
    positives.put("stone bird", new HashSet<>(texts.subList(4, 6)));
    lines.add(JSON.std.asString(Map.of("query", "stone bird", "positive", texts.subList(4, 6))));
    Files.write(directory.resolve("pairs.jsonl"), lines);
  }

  private static String words(Random random, int count) {
    return String.join(
        " ", random.ints(count, 0, WORDS.length).mapToObj(word -> WORDS[word]).toList());
  }

  private MiningConfig config(String more) throws IOException {
    String pairs = "{\"name\": \"p\", \"path\": \"pairs.jsonl\", \"format\": \"pairs\"}";
    return MiningConfig.read(
        Files.writeString(
            directory.resolve("mine.json"),
            "{\"data\": [" + pairs + "], \"output\": \"out.jsonl\"" + more + "}"));
  }

  private List<Map<String, Object>> mine(String more) throws IOException {
    MiningConfig config = config(more);
    Path folder = Files.createTempDirectory(directory, "index");
    try (HardNegatives miner = HardNegatives.open(config, folder, 1, (_, _) -> {})) {
      assertEquals(DOCUMENTS, miner.mine((_, _) -> {}).documents());
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String line : Files.readAllLines(config.output())) {
      rows.add(JSON.std.mapFrom(line));
    }
    return rows;
  }

  @SuppressWarnings("unchecked")
  private static List<String> strings(Map<String, Object> row, String key) {
    return (List<String>) row.get(key);
  }

  /// The ranking that a search of everything gives, positive documents left out.
  private List<String> ranked(TextIndex index, String query) throws IOException {
    return index.search(query, SearchOptions.top(DOCUMENTS)).hits().stream()
        .map(hit -> texts.get(Integer.parseInt(hit.key())))
        .filter(text -> !positives.get(query).contains(text))
        .toList();
  }

  private TextIndex index(TextIndexOptions options) throws IOException {
    Path folder = directory.resolve("expected");
    try (TextIndexWriter writer = TextIndexWriter.create(folder, options)) {
      writer.add(
          IntStream.range(0, DOCUMENTS)
              .mapToObj(i -> new Document("" + i, "", texts.get(i)))
              .toList());
      writer.commit();
    }
    return TextIndex.open(folder);
  }

  @Test
  void negativesHaveTheRanksAskedForAndAreNobodysPositives() throws IOException {
    List<Map<String, Object>> rows =
        mine(", \"negatives\": 4, \"first_rank\": 3, \"last_rank\": 9");
    assertEquals(DOCUMENTS + 1, rows.size());
    boolean isDrawn = false;
    try (TextIndex index = index(TextIndexOptions.lexical())) {
      for (Map<String, Object> row : rows) {
        List<String> ranks = ranked(index, (String) row.get("query")).subList(2, 9);
        List<String> negatives = strings(row, "negatives");
        assertEquals(4, negatives.size());
        List<Integer> places = negatives.stream().map(ranks::indexOf).toList();
        assertFalse(places.contains(-1), row.toString());
        assertEquals(places.stream().sorted().distinct().toList(), places);
        isDrawn |= !places.equals(List.of(0, 1, 2, 3));
      }
    }
    assertTrue(isDrawn, "always the first ones");
  }

  @Test
  void theSeedDecides() throws IOException {
    String more = ", \"negatives\": 3, \"queries\": 20, \"seed\": ";
    List<Map<String, Object>> rows = mine(more + 5);
    assertEquals(20, rows.size());
    assertEquals(rows, mine(more + 5));
    assertNotEquals(rows, mine(more + 6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sparse", "dense"})
  void modelsSearchToo(String kind) throws IOException {
    Path model = directory.resolve("model");
    Golden.copyModel("bert-mlm-tiny", model);
    List<Map<String, Object>> rows =
        mine(
            ", \"rows\": \"distillation\", \"negatives\": 5, \"last_rank\": 5, \"miner\": {"
                + "\"kind\": \""
                + kind
                + "\", \"path\": \"model\"}");
    assertEquals(DOCUMENTS + 1, rows.size());
    Map<String, Map<String, Double>> scores = new HashMap<>();
    try (SparseEncoder sparse = SparseEncoder.load(model);
        DenseEncoder dense = DenseEncoder.load(model)) {
      for (String query : positives.keySet()) {
        Map<String, Double> ofQuery = new HashMap<>();
        for (String text : texts) {
          ofQuery.put(
              text,
              kind.equals("sparse")
                  ? sparse.encode(query).dot(sparse.encode(text))
                  : dot(dense.encode(query), dense.encode(text)));
        }
        scores.put(query, ofQuery);
      }
    }
    for (Map<String, Object> row : rows) {
      String query = (String) row.get("query");
      List<String> docs = strings(row, "docs");
      assertTrue(positives.get(query).contains(docs.getFirst()));
      Map<String, Double> ofQuery = scores.get(query);
      List<Double> best =
          texts.stream()
              .filter(text -> !positives.get(query).contains(text))
              .map(ofQuery::get)
              .sorted(Comparator.reverseOrder())
              .limit(5)
              .toList();
      for (int i = 0; i < 6; i++) {
        double score = ((Number) ((List<?>) row.get("scores")).get(i)).doubleValue();
        double range = 0.02 * Math.abs(best.getFirst());
        // Impacts of the index are of 8 bits.
        assertEquals(ofQuery.get(docs.get(i)), score, range);
        assertTrue(i == 0 || Math.abs(best.get(i - 1) - score) <= range, row.toString());
      }
    }
  }

  private static double dot(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> (double) a[i] * b[i]).sum();
  }

  @Test
  void whatScoresLikeThePositiveIsLeftOut() throws IOException {
    String more = ", \"rows\": \"distillation\", \"negatives\": 2, \"last_rank\": 50";
    assertTrue(mine(more).stream().anyMatch(row -> highest(row) > 0.8));
    List<Map<String, Object>> rows = mine(more + ", \"below_positive\": 0.8");
    assertFalse(rows.isEmpty());
    assertTrue(rows.size() <= DOCUMENTS);
    assertTrue(rows.stream().allMatch(row -> highest(row) <= 0.8 + 1e-9));
  }

  /// The greatest score of a negative as a share of the positive's.
  private static double highest(Map<String, Object> row) {
    List<Double> scores =
        ((List<?>) row.get("scores"))
            .stream().map(score -> ((Number) score).doubleValue()).toList();
    return Collections.max(scores.subList(1, scores.size())) / scores.getFirst();
  }

  @Test
  void aRowThatCannotBeUsedStopsUnlessSkipped() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(directory.resolve("pairs.jsonl")));
    lines.set(1, "{\"query\": \"sea\"}");
    Files.write(directory.resolve("pairs.jsonl"), lines);
    TrainingDataException refusal =
        assertThrows(TrainingDataException.class, () -> mine(", \"negatives\": 2"));
    assertTrue(refusal.getMessage().contains("pairs.jsonl:2: "), refusal::getMessage);
    try (HardNegatives miner =
        HardNegatives.open(
            config(", \"negatives\": 2, \"bad_rows\": \"skip\""),
            directory.resolve("skipping"),
            1,
            (_, _) -> {})) {
      assertEquals(1, miner.mine((_, _) -> {}).skipped());
    }
  }

  @Test
  void anOutputWithoutDirectoryIsRefusedBeforeTheWork() throws IOException {
    MiningConfig config = config(", \"negatives\": 2");
    Path file = directory.resolve("mine.json");
    Files.writeString(file, Files.readString(file).replace("out.jsonl", "absent/out.jsonl"));
    MiningConfig elsewhere = MiningConfig.read(file);
    assertEquals(config.data(), elsewhere.data());
    assertThrows(
        NoSuchFileException.class,
        () -> HardNegatives.open(elsewhere, directory.resolve("index"), 1, (_, _) -> {}));
  }

  @Test
  void aCancelledRunWritesNothing() throws IOException {
    MiningConfig config = config(", \"negatives\": 2");
    try (HardNegatives miner =
        HardNegatives.open(config, directory.resolve("index"), 1, (_, _) -> {})) {
      assertThrows(CancellationException.class, () -> miner.mine((_, _) -> miner.cancel()));
      assertFalse(Files.exists(config.output()));
      assertFalse(Files.exists(directory.resolve("out.jsonl.unfinished")));
    }
  }
}
