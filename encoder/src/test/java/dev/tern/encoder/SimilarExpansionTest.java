package dev.tern.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.checkpoint.ExpansionFile.Entry;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.TokenizerOptions;
import dev.tern.encoder.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Against cosines in double precision.
class SimilarExpansionTest {
  private static final int COLUMNS = 9;
  private static final int FIRST = 1990;

  @Test
  void takesTheNearestTwo() {
    Random random = new Random(3);
    Vocabulary vocabulary = TokenizerFiles.bertBaseUncased(TokenizerOptions.DEFAULT).vocabulary();
    float[] weights = new float[vocabulary.size()];
    Arrays.fill(weights, FIRST, 2700, 1);
    weights[vocabulary.idOf("time")] = 0;
    weights[vocabulary.idOf("##s")] = 1;
    float[] values = new float[vocabulary.size() * COLUMNS];
    for (int v = 0; v < values.length; v++) {
      values[v] = 2 + (float) random.nextGaussian();
    }
    List<Entry> found =
        SimilarExpansion.of(
            vocabulary, QueryTable.of(weights), new WordEmbeddings(values, COLUMNS), 0.1f);
    List<Integer> words =
        IntStream.range(0, weights.length)
            .filter(id -> weights[id] > 0 && vocabulary.token(id).matches("[a-z]{3,}"))
            .boxed()
            .toList();
    assertTrue(words.size() > 500 && words.size() < 700, "words: " + words.size());
    double[] mean = new double[COLUMNS];
    words.forEach(word -> {
      for (int c = 0; c < COLUMNS; c++) {
        mean[c] += values[word * COLUMNS + c] / (double) words.size();
      }
    });
    List<Entry> expected = new ArrayList<>();
    for (int word : words) {
      words.stream()
          .filter(other -> other != word && cosine(values, mean, word, other) > 0.4)
          .sorted(Comparator.comparingDouble((Integer other) -> -cosine(values, mean, word, other)))
          .limit(2)
          .forEach(other -> expected.add(new Entry(word, other, 0.1f)));
    }
    assertTrue(expected.size() > words.size(), "few words have neighbours: " + expected.size());
    assertEquals(expected, found);
  }

  private static double cosine(float[] values, double[] mean, int a, int b) {
    double dot = 0;
    double ofA = 0;
    double ofB = 0;
    for (int c = 0; c < COLUMNS; c++) {
      double x = values[a * COLUMNS + c] - mean[c];
      double y = values[b * COLUMNS + c] - mean[c];
      dot += x * y;
      ofA += x * x;
      ofB += y * y;
    }
    return dot / Math.sqrt(ofA * ofB);
  }
}
