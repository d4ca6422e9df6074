package dev.tern.encoder.training.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.training.data.ClozeExamples.Cutting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClozeExamplesTest {
  @TempDir Path directory;

  private ClozeExamples open(Cutting cutting, String... texts) throws IOException {
    Path file = directory.resolve("texts.jsonl");
    Files.write(file, List.of(texts).stream().map(text -> "{\"text\": \"" + text + "\"}").toList());
    return ClozeExamples.open(file, "text", cutting);
  }

  private static String sentence(int number) {
    return "This is the sentence of number " + number + ".";
  }

  private static String text(int sentences) {
    return IntStream.range(0, sentences)
        .mapToObj(ClozeExamplesTest::sentence)
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          One is here. Two is there! Is three? Yes. | One is here./Two is there!/Is three?/Yes.
          J. S. Bach wrote it. So did Mozart.       | J. S. Bach wrote it./So did Mozart.
          It costs 3.50 e.g. in Rome. Not more      | It costs 3.50 e.g. in Rome./Not more
          He said "go." Then he went.               | He said "go."/Then he went.
          no end                                    | no end
          """)
  void sentencesEndWhereTheyDo(String text, String sentences) {
    assertEquals(List.of(sentences.split("/", -1)), Sentences.of(text));
  }

  @Test
  void linesEndSentences() {
    assertEquals(List.of("A title", "A text."), Sentences.of("A title\n\n  A text.\n"));
  }

  @Test
  void theQueryIsASentenceAndTheDocumentItsNeighbours() throws IOException {
    try (ClozeExamples examples = open(new Cutting(40, 0, 7), text(30))) {
      Set<String> queries = new HashSet<>();
      for (int epoch = 0; epoch < 200; epoch++) {
        Example example = examples.read(0, epoch);
        assertEquals(example, examples.read(0, epoch));
        String query = example.query().text();
        queries.add(query);
        List<String> document = Sentences.of(example.documents().getFirst().text());
        assertFalse(document.contains(query));
        assertEquals(6, document.size(), "40 words are 6 sentences of 7");
        List<String> whole = Sentences.of(text(30));
        List<Integer> places = document.stream().map(whole::indexOf).collect(Collectors.toList());
        places.add(whole.indexOf(query));
        List<Integer> sorted = places.stream().sorted().toList();
        assertEquals(6, sorted.getLast() - sorted.getFirst(), "neighbours: " + sorted);
      }
      assertEquals(30, queries.size());
    }
  }

  @Test
  void theSentenceStaysAsOftenAsAsked() throws IOException {
    try (ClozeExamples examples = open(new Cutting(40, 0.25, 7), text(30))) {
      long stays =
          IntStream.range(0, 400)
              .mapToObj(epoch -> read(examples, epoch))
              .filter(e -> e.documents().getFirst().text().contains(e.query().text()))
              .count();
      assertTrue(stays > 60 && stays < 140, "stays=" + stays);
    }
  }

  private static Example read(ClozeExamples examples, int epoch) {
    try {
      return examples.read(0, epoch);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void twoSentencesAreEnoughAndOneIsNot() throws IOException {
    try (ClozeExamples examples = open(new Cutting(40, 0, 7), text(2), sentence(1), "A. B. C.")) {
      Example example = examples.read(0, 0);
      assertEquals(
          Set.of(sentence(0), sentence(1)),
          Set.of(example.query().text(), example.documents().getFirst().text()));
      for (int row : new int[] {1, 2}) {
        TrainingDataException refusal =
            assertThrows(TrainingDataException.class, () -> examples.read(row, 0));
        assertTrue(
            refusal.getMessage().contains("texts.jsonl:" + (row + 1) + ": the text is too short"),
            refusal::getMessage);
      }
    }
  }
}
