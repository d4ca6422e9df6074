package dev.tern.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.DenseEncoder;
import dev.tern.engine.Hit;
import dev.tern.engine.SearchOptions;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FusionTest {
  @TempDir Path directory;

  private static final List<Ranked> FIRST =
      List.of(new Ranked("a", 9), new Ranked("b", 5), new Ranked("c", 1));
  private static final List<Ranked> SECOND = List.of(new Ranked("c", 3), new Ranked("d", 2));

  @Test
  void reciprocalRanksAddUp() {
    List<Ranked> fused = new Fusion.ReciprocalRank(60).fuse(List.of(FIRST, SECOND), 10);
    assertEquals(List.of("c", "a", "b", "d"), fused.stream().map(Ranked::key).toList());
    assertEquals(1.0 / 63 + 1.0 / 61, fused.getFirst().score());
    assertEquals(1.0 / 61, fused.get(1).score());
    assertEquals(1.0 / 62, fused.get(3).score()); // as b's, and b comes first
    assertEquals(fused.subList(0, 2), Fusion.reciprocalRank().fuse(List.of(FIRST, SECOND), 2));
  }

  @Test
  void normalisedScoresAddUpWithTheirWeights() {
    Fusion fusion = new Fusion.NormalisedScores(List.of(0.5));
    List<Ranked> single = List.of(new Ranked("d", 7));
    List<Ranked> fused = fusion.fuse(List.of(FIRST, SECOND, single, List.of()), 10);
    assertEquals(
        List.of(
            new Ranked("c", 1), new Ranked("d", 1), new Ranked("a", 0.5), new Ranked("b", 0.25)),
        fused);
    assertEquals(List.of(), fusion.fuse(List.of(), 10));
  }

  @Test
  void fusionsHaveNames() {
    assertEquals(new Fusion.ReciprocalRank(60), Fusion.parse("rrf"));
    assertEquals(new Fusion.NormalisedScores(List.of()), Fusion.parse("scores"));
    assertEquals(new Fusion.NormalisedScores(List.of(0.5, 2.0)), Fusion.parse("scores:0.5,2"));
    for (String text :
        List.of("", "RRF", "scores:", "scores:1,", "scores:x", "scores:-1", "scores:NaN")) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> Fusion.parse(text)).getMessage();
      assertTrue(message.length() > 10, message);
    }
    assertThrows(IllegalArgumentException.class, () -> new Fusion.ReciprocalRank(-1));
  }

  /// A document that only one of two indexes finds is found, and dense vectors rank both.
  @Test
  void severalIndexesAnswerTogether() throws IOException {
    Path model = directory.resolve("model");
    Golden.copyModel("bert-mlm-tiny", model);
    List<Document> documents =
        List.of(
            new Document("river", "", "the river runs to the sea"),
            new Document("bird", "", "a bird over the water"),
            new Document("stone", "", "stones"));
    Path words = directory.resolve("words");
    Path others = directory.resolve("others");
    write(words, documents.subList(0, 2));
    write(others, documents.subList(1, 3));
    try (TextIndex first = TextIndex.open(words);
        TextIndex second = TextIndex.open(others);
        DenseEncoder encoder = DenseEncoder.load(model)) {
      DenseIndex dense = DenseIndex.build(encoder, documents, done -> {});
      HybridSearch search =
          new HybridSearch(List.of(first, second), Optional.of(dense), Fusion.reciprocalRank(), 10);
      List<Ranked> found = search.search("stones in the river and a bird", 10);
      List<Ranked> ranked =
          dense.rank(
              "stones in the river and a bird", List.of("river", "unknown", "bird", "stone"));
      assertEquals(3, ranked.size());
      assertEquals(3, found.size());
      for (Ranked each : found) {
        double expected =
            1.0 / (61 + ranked.stream().map(Ranked::key).toList().indexOf(each.key()));
        for (TextIndex index : List.of(first, second)) {
          List<String> keys =
              index
                  .search("stones in the river and a bird", SearchOptions.defaults())
                  .hits()
                  .stream()
                  .map(Hit::key)
                  .toList();
          expected += keys.contains(each.key()) ? 1.0 / (61 + keys.indexOf(each.key())) : 0;
        }
        assertEquals(expected, each.score(), 1e-12, each.key());
      }
      assertEquals(found.subList(0, 1), search.search("stones in the river and a bird", 1));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new HybridSearch(List.of(), Optional.empty(), Fusion.reciprocalRank(), 1));
  }

  private static void write(Path index, List<Document> documents) throws IOException {
    try (TextIndexWriter writer = TextIndexWriter.create(index, TextIndexOptions.lexical())) {
      writer.add(documents);
      writer.commit();
    }
  }
}
