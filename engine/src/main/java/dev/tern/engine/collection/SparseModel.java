package dev.tern.engine.collection;

import dev.tern.encoder.Batching;
import dev.tern.encoder.QueryTable;
import dev.tern.encoder.SparseEncoder;
import dev.tern.encoder.SparseOptions;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.TableSide;
import dev.tern.encoder.checkpoint.TransformerSide;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A sparse encoder's directory, as far as an index needs it.
record SparseModel(Path directory, ModelDirectory files) {
  /// Texts are cut here unless asked otherwise: the length at which the published figures of such
  /// models are mostly measured; twice as many tokens cost twice the time and gain little.
  static final int MAX_TOKENS = 256;

  static SparseModel open(Path directory) throws IOException {
    return new SparseModel(directory.toAbsolutePath().normalize(), ModelDirectory.open(directory));
  }

  /// The encoder of documents, and of queries if they go through the model.
  SparseEncoder encoder(TextIndexOptions options) throws IOException {
    SparseOptions sparse = SparseOptions.DEFAULT.withMaxTokens(maxTokens(options));
    if (options.pruning().isPresent()) {
      sparse = sparse.withPruning(options.pruning().get());
    }
    if (options.threads().isPresent()) {
      sparse = sparse.withBatching(Batching.standard().withThreads(options.threads().get()));
    }
    return SparseEncoder.load(directory, sparse);
  }

  /// Where texts are cut.
  int maxTokens(TextIndexOptions options) throws IOException {
    int most = files.documentSide().maxTokens();
    return options.maxTokens().orElse(Math.min(most, MAX_TOKENS));
  }

  /// The files of the tokenizer, by name.
  Map<String, byte[]> tokenizerFiles() throws IOException {
    return TokenizerFiles.files(files.documentSide().tokenizer());
  }

  /// The query weights of the model, or those of a file given instead.
  Optional<QueryTable> queryTable(Optional<Path> idf, Vocabulary vocabulary) throws IOException {
    if (idf.isPresent()) {
      return Optional.of(QueryTable.read(idf.get(), vocabulary));
    }
    return files.querySide() instanceof TableSide table
        ? Optional.of(QueryTable.read(table.file(), vocabulary))
        : Optional.empty();
  }

  /// SHA-256 of the weights, by which an index knows its model again.
  String fingerprint() throws IOException {
    TransformerSide side = files.documentSide();
    List<Path> weights = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(side.folder(), "*.safetensors")) {
      found.forEach(weights::add);
    }
    Collections.sort(weights);
    MessageDigest digest = sha256();
    for (Path file : weights) {
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
