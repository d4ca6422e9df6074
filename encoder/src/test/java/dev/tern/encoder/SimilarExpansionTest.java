package dev.tern.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.encoder.ExpansionRules.Similar;
import dev.tern.encoder.checkpoint.ExpansionFile.Entry;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.TokenizerOptions;
import dev.tern.encoder.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SimilarExpansionTest {
  private final Vocabulary vocabulary =
      TokenizerFiles.bertBaseUncased(TokenizerOptions.DEFAULT).vocabulary();

  private SparseVector vector(Map<String, Float> weights) {
    TreeMap<Integer, Float> byId = new TreeMap<>();
    weights.forEach((token, weight) -> byId.put(vocabulary.idOf(token), weight));
    float[] values = new float[byId.size()];
    int[] ids = byId.keySet().stream().mapToInt(Integer::intValue).toArray();
    for (int i = 0; i < ids.length; i++) {
      values[i] = byId.get(ids[i]);
    }
    return SparseVector.of(ids, values);
  }

  @Test
  void theTwoLargestWeightsBesideItsOwnAreTakenButForCommonWords() {
    QueryTable table =
        table(
            Map.of(
                "car", 3f, "river", 3f, "city", 3f, "year", 3f, "vehicle", 10f, "cars", 4f, "lake",
                2f, "stream", 1.9f, "town", 4f, "engine", 9f));
    Map<String, SparseVector> vectors =
        Map.of(
            "car",
            vector(Map.of("car", 2f, "vehicle", 1.5f, "cars", 1f, "engine", 0.5f)),
            "river",
            vector(Map.of("lake", 4f, "stream", 1f, "engine", 0.5f)),
            "city",
            vector(Map.of("city", 0.1f, "town", 1f)));
    List<Entry> found =
        SimilarExpansion.of(
            vocabulary,
            table,
            texts ->
                texts.stream().map(text -> vectors.getOrDefault(text, vector(Map.of()))).toList(),
            new Similar(0.2f, 0.2f));
    assertEquals(
        List.of(
            entry("city", "town", 1),
            entry("river", "lake", 0.2f),
            entry("car", "vehicle", 0.2f * 1.5f / 2),
            entry("car", "cars", 0.2f / 2)),
        found.stream().sorted((a, b) -> byId(name(a), name(b))).toList());
  }

  @Test
  void onlyWholeWordsThatWeighSomethingAreRead() {
    QueryTable table = table(Map.of("car", 3f, "of", 3f, "##ing", 3f, "1999", 3f));
    List<String> read = new ArrayList<>();
    SimilarExpansion.of(
        vocabulary,
        table,
        texts -> {
          read.addAll(texts);
          return texts.stream().map(_ -> vector(Map.of())).toList();
        },
        new Similar(0.2f, 0));
    assertEquals(List.of("car"), read);
  }

  private QueryTable table(Map<String, Float> weights) {
    float[] byId = new float[vocabulary.size()];
    weights.forEach((token, weight) -> byId[vocabulary.idOf(token)] = weight);
    return QueryTable.of(byId);
  }

  private String name(Entry entry) {
    return vocabulary.token(entry.token());
  }

  private int byId(String a, String b) {
    List<String> order = List.of("city", "river", "car", "year");
    return order.indexOf(a) - order.indexOf(b);
  }

  private Entry entry(String word, String other, float factor) {
    return new Entry(vocabulary.idOf(word), vocabulary.idOf(other), factor);
  }
}
