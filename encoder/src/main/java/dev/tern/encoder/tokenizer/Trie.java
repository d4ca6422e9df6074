package dev.tern.encoder.tokenizer;

import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.eclipse.collections.impl.map.mutable.primitive.LongIntHashMap;

/// A prefix tree over UTF-16 units in which a node may carry a value of at least 0.
///
/// Built by one thread; afterwards only read.
final class Trie {
  /// The node of the empty string.
  static final int ROOT = 0;

  /// What stands for no node and no value.
  static final int NONE = -1;

  /// (node, unit) to node, packed as `node << 16 | unit`.
  private final LongIntHashMap edges = new LongIntHashMap();

  private final IntArrayList values = new IntArrayList();

  Trie() {
    values.add(NONE);
  }

  /// Gives the node of `text` a value unless it has one.
  void put(CharSequence text, int value) {
    int node = ROOT;
    for (int i = 0; i < text.length(); i++) {
      int fresh = values.size();
      node = edges.getIfAbsentPut(edge(node, text.charAt(i)), fresh);
      if (node == fresh) {
        values.add(NONE);
      }
    }
    if (values.get(node) == NONE) {
      values.set(node, value);
    }
  }

  /// The node one unit further, or [#NONE].
  int child(int node, char unit) {
    return edges.getIfAbsent(edge(node, unit), NONE);
  }

  /// The node of `text`, or [#NONE].
  int find(CharSequence text) {
    int node = ROOT;
    for (int i = 0; i < text.length() && node != NONE; i++) {
      node = child(node, text.charAt(i));
    }
    return node;
  }

  /// The value at `node`, or [#NONE].
  int value(int node) {
    return values.get(node);
  }

  private static long edge(int node, char unit) {
    return (long) node << 16 | unit;
  }
}
