package dev.tern.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The collection of `tern demo`: whole, of the promised size, and with questions whose answer
/// shares no word with them, which is what a learned sparse encoder is for.
class DemoCollectionTest {
  private static final String FOLDER = "/dev/tern/engine/cli/demo/";

  /// Words that say nothing about the subject, in the spelling that [#words] leaves.
  private static final Set<String> STOP_WORDS =
      Set.of(
          ("a about after all an and any are as at be because before but by can cant did didnt do"
                  + " does for from had has have how i if in into is it its me more most much my no"
                  + " not of off on or our out over should so some than that the their them then"
                  + " there these they this to too up was we were what when where which while who"
                  + " why will with without won wont would you your")
              .split(" ", -1));

  @Test
  void hasTheSizeItPromises() throws IOException {
    Map<String, BeirDocument> documents = documents();
    Map<String, String> queries = demo().queries();
    Qrels qrels = demo().qrels("demo");
    assertEquals(160, documents.size());
    assertEquals(40, queries.size());
    assertEquals(queries.keySet(), qrels.queries());
    assertEquals(0, qrels.judgementsOutside(documents::containsKey));
    for (String query : queries.keySet()) {
      List<Integer> grades =
          qrels.documents(query).stream()
              .map(document -> qrels.grade(query, document).orElseThrow())
              .sorted()
              .toList();
      assertTrue(grades.size() <= 3 && grades.getFirst() >= 1, query + " " + grades);
      assertEquals(2, grades.getLast(), query);
    }
  }

  @Test
  void passagesAreShort() throws IOException {
    for (BeirDocument document : documents().values()) {
      int words = document.text().split(" ", -1).length;
      long sentences = Arrays.stream(document.text().split("(?<=[.?]) ", -1)).count();
      assertTrue(words >= 30 && words <= 80, () -> document.id() + " words=" + words);
      assertTrue(sentences >= 2 && sentences <= 4, () -> document.id() + " " + sentences);
      assertTrue(!document.title().isEmpty(), document.id());
      assertTrue(document.content().chars().allMatch(c -> c >= ' ' && c < 127), document.id());
    }
  }

  @Test
  void halfOfTheQuestionsShareNoWordWithTheirAnswer() throws IOException {
    Map<String, BeirDocument> documents = documents();
    Qrels qrels = demo().qrels("demo");
    long mismatched =
        demo().queries().entrySet().stream()
            .filter(query ->
                qrels.documents(query.getKey()).stream()
                    .filter(id -> qrels.grade(query.getKey(), id).orElseThrow() == 2)
                    .noneMatch(id -> shareWord(query.getValue(), documents.get(id).content())))
            .count();
    assertEquals(25, mismatched);
  }

  @Test
  void sharedWordsAreFoundByStem() {
    assertTrue(shareWord("fogging up", "the fog lifts"));
    assertTrue(shareWord("cheap flights", "a flight of steps"));
    assertTrue(shareWord("can't sleep", "sleeping well"));
    assertTrue(!shareWord("how do I do this", "how this does it"));
    assertTrue(!shareWord("car", "carpet"));
  }

  private static boolean shareWord(String left, String right) {
    Set<String> others = words(right);
    return words(left).stream()
        .anyMatch(word -> others.stream().anyMatch(other -> sameStem(word, other)));
  }

  /// Whether two words agree in their first five letters, or one of at least three letters plus a
  /// usual ending is the other. Crude, and on the side of finding too much.
  private static boolean sameStem(String one, String other) {
    String shorter = one.length() <= other.length() ? one : other;
    String longer = one.length() <= other.length() ? other : one;
    if (one.length() >= 5 && other.length() >= 5) {
      return one.substring(0, 5).equals(other.substring(0, 5));
    }
    return longer.equals(shorter)
        || (shorter.length() >= 3
            && longer.matches(
                Pattern.quote(shorter)
                    + shorter.charAt(shorter.length() - 1)
                    + "?(s|es|ed|d|er|ers|ing|ings|y)"));
  }

  private static Set<String> words(String text) {
    String plain = text.toLowerCase(Locale.ROOT).replace("'", "");
    return Arrays.stream(plain.split("[^a-z0-9]+", -1))
        .filter(word -> !word.isEmpty() && !STOP_WORDS.contains(word))
        .collect(Collectors.toSet());
  }

  private static BeirCollection demo() {
    return BeirCollection.of(
        resource("corpus.jsonl"), resource("queries.jsonl"), Map.of("demo", resource("qrels.tsv")));
  }

  private static TextSource resource(String name) {
    return TextSource.resource(DemoCollectionTest.class, FOLDER + name);
  }

  private static Map<String, BeirDocument> documents() throws IOException {
    Map<String, BeirDocument> documents = new LinkedHashMap<>();
    try (JsonLines lines = demo().documents()) {
      for (Optional<BeirDocument> next = lines.next(); next.isPresent(); next = lines.next()) {
        documents.put(next.get().id(), next.get());
      }
    }
    return documents;
  }
}
