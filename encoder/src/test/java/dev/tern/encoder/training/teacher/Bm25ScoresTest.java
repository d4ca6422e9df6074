package dev.tern.encoder.training.teacher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.training.data.Example;
import dev.tern.encoder.training.data.Passage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class Bm25ScoresTest {
  private static final Tokenizer TOKENIZER = TokenizerFiles.bertBaseUncased();
  private static final List<String> DOCUMENTS =
      List.of("the sea", "the sea and the river", "a bird of the river", "bird bird bird");

  private static Bm25Scores counted(List<String> documents) {
    Bm25Scores.Counting counting = new Bm25Scores.Counting(TOKENIZER);
    documents.forEach(counting::add);
    return counting.scores();
  }

  private static double[] scores(Bm25Scores teacher, String query, List<String> documents) {
    return teacher.scores(
        new Example(Passage.of(query), documents.stream().map(Passage::of).toList(), List.of()));
  }

  /// The formula of the class, word by word: all words here are one token.
  @Test
  void isTheFormula() {
    String query = "bird river bird whale";
    List<String> asked =
        Stream.concat(DOCUMENTS.stream(), Stream.of("whale of the river")).toList();
    double mean = (2 + 5 + 5 + 3) / 4.0;
    double[] expected =
        asked.stream()
            .mapToDouble(document -> {
              List<String> words = List.of(document.split(" ", -1));
              double sum = 0;
              for (String word : query.split(" ", -1)) {
                long df =
                    DOCUMENTS.stream()
                        .filter(d -> List.of(d.split(" ", -1)).contains(word))
                        .count();
                long tf = words.stream().filter(word::equals).count();
                double idf = Math.log(1 + (4 - df + 0.5) / (df + 0.5));
                sum += idf * tf / (tf + 0.9 * (0.6 + 0.4 * words.size() / mean));
              }
              return sum;
            })
            .toArray();
    double[] scores = scores(counted(DOCUMENTS), query, asked);
    assertArrayEquals(expected, scores, 1e-12);
    assertEquals(0, scores[0]);
  }

  @Test
  void aTextCountsOnce() {
    List<String> twice = Stream.concat(DOCUMENTS.stream(), DOCUMENTS.stream()).toList();
    assertArrayEquals(
        scores(counted(DOCUMENTS), "bird sea", DOCUMENTS),
        scores(counted(twice), "bird sea", DOCUMENTS));
  }

  @Test
  void nothingInCommonIsZero() {
    assertArrayEquals(
        new double[] {0, 0}, scores(counted(DOCUMENTS), "whale", List.of("a bird", "[SEP]")));
  }
}
