package dev.tern.encoder.training.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Questions out of plain text (inverse cloze, Lee, Chang and Toutanova 2019): a sentence of a text
/// is the query, and what stands around it the positive document. Another sentence in each epoch.
///
/// A row is a JSON object with a text; of a long one the document is a passage of neighbouring
/// sentences. Mostly the query's sentence is cut out, so that words in common do not give it away;
/// sometimes it stays, so that they are not forgotten.
public final class ClozeExamples implements ExampleSource {
  /// Sentences with fewer words say too little to search with.
  private static final int LEAST_WORDS = 4;

  private final LineFile file;
  private final String key;
  private final Cutting cutting;

  /// How texts are cut.
  ///
  /// @param words that a document has at least, if the text has so many
  /// @param keep how often the sentence stays in its document, in `[0, 1]`
  /// @param seed of all choices
  public record Cutting(int words, double keep, long seed) {}

  private ClozeExamples(LineFile file, String key, Cutting cutting) {
    this.file = file;
    this.key = key;
    this.cutting = cutting;
  }

  /// Opens a file, gzipped if its name ends in `.gz`.
  ///
  /// @param key of the text in a row
  /// @throws TrainingDataException if it is missing or has no row
  public static ClozeExamples open(Path path, String key, Cutting cutting) throws IOException {
    return new ClozeExamples(LineFile.ofRows(path), key, cutting);
  }

  @Override
  public int size() {
    return file.size();
  }

  @Override
  public Example read(int row, long epoch) throws IOException {
    List<String> sentences = Sentences.of(JsonRow.read(file, row).text(key));
    int[] queries =
        IntStream.range(0, sentences.size())
            .filter(i -> words(sentences.get(i)) >= LEAST_WORDS)
            .toArray();
    if (queries.length == 0 || sentences.size() < 2) {
      throw file.refusal(
          row,
          "the text is too short to ask for a sentence of it; remove the row, or skip bad rows");
    }
    SplitMix random = new SplitMix(cutting.seed(), row * 0x1_0000_0000L + epoch);
    int query = queries[random.below(queries.length)];
    String document = passage(sentences, query, random);
    return new Example(Passage.of(sentences.get(query)), List.of(Passage.of(document)), List.of());
  }

  /// The sentences around one of them, of which a random share stands before it.
  private String passage(List<String> sentences, int query, SplitMix random) {
    double before = random.unit() * cutting.words();
    boolean stays = random.unit() < cutting.keep();
    List<String> chosen = new ArrayList<>();
    if (stays) {
      chosen.add(sentences.get(query));
    }
    int words = stays ? words(sentences.get(query)) : 0;
    int first = query;
    while (first > 0 && words < before) {
      chosen.addFirst(sentences.get(--first));
      words += words(sentences.get(first));
    }
    int next = query + 1;
    while (next < sentences.size() && (words < cutting.words() || chosen.isEmpty())) {
      words += words(sentences.get(next));
      chosen.add(sentences.get(next++));
    }
    // At the end of the text what is missing is taken from before.
    while (first > 0 && (words < cutting.words() || chosen.isEmpty())) {
      chosen.addFirst(sentences.get(--first));
      words += words(sentences.get(first));
    }
    return String.join(" ", chosen);
  }

  private static int words(String sentence) {
    return sentence.split("\\s+").length;
  }

  @Override
  public String place(int row) {
    return file.place(row);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
