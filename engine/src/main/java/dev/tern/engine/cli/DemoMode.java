package dev.tern.engine.cli;

import dev.tern.encoder.BundledModel;
import dev.tern.encoder.DenseOptions;
import dev.tern.encoder.ModelSource;
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
/// @param options how texts become vectors; unused for dense retrieval
/// @param dense options of the dense encoder that is used instead
record DemoMode(
    String name, String description, TextIndexOptions options, Optional<DenseOptions> dense) {

  /// The ways there are: lexical always, others as the model allows; the best to show is the last
  /// one that has sparse vectors.
  static List<DemoMode> available(EncodingOptions encoding) throws IOException {
    Optional<ModelSource> model = encoding.model();
    TextIndexOptions lexical =
        model.isEmpty() ? encoding.toTextIndexOptions(null) : TextIndexOptions.lexical();
    List<DemoMode> modes = new ArrayList<>();
    modes.add(new DemoMode("lexical", "BM25 on WordPiece tokens", lexical, Optional.empty()));
    if (model.isPresent()) {
      switch (model.get()) {
        case ModelSource.Bundled _ ->
            modes.add(
                inferenceFree(BundledModel.NAME, encoding.toTextIndexOptions("inference-free")));
        case ModelSource.Directory(Path directory) -> modes.addAll(of(directory, encoding));
      }
    }
    return modes;
  }

  private static List<DemoMode> of(Path directory, EncodingOptions encoding) throws IOException {
    String name = directory.toAbsolutePath().normalize().getFileName().toString();
    if (encoding.isModelDense()) {
      return List.of(
          new DemoMode(
              "dense",
              name,
              TextIndexOptions.model(directory),
              Optional.of(encoding.toDenseOptions())));
    }
    TextIndexOptions options = encoding.toTextIndexOptions(null);
    DemoMode siamese =
        new DemoMode(
            "siamese",
            name + " for documents and queries",
            options.withQueries(QueryMode.SIAMESE),
            Optional.empty());
    return options.idf().isPresent()
            || ModelDirectory.open(directory).querySide() instanceof TableSide
        ? List.of(siamese, inferenceFree(name, options.withQueries(QueryMode.INFERENCE_FREE)))
        : List.of(siamese);
  }

  private static DemoMode inferenceFree(String name, TextIndexOptions options) {
    return new DemoMode(
        "inference-free", name + ", no model for queries", options, Optional.empty());
  }

  /// Indexes and asks.
  ///
  /// @param directory of the model; for dense retrieval only
  Trial run(Trial.Task task, Optional<Path> directory) throws IOException {
    return dense.isPresent()
        ? Trial.dense(task, directory.orElseThrow(), dense.get())
        : Trial.sparse(task, options);
  }
}
