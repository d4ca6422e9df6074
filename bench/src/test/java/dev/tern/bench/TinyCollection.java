package dev.tern.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.TokenizerOptions;
import dev.tern.encoder.tokenizer.Vocabulary;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A collection of random words with the tiny golden model, in place of what is not in a checkout.
record TinyCollection(Path directory) {
  private static final int DOCUMENTS = 40;
  private static final int QUERIES = 6;

  /// Writes all files.
  static TinyCollection make(Path directory) throws IOException {
    TinyCollection tiny = new TinyCollection(directory);
    Golden.copyModel("bert-mlm-tiny", tiny.inputs().model());
    Vocabulary vocabulary =
        TokenizerFiles.read(tiny.inputs().model(), TokenizerOptions.DEFAULT).vocabulary();
    Random random = new Random(1);
    Path collection = Files.createDirectories(tiny.inputs().collection());
    Files.write(collection.resolve("corpus.jsonl"), lines(vocabulary, DOCUMENTS, 30, random));
    Files.write(collection.resolve("queries.jsonl"), lines(vocabulary, QUERIES, 4, random));
    Map<String, Float> weights = new LinkedHashMap<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      weights.put(vocabulary.token(id), 1 + random.nextFloat());
    }
    Files.writeString(tiny.inputs().queryWeights(), JSON.std.asString(weights));
    return tiny;
  }

  Spine.Inputs inputs() {
    return new Spine.Inputs(
        directory.resolve("collection"), directory.resolve("model"), directory.resolve("idf.json"));
  }

  private static List<String> lines(Vocabulary vocabulary, int count, int words, Random random)
      throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = 1 + random.nextInt(words); j > 0; j--) {
        text.append(vocabulary.token(random.nextInt(vocabulary.size()))).append(' ');
      }
      lines.add(JSON.std.asString(Map.of("_id", "d" + i, "text", text.toString())));
    }
    return lines;
  }
}
