package dev.tern.encoder.checkpoint;

import dev.tern.encoder.text.Quoted;
import java.nio.file.Path;

/// One step of a sentence-transformers pipeline.
///
/// @param kind what it does
/// @param folder with its files
/// @param file that names it, for messages
record Step(Kind kind, Path folder, Path file) {
  /// The steps that are understood.
  enum Kind {
    TRANSFORMER,
    SPLADE_POOLING,
    POOLING,
    NORMALIZE,
    STATIC_EMBEDDING,
    ROUTER
  }

  /// The step of a class path as the file has it.
  ///
  /// Only the last part counts: the classes moved between packages from version to version of the
  /// library and kept their names.
  ///
  /// @throws CheckpointException if the class is another one
  static Step of(String classPath, Path folder, Path file) throws CheckpointException {
    String className = classPath.substring(classPath.lastIndexOf('.') + 1);
    Kind kind =
        switch (classPath.startsWith("sentence_transformers.") ? className : "") {
          case "Transformer", "MLMTransformer" -> Kind.TRANSFORMER;
          case "SpladePooling" -> Kind.SPLADE_POOLING;
          case "Pooling" -> Kind.POOLING;
          case "Normalize" -> Kind.NORMALIZE;
          case "SparseStaticEmbedding", "IDF" -> Kind.STATIC_EMBEDDING;
          case "Router" -> Kind.ROUTER;
          default ->
              throw new CheckpointException(
                  file
                      + " names a module of type "
                      + Quoted.of(classPath)
                      + "; supported are Transformer, MLMTransformer, SpladePooling, Pooling,"
                      + " Normalize, SparseStaticEmbedding and Router of sentence_transformers");
        };
    return new Step(kind, folder, file);
  }
}
