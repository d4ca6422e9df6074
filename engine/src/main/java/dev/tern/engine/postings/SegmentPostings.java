package dev.tern.engine.postings;

import dev.tern.engine.codec.ChunkTable;
import dev.tern.engine.codec.PostingBytes;
import dev.tern.engine.codec.PostingsCheck;
import dev.tern.engine.codec.TermTable;
import dev.tern.engine.format.Windows;
import dev.tern.engine.store.SectionFile;
import java.io.IOException;
import java.util.Optional;

/// The tables in which the postings of a segment are found.
record SegmentPostings(TermTable terms, ChunkTable chunks, PostingBytes bytes, Windows windows) {
  /// Reads and checks the tables.
  ///
  /// @param postings that there must be in all
  static SegmentPostings read(SectionFile file, Windows windows, long postings) throws IOException {
    SegmentPostings read =
        new SegmentPostings(
            new TermTable(file), new ChunkTable(file), new PostingBytes(file), windows);
    PostingsCheck.check(read.terms, read.chunks, read.bytes, windows, postings);
    return read;
  }

  /// The postings of a term, if any document has it.
  Optional<TermPostings> of(int term) {
    int ordinal = terms.find(term);
    if (ordinal < 0) {
      return Optional.empty();
    }
    return Optional.of(
        windows.isFrequent(terms.documentFrequency(ordinal))
            ? new FrequentPostings(this, ordinal)
            : new RarePostings(this, ordinal));
  }
}
