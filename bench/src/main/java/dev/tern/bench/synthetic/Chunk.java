package dev.tern.bench.synthetic;

import java.util.Arrays;

/// Some thousands of documents one after the other, three bytes a posting.
final class Chunk {
  private static final int FIRST_CAPACITY = 1 << 16;

  /// Postings of document i are `starts[i]` to `starts[i + 1]`.
  private final int[] starts;

  private int documents;
  private int postings;
  private char[] terms = new char[FIRST_CAPACITY];
  private byte[] values = new byte[FIRST_CAPACITY];

  /// @param capacity number of documents that will be added
  Chunk(int capacity) {
    starts = new int[capacity + 1];
  }

  /// Makes room for postings.
  void reserve(int more) {
    if (postings + more > terms.length) {
      int capacity = Math.max(2 * terms.length, postings + more);
      terms = Arrays.copyOf(terms, capacity);
      values = Arrays.copyOf(values, capacity);
    }
  }

  /// Adds a posting, for which there is room, to the current document.
  void append(int term, byte value) {
    terms[postings] = (char) term;
    values[postings++] = value;
  }

  /// Begins the next document.
  void endDocument() {
    starts[++documents] = postings;
  }

  /// Gives back the room that is not used.
  void trim() {
    terms = Arrays.copyOf(terms, postings);
    values = Arrays.copyOf(values, postings);
  }

  int documents() {
    return documents;
  }

  int postings() {
    return postings;
  }

  /// Where the postings of a document start; those of the one after the last are the end.
  int start(int document) {
    return starts[document];
  }

  int term(int posting) {
    return terms[posting];
  }

  int value(int posting) {
    return values[posting] & 0xFF;
  }

  void set(int posting, int value) {
    values[posting] = (byte) value;
  }
}
