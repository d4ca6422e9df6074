package dev.tern.bench;

import dev.tern.encoder.SparseEncoder;
import dev.tern.encoder.SparseOptions;
import dev.tern.encoder.SparseVector;
import java.io.IOException;
import java.nio.file.Path;

/// A program that loads a model in Tern, encodes one text and says its largest weight: what
/// [ColdStartBench] starts.
final class ColdTern {
  private ColdTern() {}

  /// Encodes.
  ///
  /// @param arguments directory of a SPLADE model, and a text
  public static void main(String[] arguments) throws IOException {
    SparseOptions options = SparseOptions.DEFAULT.withKeepSpecialTokens(true);
    try (SparseEncoder encoder = SparseEncoder.load(Path.of(arguments[0]), options)) {
      SparseVector vector = encoder.encode(arguments[1]);
      float largest = 0;
      for (int id : vector.ids()) {
        largest = Math.max(largest, vector.weightOf(id));
      }
      System.out.println(largest);
    }
  }
}
