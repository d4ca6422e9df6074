package dev.tern.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.encoder.checkpoint.LexicalFloor;
import dev.tern.encoder.checkpoint.RetrievalConfig;
import dev.tern.encoder.checkpoint.RetrievalConfig.Reading;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TitlesTest {
  private static final List<TitledText> DOCUMENTS =
      List.of(
          new TitledText("the river", "a small city is near the sea"),
          new TitledText("", "a small city is near the sea"),
          new TitledText("the city", " "),
          new TitledText("", ""),
          new TitledText("a city and the river ".repeat(9), "the sea ".repeat(40)));

  @TempDir private Path directory;

  @BeforeEach
  void copyModel() throws IOException {
    Golden.copyModel("bert-mlm-tiny", directory);
  }

  private void write(boolean titles) throws IOException {
    LexicalFloor floor = LexicalFloor.DEFAULT;
    Reading reading = new Reading(OptionalInt.empty(), OptionalInt.empty(), titles);
    new RetrievalConfig(Optional.of(floor), 0, Optional.empty(), reading).write(directory);
  }

  private List<SparseVector> vectors(SparseOptions options) throws IOException {
    List<SparseVector> vectors = new ArrayList<>();
    try (SparseEncoder encoder = SparseEncoder.load(directory, options)) {
      encoder.encodeTitled(
          DOCUMENTS.iterator(), Function.identity(), (_, vector) -> vectors.add(vector));
      for (int i = 0; i < DOCUMENTS.size(); i++) {
        assertEquals(vectors.get(i), encoder.encode(DOCUMENTS.get(i)));
      }
    }
    return vectors;
  }

  /// `floor + max(whole, title)`, where there are both a title and a text.
  @Test
  void aTitleIsReadOnceMoreByItself() throws IOException {
    for (LongText longText : List.of(new LongText.Truncate(), new LongText.Windows(3))) {
      SparseOptions options = SparseOptions.DEFAULT.withMaxTokens(12).withLongText(longText);
      write(false);
      List<SparseVector> without = vectors(options);
      write(true);
      List<SparseVector> with = vectors(options);
      try (SparseEncoder plain = SparseEncoder.load(directory, options);
          SparseEncoder bare = SparseEncoder.load(directory, options.withFloor(false))) {
        Floor floor = new Floor(LexicalFloor.DEFAULT, plain.tokenizer());
        for (int i = 0; i < DOCUMENTS.size(); i++) {
          String content = DOCUMENTS.get(i).content();
          SparseVector whole = plain.encode(content);
          assertEquals(whole, without.get(i));
          if (i == 0 || i == 4) {
            SparseVector model = bare.encode(content);
            SparseVector title = bare.encode(DOCUMENTS.get(i).title());
            assertEquals(floor.under(model.maximum(title), content), with.get(i));
            // The last title begins with windows that its document begins with too.
            assertEquals(i == 4, whole.equals(with.get(i)));
          } else {
            assertEquals(whole, with.get(i));
          }
        }
      }
    }
  }
}
