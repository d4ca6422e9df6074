package dev.tern.engine.codec;

import java.io.IOException;

/// Takes the postings of a segment, term after term.
public interface PostingsSink {
  /// Takes the postings of the next term, which are those in positions `from` to `to` of the
  /// arrays; there is at least one.
  ///
  /// @param term above every term so far
  /// @param documents strictly ascending within the term
  /// @param impacts 1 to 255, as unsigned bytes
  void put(int term, int[] documents, byte[] impacts, int from, int to) throws IOException;

  /// Says that this was the last term.
  void finish() throws IOException;
}
