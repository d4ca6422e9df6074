package dev.tern.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.testing.Shared;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoTest {
  @Test
  void showsAnswersAndSaysHowToNameAModel() {
    String out = Program.succeed("demo");
    assertTrue(out.startsWith("160 passages indexed in "), out);
    assertEquals(3, out.lines().filter(line -> line.startsWith("? ")).count(), out);
    assertEquals(9, out.lines().filter(line -> line.strip().startsWith("= ")).count(), out);
    assertTrue(out.contains("NDCG@10"), out);
    assertTrue(out.contains("./tern demo --model DIR"), out);
  }

  @Test
  void aModelFindsWhatWordsDoNot() throws IOException {
    String model = Shared.model("splade-tiny").toString();
    String idf = Shared.data("vocab/bert-base-uncased/opensearch/idf.json").toString();
    Map<?, ?> figures =
        (Map<?, ?>)
            JSON.std
                .mapFrom(
                    Program.succeedAtFullSpeed("demo", "--json", "--model", model, "--idf", idf))
                .get("ndcg@10");
    double lexical = ((Number) figures.get("lexical")).doubleValue();
    assertTrue(((Number) figures.get("siamese")).doubleValue() > lexical, figures::toString);
    assertTrue(((Number) figures.get("inference-free")).doubleValue() > lexical, figures::toString);
  }
}
