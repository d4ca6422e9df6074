package dev.tern.encoder.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the parts of a published model lie in its directory.
///
/// Understood are a plain Hugging Face directory, a sentence-transformers directory of any version
/// (with `modules.json`, with or without a router), the layout of the OpenSearch repositories, and
/// a snapshot in a hub cache or the folder of the whole repository in it
/// (`models--ORGANISATION--NAME`).
public final class ModelDirectory {
  private final Path root;

  private ModelDirectory(Path root) {
    this.root = root;
  }

  /// A directory; its files are read when one of its sides is asked for.
  ///
  /// @throws CheckpointException if it is no directory
  public static ModelDirectory open(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new CheckpointException(directory + " is not a directory");
    }
    return new ModelDirectory(snapshot(directory));
  }

  /// The directory itself, or in a hub cache the snapshot of its main revision.
  private static Path snapshot(Path directory) throws IOException {
    Path snapshots = directory.resolve("snapshots");
    if (Files.exists(directory.resolve("config.json")) || !Files.isDirectory(snapshots)) {
      return directory;
    }
    Path main = directory.resolve("refs").resolve("main");
    if (Files.isRegularFile(main)) {
      String revision = TextFile.read(main).strip();
      Path snapshot = Folders.resolve(snapshots, revision, main);
      if (!revision.isEmpty() && Files.isDirectory(snapshot)) {
        return snapshot;
      }
    }
    try (Stream<Path> all = Files.list(snapshots)) {
      List<Path> found = all.limit(2).toList();
      if (found.size() == 1) {
        return found.getFirst();
      }
    }
    throw new CheckpointException(
        directory + " has no snapshot of a main revision; name one of the folders in " + snapshots);
  }

  /// The directory of the model's files: the snapshot where a hub cache was given.
  public Path root() {
    return root;
  }

  /// The transformer for documents, or for all texts.
  ///
  /// @throws CheckpointException if there is none, or if a file is not what it should be
  /// @throws IOException if a file cannot be read
  public TransformerSide documentSide() throws IOException {
    return Files.exists(root.resolve("modules.json"))
        ? transformer(Pipeline.read(root, "document"))
        : plain();
  }

  /// What queries are encoded with: the query route of a router, or else a table of query weights
  /// at the root, or else the transformer that encodes the documents.
  ///
  /// @throws CheckpointException if there is nothing of that, or if a file is not what it should be
  /// @throws IOException if a file cannot be read
  public QuerySide querySide() throws IOException {
    boolean pipeline = Files.exists(root.resolve("modules.json"));
    List<Step> modules = pipeline ? Pipeline.read(root, "query") : List.of();
    if (modules.size() == 1 && modules.getFirst().kind() == Step.Kind.STATIC_EMBEDDING) {
      return table(modules.getFirst().folder());
    }
    Optional<Path> table = QueryWeightFile.find(root, false);
    if (table.isPresent()) {
      return table(table.get(), root);
    }
    return pipeline ? transformer(modules) : plain();
  }

  /// What Tern adds to the model.
  ///
  /// @throws CheckpointException if the file that says so is not what it should be
  /// @throws IOException if it cannot be read
  public RetrievalConfig retrieval() throws IOException {
    return RetrievalConfig.read(root);
  }

  private TableSide table(Path folder) throws IOException {
    Optional<Path> file =
        QueryWeightFile.find(folder, true).or(() -> QueryWeightFile.find(root, false));
    if (file.isEmpty()) {
      throw PickleFiles.refusal(folder);
    }
    return table(file.get(), folder);
  }

  private TableSide table(Path file, Path folder) throws IOException {
    Path tokenizer = Folders.tokenizer(folder, root);
    return new TableSide(file, tokenizer, MaxTokens.ofTokenizer(tokenizer, 1, Integer.MAX_VALUE));
  }

  private TransformerSide transformer(List<Step> modules) throws IOException {
    if (modules.isEmpty() || modules.getFirst().kind() != Step.Kind.TRANSFORMER) {
      throw new CheckpointException(
          root.resolve("modules.json")
              + " names no transformer at the beginning, found "
              + modules.stream().map(Step::kind).toList());
    }
    Path folder = modules.getFirst().folder();
    return transformer(folder, PoolingFiles.read(modules.subList(1, modules.size())));
  }

  private TransformerSide plain() throws IOException {
    return transformer(root, PoolingFiles.beside(root));
  }

  private TransformerSide transformer(Path folder, Optional<PoolingConfig> pooling)
      throws IOException {
    ModelConfig config = ModelConfig.read(folder);
    Path tokenizer = Folders.tokenizer(folder, root);
    int maxTokens = MaxTokens.ofTransformer(folder, tokenizer, config.maxPositions());
    return new TransformerSide(folder, tokenizer, config, maxTokens, pooling);
  }
}
