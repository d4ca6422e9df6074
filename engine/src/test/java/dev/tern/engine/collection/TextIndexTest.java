package dev.tern.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.LongText;
import dev.tern.encoder.Pruning;
import dev.tern.encoder.SparseVector;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.engine.Explanation;
import dev.tern.engine.Hit;
import dev.tern.engine.IndexOptions;
import dev.tern.engine.IndexWriter;
import dev.tern.engine.SearchOptions;
import dev.tern.engine.format.PostingsLayout;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A search gives each document its score as the plain product of float vectors has it, up to what
/// quantising takes away.
class TextIndexTest {
  private static final String[] WORDS = {
    "river", "water", "and", "the", "city", "small", "house", "tern", "of", "stone", "winter", "ran"
  };

  /// Steps of the greatest impact of a document and of a query.
  private static final int DOCUMENT_STEPS = 255;

  private static final int QUERY_STEPS = 4095;

  @TempDir private Path directory;

  private final List<Document> documents = new ArrayList<>();
  private final List<String> queries = new ArrayList<>();

  @BeforeEach
  void writeTexts() {
    Random random = new Random(7);
    for (int i = 0; i < 60; i++) {
      documents.add(
          new Document(
              "d" + i, i % 3 == 0 ? text(random, 3) : "", text(random, random.nextInt(30))));
    }
    for (int i = 0; i < 15; i++) {
      queries.add(text(random, i));
    }
  }

  private static String text(Random random, int words) {
    List<String> text = new ArrayList<>();
    for (int i = 0; i < words; i++) {
      text.add(WORDS[random.nextInt(WORDS.length)]);
    }
    return String.join(" ", text);
  }

  @Test
  void lexicalScoresAreBm25() throws IOException {
    Tokenizer tokenizer = TokenizerFiles.bertBaseUncased();
    List<Map<Integer, Integer>> counts = new ArrayList<>();
    long tokens = 0;
    for (Document document : documents) {
      Map<Integer, Integer> count = new HashMap<>();
      for (int id : tokenizer.encodePlain(document.content(), Integer.MAX_VALUE)) {
        count.merge(id, 1, Integer::sum);
        tokens++;
      }
      counts.add(count);
    }
    double average = (double) tokens / documents.size();
    try (TextIndex index = index(TextIndexOptions.lexical())) {
      for (String query : queries) {
        Map<Integer, Integer> asked = new HashMap<>();
        for (int id : tokenizer.encodePlain(query, Integer.MAX_VALUE)) {
          asked.merge(id, 1, Integer::sum);
        }
        Map<String, Float> scores = scores(index, query);
        for (int i = 0; i < documents.size(); i++) {
          Map<Integer, Integer> count = counts.get(i);
          int length = count.values().stream().mapToInt(Integer::intValue).sum();
          double expected = 0;
          double tolerance = 1e-4;
          for (Map.Entry<Integer, Integer> term : asked.entrySet()) {
            long df = counts.stream().filter(each -> each.containsKey(term.getKey())).count();
            int tf = count.getOrDefault(term.getKey(), 0);
            double idf = Math.log(1 + (documents.size() - df + 0.5) / (df + 0.5));
            double weight = tf / (tf + 0.9 * (1 - 0.4 + 0.4 * length / average));
            expected += term.getValue() * idf * weight;
            tolerance += term.getValue() * idf * (0.5 / DOCUMENT_STEPS + 1.0 / QUERY_STEPS);
          }
          float actual = scores.getOrDefault(documents.get(i).key(), 0f);
          assertEquals(expected, actual, tolerance, query + " / " + documents.get(i));
        }
      }
    }
  }

  @Test
  void siameseScoresAreProductsOfTheModelsVectors() throws IOException {
    assertNeuralScores(TextIndexOptions.model(model()));
  }

  @Test
  void longTextsInWindowsAreRememberedByTheIndex() throws IOException {
    LongText windows = new LongText.Windows(1);
    assertNeuralScores(TextIndexOptions.model(model()).withMaxTokens(5).withLongText(windows));
  }

  @Test
  void inferenceFreeScoresAreProductsWithTheTable() throws IOException {
    Path idf =
        Files.writeString(
            directory.resolve("idf.json"),
            "{\"river\": 2.5, \"water\": 3, \"and\": 1, \"the\": 0.1, \"city\": 7, \"small\": 2, \"of\": 4}");
    TextIndexOptions model = TextIndexOptions.model(model());
    TextIndexOptions options =
        new TextIndexOptions(
            model.model(),
            model.queries(),
            Optional.of(idf),
            model.bm25(),
            Optional.of(16),
            Optional.of(new LongText.Windows(4)),
            Optional.of(new Pruning.TopK(400)),
            true,
            true,
            Optional.of(2),
            8,
            Optional.of(PostingsLayout.BOTH),
            true);
    assertNeuralScores(options);
  }

