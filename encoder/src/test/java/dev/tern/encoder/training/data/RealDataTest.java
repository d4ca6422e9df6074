package dev.tern.encoder.training.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tern.encoder.training.config.MiningConfig;
import dev.tern.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Public collections are read as they are published.
class RealDataTest {
  private static final int READ = 300;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          train/medquad/medquad.jsonl.gz            | 16406  | "pairs"
          train/pubmedqa/pqa_labeled.jsonl.gz       | 1000   | "pairs"
          train/squad-nqg/test.jsonl.gz             | 11877  | "pairs"
          train/wordnet/synsets.jsonl.gz | 107525 | "pairs", "keys": {"query": "members", "positive": "definition"}
          mlm/wikipedia-leads/wiki-leads.jsonl.gz | 26774 | "pairs", "keys": {"query": "title", "positive": "text"}
          mlm/wikipedia-en-2015/wiki-00.jsonl.gz    | 1534   | "cloze"
          train/arxiv-small/arxiv-small.jsonl.gz | 146184 | "pairs", "keys": {"query": "title", "positive": "abstract"}
          """)
  void rowsBecomeExamples(String file, int rows, String format) throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("mine.json"),
            "{\"data\": [{\"name\": \"d\", \"path\": \""
                + Shared.data(file)
                + "\", \"format\": "
                + format
                + "}], \"output\": \"out\"}");
    try (ExampleSource source = MiningConfig.read(config).data().getFirst().open().source()) {
      assertEquals(rows, source.size());
      for (int i = 0; i < READ; i++) {
        Example example = source.read((int) ((long) i * rows / READ), i);
        assertFalse(example.query().text().isBlank());
        assertFalse(example.documents().getFirst().text().isBlank());
        assertFalse(example.query().equals(example.documents().getFirst()));
      }
    }
  }
}
