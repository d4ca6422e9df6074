package dev.tern.engine.postings;

import dev.tern.engine.codec.ChunkTable;
import dev.tern.engine.codec.PostingBytes;
import dev.tern.engine.codec.PostingsCheck;
import dev.tern.engine.codec.TermTable;
import dev.tern.engine.format.Windows;
import dev.tern.engine.kernel.ChunkList;
import dev.tern.engine.kernel.RareScores;
import dev.tern.engine.store.SectionFile;
import java.io.IOException;
import java.util.Optional;

/// The postings of a segment: those of each term, and what is done with those of several at a time.
public record SegmentPostings(
    TermTable terms, ChunkTable chunks, PostingBytes bytes, Windows windows) {
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

  /// Adds the impacts of chunks of rare terms to the scores of their window, at least those in some
  /// blocks.
  ///
  /// @param wanted the blocks, counted within the window and ascending, in its first `count` places
  /// @return how many postings were added
  public long addRare(RareScores kernel, ChunkList chunks, int[] wanted, int count, int[] scores) {
    return bytes.addRare(kernel, chunks, wanted, count, scores);
  }

  /// Adds the impacts of chunks of frequent terms to the scores of some blocks of their window.
  ///
  /// @param live the blocks, counted within the window, in its first `count` places
  public void addFrequent(ChunkList chunks, int window, int[] live, int count, int[] scores) {
    bytes.addFrequent(chunks, windows.blocksOf(window), live, count, scores);
  }

  /// The postings of a term, if any document has it.
  public Optional<TermPostings> of(int term) {
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
