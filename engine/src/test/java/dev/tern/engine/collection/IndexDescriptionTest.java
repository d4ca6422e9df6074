package dev.tern.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.LongText;
import dev.tern.encoder.ModelSource;
import dev.tern.encoder.checkpoint.LexicalFloor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class IndexDescriptionTest {
  private static final Path INDEX = Path.of("my.tern");

  @Test
  void isReadAsItWasWritten() throws IOException {
    for (IndexDescription description :
        new IndexDescription[] {
          new IndexDescription(
              QueryMode.LEXICAL,
              Optional.empty(),
              0,
              new LongText.Truncate(),
              "",
              "",
              new Bm25(1.2f, .75f)),
          new IndexDescription(
              QueryMode.SIAMESE,
              Optional.of(
                  new ModelIdentity(
                      new ModelSource.Directory(Path.of("/models/größe 1")), "c0ffee", "")),
              256,
              new LongText.Windows(7),
              "top_k:200",
              "",
              Bm25.DEFAULT),
          new IndexDescription(
              QueryMode.INFERENCE_FREE,
              Optional.of(new ModelIdentity(new ModelSource.Bundled(), "c0ffee", "bea")),
              256,
              new LongText.Truncate(),
              "",
              LexicalFloor.DEFAULT.toString(),
              Bm25.DEFAULT)
        }) {
      assertEquals(description, IndexDescription.of(INDEX, description.toProperties()));
    }
  }

  @Test
  void vectorsWithoutTextsAreNotSearchedInWords() {
    assertRefused("holds vectors without texts", Map.of());
    assertRefused("holds vectors without texts", Map.of("author", "somebody"));
  }

  @Test
  void whatALaterVersionMayWriteIsRefused() {
    Map<String, String> properties =
        new IndexDescription(
                QueryMode.LEXICAL,
                Optional.empty(),
                0,
                new LongText.Truncate(),
                "",
                "",
                Bm25.DEFAULT)
            .toProperties();
    Map<String, String> later =
        Map.of(
            "tern.queries", "telepathic",
            "tern.maxTokens", "many",
            "tern.longText", "summary",
            "tern.bm25.k1", "NaN",
            "tern.bm25.b", "2",
            "tern.model", "\0");
    assertRefused("upgrade Tern", with(properties, "tern.model", "bundled:tern-giant"));
    later.forEach((name, value) -> {
      assertRefused("upgrade Tern", with(properties, name, value));
    });
  }

  private static Map<String, String> with(
      Map<String, String> properties, String name, String value) {
    Map<String, String> changed = new TreeMap<>(properties);
    changed.put(name, value);
    return changed;
  }

  private static void assertRefused(String part, Map<String, String> properties) {
    String message =
        assertThrows(IOException.class, () -> IndexDescription.of(INDEX, properties)).getMessage();
    assertTrue(message.startsWith("my.tern ") && message.contains(part), message);
  }
}
