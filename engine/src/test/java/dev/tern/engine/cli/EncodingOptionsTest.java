package dev.tern.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.LongText;
import dev.tern.encoder.ModelSource;
import dev.tern.encoder.Pruning;
import dev.tern.engine.collection.Bm25;
import dev.tern.engine.collection.QueryMode;
import dev.tern.engine.collection.TextIndexOptions;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class EncodingOptionsTest {
  @Test
  void meanWhatTheySay() {
    assertEquals(TextIndexOptions.lexical(), options().toTextIndexOptions(null));
    assertEquals(
        new Bm25(1.2f, .75f), options("--k1", "1.2", "--b", ".75").toTextIndexOptions(null).bm25());
    TextIndexOptions neural =
        options(
                "--model",
                "m",
                "--idf",
                "i",
                "--max-tokens",
                "99",
                "--long-text",
                "windows:9",
                "--prune",
                "top_k:7",
                "--threads",
                "3",
                "--no-floor",
                "--no-expansion")
            .toTextIndexOptions("inference-free");
    assertEquals(
        new TextIndexOptions(
            Optional.of(new ModelSource.Directory(Path.of("m"))),
            Optional.of(QueryMode.INFERENCE_FREE),
            Optional.of(Path.of("i")),
            Bm25.DEFAULT,
            Optional.of(99),
            Optional.of(new LongText.Windows(9)),
            Optional.of(new Pruning.TopK(7)),
            false,
            false,
            Optional.of(3),
            8,
            Optional.empty(),
            false),
        neural);
    assertEquals(3, options("--threads", "3").toDenseOptions().batching().threads());
    assertEquals(9, options("--max-tokens", "9").toDenseOptions().maxTokens().getAsInt());
  }

  @ParameterizedTest(name = "{0} with {1}")
  @CsvSource(
      nullValues = "-",
      value = {
        "--idf i, -, --idf has nothing to do in lexical search",
        "--prune top_k:3, -, --prune has nothing to do",
        "--max-tokens 9, -, --max-tokens has nothing to do",
        "--long-text windows, -, --long-text has nothing to do in lexical search",
        "--no-floor, -, --no-floor has nothing to do in lexical search",
        "--no-expansion, lexical, --no-expansion has nothing to do in lexical search",
        "--model m --long-text most, -, longText=most",
        "--model m --idf i, lexical, --idf has nothing to do",
        "--model m --k1 1, -, --k1 has nothing to do",
        "--model m --b 1, siamese, --b has nothing to do",
        "--model m --idf i, siamese, --idf has nothing to do with siamese queries",
        "--model m --lexical, -, exclude each other",
        "'', siamese, --queries siamese needs a model",
        "--model m, dense, only tern eval has dense",
        "--model m, guess, 'none of lexical, inference-free, siamese'",
        "--threads 0, -, found 0",
        "--model m --max-tokens 1, -, found 1",
        "--model m --prune top_k:0, -, k=0",
        "--model m --prune most, -, pruning=most",
        "--k1 NaN, -, k1=NaN",
        "--k1 -1, -, k1=-1.0",
        "--b 1.5, -, b=1.5",
      })
  void refuseWhatIsOutOfRangeOrWouldChangeNothing(String given, String queries, String part) {
    EncodingOptions options = options(given.isEmpty() ? new String[0] : given.split(" "));
    String message =
        assertThrows(UsageException.class, () -> options.toTextIndexOptions(queries)).getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void refuseWhatDenseVectorsDoNotHave() {
    for (String given :
        new String[] {
          "--idf i",
          "--prune top_k:1",
          "--k1 1",
          "--b 1",
          "--threads 0",
          "--long-text truncate",
          "--no-floor",
          "--no-expansion"
        }) {
      EncodingOptions options = options(given.split(" "));
      assertThrows(UsageException.class, options::toDenseOptions, given);
    }
  }

  private static EncodingOptions options(String... arguments) {
    return CommandLine.populateCommand(new EncodingOptions(), arguments);
  }
}