  private void assertNeuralScores(TextIndexOptions options) throws IOException {
    List<SparseVector> vectors = new ArrayList<>();
    List<SparseVector> asked = new ArrayList<>();
    try (TextEncoder encoder = TextEncoder.load(options)) {
      documents.forEach(document -> vectors.add(encoder.document(document.content())));
      queries.forEach(query -> asked.add(encoder.query(query)));
    }
    float greatest = 0;
    for (SparseVector vector : vectors) {
      greatest = Math.max(greatest, greatest(vector));
    }
    double step = greatest / DOCUMENT_STEPS;
    int found = 0;
    try (TextIndex index = index(options)) {
      for (int q = 0; q < queries.size(); q++) {
        SparseVector query = asked.get(q);
        assertEquals(query, index.vector(queries.get(q)));
        double queryStep = greatest(query) / QUERY_STEPS;
        Map<String, Float> scores = scores(index, queries.get(q));
        for (int d = 0; d < vectors.size(); d++) {
          double expected = 0;
          double tolerance = 1e-4;
          for (int i = 0; i < query.size(); i++) {
            double weight = vectors.get(d).weightOf(query.id(i));
            expected += query.weight(i) * weight;
            tolerance += query.weight(i) * step / 2 + weight * queryStep + step * queryStep;
          }
          float actual = scores.getOrDefault(documents.get(d).key(), 0f);
          assertEquals(expected, actual, tolerance, queries.get(q) + " / " + documents.get(d));
        }
        found += scores.size();
      }
    }
    assertTrue(found > 20, "found=" + found);
  }

  private static float greatest(SparseVector vector) {
    float greatest = 0;
    for (int i = 0; i < vector.size(); i++) {
      greatest = Math.max(greatest, vector.weight(i));
    }
    return greatest;
  }

  /// The scores of all hits, which also are in order, hold the stored texts, and are explained.
  private Map<String, Float> scores(TextIndex index, String query) throws IOException {
    Map<String, Float> scores = new HashMap<>();
    float previous = Float.POSITIVE_INFINITY;
    for (Hit hit : index.search(query, SearchOptions.top(1000)).hits()) {
      assertTrue(hit.score() <= previous, hit + " after " + previous);
      previous = hit.score();
      scores.put(hit.key(), hit.score());
      assertEquals(
          documents.get(Integer.parseInt(hit.key().substring(1))), index.document(hit.docId()));
      Explanation explanation = index.explain(query, hit.key());
      assertEquals(hit.score(), explanation.score());
      for (Explanation.Term term : explanation.terms()) {
        assertTrue(!index.token(term.term()).isEmpty());
      }
    }
    return scores;
  }

  @Test
  void nothingIsThereBeforeTheCommitAndACancelledAddCanBeCommitted() throws IOException {
    Path path = directory.resolve("index");
    try (TextIndexWriter writer = TextIndexWriter.create(path, TextIndexOptions.lexical())) {
      int[] added = {0};
      assertThrows(
          CancellationException.class,
          () ->
              writer.add(
                  documents,
                  (_, _) -> {
                    if (++added[0] == 5) {
                      writer.cancel();
                    }
                  }));
      assertThrows(IOException.class, () -> TextIndex.open(path));
      assertEquals(added[0], writer.commit().documents());
    }
    try (TextIndex index = TextIndex.open(path)) {
      assertEquals(5, index.vectors().documentCount());
      assertEquals("d4", index.vectors().key(4));
    }
  }

  @Test
  void anIndexKeepsItsLayout() throws IOException {
    Path path = directory.resolve("index");
    TextIndexOptions options = TextIndexOptions.lexical().withLayout(PostingsLayout.IMPACT_ORDERED);
    try (TextIndexWriter writer = TextIndexWriter.create(path, options)) {
      writer.add(documents);
      writer.commit();
    }
    TextIndexOptions both = options.withLayout(PostingsLayout.BOTH);
    String message =
        assertThrows(IOException.class, () -> TextIndexWriter.append(path, both)).getMessage();
    assertTrue(message.contains("was made with the layout impact-ordered and not both"), message);
    TextIndexWriter.append(path, TextIndexOptions.lexical()).close();
  }

  @Test
  void anIndexOfVectorsAloneIsNotSearchedInWords() throws IOException {
    Path path = directory.resolve("index");
    try (IndexWriter writer = IndexWriter.create(path, IndexOptions.defaults())) {
      writer.add("1", SparseVector.of(new int[] {1}, new float[] {1}));
      writer.commit();
    }
    String message = assertThrows(IOException.class, () -> TextIndex.open(path)).getMessage();
    assertTrue(message.contains("holds vectors without texts"), message);
  }

  private TextIndex index(TextIndexOptions options) throws IOException {
    Path path = directory.resolve("index");
    try (TextIndexWriter writer = TextIndexWriter.create(path, options)) {
      writer.add(documents);
      writer.commit();
    }
    return TextIndex.open(path);
  }

  private Path model() throws IOException {
    Path model = directory.resolve("model");
    Golden.copyModel("bert-mlm-tiny", model);
    return model;
  }
}
