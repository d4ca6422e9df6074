package dev.tern.bench.peers;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// A program that loads a graph in ONNX Runtime, encodes one text and says its largest weight: the
/// peer of a cold start. It is handed token ids, so that no tokenizer has to be loaded.
public final class ColdOrt {
  private ColdOrt() {}

  /// Encodes.
  ///
  /// @param arguments file of a graph, threads, and token ids with commas between
  public static void main(String[] arguments) {
    int[] ids = Arrays.stream(arguments[2].split(",")).mapToInt(Integer::parseInt).toArray();
    try (OrtEncoder encoder =
        OrtEncoder.load(Path.of(arguments[0]), Integer.parseInt(arguments[1]))) {
      float largest = 0;
      for (float weight : encoder.encode(List.of(ids), 1).getFirst()) {
        largest = Math.max(largest, weight);
      }
      System.out.println(largest);
    }
  }
}
