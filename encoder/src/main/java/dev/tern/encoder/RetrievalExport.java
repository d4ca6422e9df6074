package dev.tern.encoder;

import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.ExpansionFile;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.QueryWeightFile;
import dev.tern.encoder.checkpoint.RetrievalConfig;
import dev.tern.encoder.checkpoint.RetrievalConfig.Reading;
import dev.tern.encoder.checkpoint.TableSide;
import dev.tern.encoder.checkpoint.TransformerSide;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.TokenizerOptions;
import dev.tern.encoder.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Writes query weights, expansion and `tern.json` of a converted model.
///
/// @param source that is converted
/// @param options what changes
record RetrievalExport(ModelDirectory source, ConversionOptions options) {
  private static final String IDF = "idf.json";
  private static final String EXPANSION = "expansion.tsv";

  /// Writes into a directory that has all other files of the converted model already. Words that
  /// the model thinks of are those of the source before it is rounded to int8, and of the blend
  /// after.
  void write(Path target) throws IOException {
    boolean reweighs = options.idf().isPresent() || options.idfPower() != 1;
    if (reweighs || options.expansion().isPresent()) {
      Vocabulary vocabulary =
          TokenizerFiles.read(source.documentSide().tokenizer(), TokenizerOptions.DEFAULT)
              .vocabulary();
      QueryTable table = table(vocabulary).power(options.idfPower());
      if (reweighs) {
        QueryWeightFile.writeJson(
            replaced(target.resolve(IDF)),
            vocabulary.size(),
            table::weight,
            id -> vocabulary.idOf(vocabulary.token(id)) == id ? vocabulary.token(id) : "");
      }
      if (options.expansion().isPresent()) {
        ExpansionFile.write(
            replaced(target.resolve(EXPANSION)),
            options.expansion().get().table(vocabulary, table, reader(target)).entries(),
            vocabulary::token);
      }
    }
    RetrievalConfig before = source.retrieval();
    RetrievalConfig after =
        new RetrievalConfig(
            options.floor().or(before::floor),
            options.repetition().orElse(before.repetition()),
            options.expansion().map(_ -> EXPANSION).or(before::expansion),
            reading(before.documents()));
    if (!after.equals(before)) {
      replaced(target.resolve(RetrievalConfig.FILE));
      after.write(target);
    }
  }

  private TransformerSide reader(Path target) throws IOException {
    ModelDirectory model = options.blend().isPresent() ? ModelDirectory.open(target) : source;
    return model.documentSide();
  }

  private Reading reading(Reading before) {
    return new Reading(
        options.maxTokens().isPresent() ? options.maxTokens() : before.maxTokens(),
        options.maxTerms().isPresent() ? options.maxTerms() : before.maxTerms(),
        options.titles().orElse(before.titles()));
  }

  /// A file that is to be written, and is not there any more: a copy may not be writable.
  private static Path replaced(Path file) throws IOException {
    Files.deleteIfExists(file);
    return file;
  }

  private QueryTable table(Vocabulary vocabulary) throws IOException {
    Optional<TableSide> side =
        source.querySide() instanceof TableSide table ? Optional.of(table) : Optional.empty();
    boolean routed = side.isPresent() && !source.root().equals(side.get().file().getParent());
    if (routed && (options.idf().isPresent() || options.idfPower() != 1)) {
      throw new CheckpointException(
          side.get().file()
              + " has the query weights of a router, which are not changed; convert without other"
              + " query weights");
    }
    Path file =
        options
            .idf()
            .or(() -> side.map(TableSide::file))
            .orElseThrow(() ->
                new CheckpointException(
                    source.root()
                        + " has no query weights to work with; name a file of them with --idf"));
    return QueryTable.read(file, vocabulary);
  }
}
