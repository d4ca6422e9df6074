package dev.tern.bench;

import dev.tern.bench.peers.GraphStyle;
import dev.tern.encoder.checkpoint.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Token ids of texts that are encoded in one go.
///
/// @param name such as `8x128`: texts x tokens
/// @param texts their ids
/// @param peerBatches how many texts a peer gets at once, sorted by length before; where there are
///   several numbers, one after the other
/// @param targets what is aimed at against a form of the peer with the first of its batches
record Workload(
    String name, List<int[]> texts, List<Integer> peerBatches, Map<GraphStyle, Double> targets) {
  /// Texts of the same length with random ids, as one batch.
  static Workload fixed(
      int texts, int tokens, int vocabularySize, long seed, Map<GraphStyle, Double> targets) {
    Random random = new Random(seed);
    List<int[]> ids = new ArrayList<>();
    for (int i = 0; i < texts; i++) {
      ids.add(random.ints(tokens, 0, vocabularySize).toArray());
    }
    return new Workload(texts + "x" + tokens, List.copyOf(ids), List.of(texts), targets);
  }

  /// Number of tokens, without padding.
  long tokens() {
    return texts.stream().mapToLong(text -> text.length).sum();
  }

  /// Floating point operations of the model for the texts, without padding: two for each weight of
  /// a linear layer and token, and `4 S^2 H` in the attention of a layer over S tokens.
  ///
  /// @param head whether the vocabulary is scored
  double operations(ModelConfig config, boolean head) {
    double h = config.hiddenSize();
    double layer = 4 * h * h + 2 * h * config.intermediateSize();
    double decoder = head ? h * h + h * config.vocabularySize() : 0;
    double squares = texts.stream().mapToDouble(text -> (double) text.length * text.length).sum();
    return 2 * tokens() * (config.layers() * layer + decoder) + 4 * config.layers() * squares * h;
  }
}
