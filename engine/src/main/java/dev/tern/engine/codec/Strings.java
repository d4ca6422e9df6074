package dev.tern.engine.codec;

import java.util.List;

/// Byte strings to write, by docId.
public interface Strings {
  /// How many there are.
  int size();

  /// How many bytes a string has.
  int length(int docId);

  /// A string.
  byte[] get(int docId);

  /// Those of a list.
  static Strings of(List<byte[]> list) {
    return new Strings() {
      @Override
      public int size() {
        return list.size();
      }

      @Override
      public int length(int docId) {
        return list.get(docId).length;
      }

      @Override
      public byte[] get(int docId) {
        return list.get(docId);
      }
    };
  }
}
