package dev.tern.encoder;

import java.util.List;

/// What a [BatchPipeline] does with texts: cut one into pieces of tokens, encode some pieces, put
/// those of a text together again. Thread-safe, and the result of a piece does not depend on those
/// it is encoded with.
///
/// @param <X> a text, alone or with more about it
/// @param <V> what a text becomes
interface BatchEncoding<X, V> {
  /// How many characters a text has.
  int length(X text);

  /// The token ids of each piece of a text, of which there is at least one.
  List<int[]> tokenize(X text);

  /// The results of pieces, in their order.
  List<V> encode(List<int[]> pieces);

  /// The result of two pieces of a text together, whichever of them comes first: pieces are merged
  /// in the order in which they are done.
  V merge(V one, V other);

  /// The result of `text` from that of all its pieces.
  V finish(X text, V merged);
}
