package dev.tern.engine.collection;

import dev.tern.encoder.Batching;
import dev.tern.encoder.ModelSource;
import dev.tern.encoder.QueryTable;
import dev.tern.encoder.QueryWeighting;
import dev.tern.encoder.SparseEncoder;
import dev.tern.encoder.SparseOptions;
import dev.tern.encoder.checkpoint.FileList;
import dev.tern.encoder.checkpoint.LexicalFloor;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.encoder.checkpoint.RetrievalConfig;
import dev.tern.encoder.checkpoint.TableSide;
import dev.tern.encoder.checkpoint.TransformerSide;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A sparse encoder's directory, as far as an index needs it.
///
/// @param source where the model is, with an absolute path, as an index records it
/// @param directory of its files while it is being read
/// @param files of the model
/// @param documents the side of the model that documents go through
record SparseModel(
    ModelSource source, Path directory, ModelDirectory files, TransformerSide documents) {
  /// The model reads so many at once unless it says or is asked otherwise: the length at which the
  /// published figures of such models are mostly measured; twice as many tokens cost twice the time
  /// and gain little.
  private static final int MAX_TOKENS = 256;

  /// @throws IOException if the directory holds no model, or one for dense vectors
  static SparseModel open(ModelSource source, Path directory) throws IOException {
    ModelDirectory files = ModelDirectory.open(directory);
    TransformerSide documents = files.documentSide();
    if (documents.pooling().filter(PoolingConfig.Dense.class::isInstance).isPresent()) {
      throw new IOException(
          directory
              + " has a model for dense vectors, which no index holds; name one for sparse vectors,"
              + " such as a SPLADE model");
    }
    ModelSource recorded =
        switch (source) {
          case ModelSource.Directory(Path path) ->
              new ModelSource.Directory(path.toAbsolutePath().normalize());
          case ModelSource.Bundled bundled -> bundled;
        };
    return new SparseModel(recorded, directory, files, documents);
  }

  /// The encoder of documents, and of queries if they go through the model.
  SparseEncoder encoder(TextIndexOptions options) throws IOException {
    SparseOptions sparse =
        SparseOptions.DEFAULT.withMaxTokens(maxTokens(options)).withFloor(options.floor());
    if (options.longText().isPresent()) {
      sparse = sparse.withLongText(options.longText().get());
    }
    if (options.pruning().isPresent()) {
      sparse = sparse.withPruning(options.pruning().get());
    }
    if (options.threads().isPresent()) {
      sparse = sparse.withBatching(Batching.of(options.threads().get()));
    }
    return SparseEncoder.load(directory, sparse);
  }

  /// Most tokens that the model reads at once.
  int maxTokens(TextIndexOptions options) throws IOException {
    if (options.maxTokens().isPresent()) {
      return options.maxTokens().get();
    }
    int meant = files.retrieval().documents().maxTokens().orElse(MAX_TOKENS);
    return Math.min(documents.maxTokens(), meant);
  }

  /// The files of the tokenizer, by name.
  Map<String, byte[]> tokenizerFiles() throws IOException {
    return TokenizerFiles.files(documents.tokenizer());
  }

  /// What inference-free queries need, with the query weights of the model or those of a file given
  /// instead.
  Optional<QueryWeighting> queryWeighting(Optional<Path> idf, Vocabulary vocabulary)
      throws IOException {
    Optional<Path> file = idf;
    if (file.isEmpty() && files.querySide() instanceof TableSide table) {
      file = Optional.of(table.file());
    }
    return file.isEmpty()
        ? Optional.empty()
        : Optional.of(
            QueryWeighting.read(files, QueryTable.read(file.get(), vocabulary), vocabulary));
  }

  /// By what an index knows the model again.
  ModelIdentity identity() throws IOException {
    return new ModelIdentity(source, weights(), retrieval());
  }

  private String weights() throws IOException {
    List<Path> content = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(documents.folder(), "*.safetensors")) {
      found.forEach(content::add);
    }
    Collections.sort(content);
    content.add(documents.folder().resolve("config.json"));
    MessageDigest digest = FileList.sha256();
    new TreeMap<>(tokenizerFiles()).values().forEach(digest::update);
    return finished(digest, content);
  }

  private String retrieval() throws IOException {
    List<Path> content = new ArrayList<>();
    if (files.querySide() instanceof TableSide table) {
      content.add(table.file());
    }
    RetrievalConfig config = files.retrieval();
    config.expansion().ifPresent(name -> content.add(files.root().resolve(name)));
    MessageDigest digest = FileList.sha256();
    String rules =
        config.floor().map(LexicalFloor::toString).orElse("") + " " + config.repetition();
    digest.update(rules.getBytes(StandardCharsets.UTF_8));
    return finished(digest, content);
  }

  private static String finished(MessageDigest digest, List<Path> content) throws IOException {
    for (Path file : content) {
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
