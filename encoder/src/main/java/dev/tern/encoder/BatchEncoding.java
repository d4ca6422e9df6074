package dev.tern.encoder;

import java.util.List;

/// What a [BatchPipeline] does with texts: tokenize one, encode some. Thread-safe, and the result
/// of a text does not depend on those it is encoded with.
///
/// @param <V> what a text becomes
interface BatchEncoding<V> {
  /// The token ids of a text.
  int[] tokenize(String text);

  /// The results of texts, in their order.
  List<V> encode(List<int[]> texts);
}
