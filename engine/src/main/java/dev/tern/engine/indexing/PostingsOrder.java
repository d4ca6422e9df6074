package dev.tern.engine.indexing;

import java.util.Arrays;

/// Sorts the postings of a term by their docIds.
final class PostingsOrder {
  /// A term in at least one of so many documents is sorted by putting its impacts into an array of
  /// all documents and reading that from the start to the end.
  private static final int MANY = 32;

  private final byte[] places;
  private long[] pairs = new long[1 << 10];

  /// @param documents above all docIds
  PostingsOrder(int documents) {
    places = new byte[documents];
  }

  /// Sorts the first `count` postings, whose docIds differ.
  ///
  /// @param impacts not 0
  void sort(int[] docIds, byte[] impacts, int count) {
    if (count >= places.length / MANY) {
      scatter(docIds, impacts, count);
    } else {
      compare(docIds, impacts, count);
    }
  }

  private void scatter(int[] docIds, byte[] impacts, int count) {
    for (int i = 0; i < count; i++) {
      places[docIds[i]] = impacts[i];
    }
    int found = 0;
    for (int docId = 0; found < count; docId++) {
      if (places[docId] != 0) {
        docIds[found] = docId;
        impacts[found++] = places[docId];
        places[docId] = 0;
      }
    }
  }

  private void compare(int[] docIds, byte[] impacts, int count) {
    if (pairs.length < count) {
      pairs = new long[Math.max(2 * pairs.length, count)];
    }
    for (int i = 0; i < count; i++) {
      pairs[i] = (long) docIds[i] << Byte.SIZE | (impacts[i] & 0xFF);
    }
    Arrays.sort(pairs, 0, count);
    for (int i = 0; i < count; i++) {
      docIds[i] = (int) (pairs[i] >>> Byte.SIZE);
      impacts[i] = (byte) pairs[i];
    }
  }
}
