package dev.tern.engine.cli;

import dev.tern.encoder.DenseOptions;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.TableSide;
import dev.tern.engine.collection.QueryMode;
import dev.tern.engine.collection.TextIndexOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One way of searching that the demo can show with what the user has.
///
/// @param name as on the command line
/// @param description for a person
/// @param options how texts become vectors; for dense retrieval, where the model is
/// @param dense options of the dense encoder that is used instead
record DemoMode(
    String name, String description, TextIndexOptions options, Optional<DenseOptions> dense) {

  /// The ways there are: lexical always, others as the model allows; the best to show is the last
  /// one that has sparse vectors.
  static List<DemoMode> available(EncodingOptions encoding) throws IOException {
    List<DemoMode> modes = new ArrayList<>();
    TextIndexOptions lexical =
        encoding.model().isEmpty() ? encoding.toTextIndexOptions(null) : TextIndexOptions.lexical();
    modes.add(new DemoMode("lexical", "BM25 on WordPiece tokens", lexical, Optional.empty()));
    if (encoding.model().isEmpty()) {
      return modes;
    }
    Path directory = encoding.model().get();
    boolean isDense = encoding.isModelDense();
    String name = directory.toAbsolutePath().normalize().getFileName().toString();
    if (isDense) {
      modes.add(
          new DemoMode(
              "dense",
              name,
              TextIndexOptions.model(directory),
              Optional.of(encoding.toDenseOptions())));
      return modes;
    }
    TextIndexOptions options = encoding.toTextIndexOptions(null);
    modes.add(
        new DemoMode(
            "siamese",
            name + " for documents and queries",
            options.withQueries(QueryMode.SIAMESE),
            Optional.empty()));
    if (options.idf().isPresent()
        || ModelDirectory.open(directory).querySide() instanceof TableSide) {
      modes.add(
          new DemoMode(
              "inference-free",
              name + ", no model for queries",
              options.withQueries(QueryMode.INFERENCE_FREE),
              Optional.empty()));
    }
    return modes;
  }

  /// Indexes and asks.
  Trial run(Trial.Task task) throws IOException {
    return dense.isPresent()
        ? Trial.dense(task, options.model().orElseThrow(), dense.get())
        : Trial.sparse(task, options);
  }
}
