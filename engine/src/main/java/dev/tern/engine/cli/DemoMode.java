package dev.tern.engine.cli;

import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.encoder.checkpoint.TableSide;
import dev.tern.engine.collection.TextIndexOptions;
import dev.tern.engine.evaluation.BeirCollection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One way of searching that the demo can show with what the user has.
///
/// @param name as on the command line
/// @param description for a person
/// @param options how texts become vectors; for dense retrieval, those of the lexical way
/// @param dense directory of a dense encoder, which is used instead
record DemoMode(String name, String description, TextIndexOptions options, Optional<Path> dense) {

  /// The ways there are: lexical always, others as the model allows; the best to show is the last
  /// one that has sparse vectors.
  static List<DemoMode> available(EncodingOptions encoding) throws IOException {
    List<DemoMode> modes = new ArrayList<>();
    modes.add(
        new DemoMode(
            "lexical", "BM25 on WordPiece tokens", TextIndexOptions.lexical(), Optional.empty()));
    if (encoding.model().isEmpty()) {
      return modes;
    }
    Path directory = encoding.model().get();
    String name = directory.toAbsolutePath().normalize().getFileName().toString();
    ModelDirectory model = ModelDirectory.open(directory);
    if (model.documentSide().pooling().filter(PoolingConfig.Dense.class::isInstance).isPresent()) {
      modes.add(new DemoMode("dense", name, TextIndexOptions.lexical(), Optional.of(directory)));
      return modes;
    }
    modes.add(sparse("siamese", name + " for documents and queries", encoding));
    TextIndexOptions options = encoding.toTextIndexOptions(null);
    if (options.idf().isPresent() || model.querySide() instanceof TableSide) {
      modes.add(sparse("inference-free", name + ", no model for queries", encoding));
    }
    return modes;
  }

  private static DemoMode sparse(String mode, String description, EncodingOptions encoding) {
    return new DemoMode(mode, description, encoding.toTextIndexOptions(mode), Optional.empty());
  }

  /// Asks all questions of a split.
  Trial run(BeirCollection collection, String split) throws IOException {
    return dense.isPresent()
        ? Trial.dense(collection, split, dense.get(), false)
        : Trial.sparse(collection, split, options, false);
  }
}
