package dev.tern.engine.postings;

import dev.tern.engine.codec.ChunkTable;
import dev.tern.engine.codec.PostingBytes;
import dev.tern.engine.codec.PostingsCheck;
import dev.tern.engine.codec.TermTable;
import dev.tern.engine.format.CodeBook;
import dev.tern.engine.format.Windows;
import dev.tern.engine.kernel.BlockBounds;
import dev.tern.engine.kernel.ChunkList;
import dev.tern.engine.kernel.ScarceScores;
import dev.tern.engine.kernel.WindowScores;
import dev.tern.engine.store.SectionFile;
import java.io.IOException;

/// The postings of a segment: those of each term, and what is done with those of several at a time.
public final class SegmentPostings {
  private final TermTable terms;
  private final ChunkTable chunks;
  private final PostingBytes bytes;
  private final Windows windows;

  /// By ordinal, the terms that were asked for. They are immutable, so that it does not matter if a
  /// thread does not see what another one has put here and makes a term once more.
  private final TermPostings[] made;

  private SegmentPostings(SectionFile file, Windows windows, CodeBook codes) throws IOException {
    terms = new TermTable(file);
    chunks = new ChunkTable(file);
    bytes = new PostingBytes(file, codes);
    this.windows = windows;
    made = new TermPostings[terms.size()];
  }

  /// Reads and checks the tables.
  ///
  /// @param codes of the impacts
  /// @param postings that there must be in all
  static SegmentPostings read(SectionFile file, Windows windows, CodeBook codes, long postings)
      throws IOException {
    SegmentPostings read = new SegmentPostings(file, windows, codes);
    PostingsCheck.check(read.terms, read.chunks, read.bytes, windows, postings);
    return read;
  }

  /// Its terms.
  public TermTable terms() {
    return terms;
  }

  ChunkTable chunks() {
    return chunks;
  }

  PostingBytes bytes() {
    return bytes;
  }

  /// How its docIds are cut.
  public Windows windows() {
    return windows;
  }

  /// Adds the impacts of chunks of rare terms to the scores of their window, at least those in the
  /// wanted blocks, and brings those of frequent terms into the cache.
  ///
  /// @return how many postings were added
  public long addRare(ChunkList rare, ChunkList frequent, WindowScores scores) {
    return bytes.addRare(rare, frequent, scores);
  }

  /// Reads the lists of scarce terms.
  public void readScarce(ChunkList lists, ScarceScores scores) {
    bytes.readScarce(lists, scores);
  }

  /// Completes the scores of the next live blocks of a window with the chunks of frequent terms and
  /// returns how many documents reach the bar.
  public int find(ChunkList chunks, BlockBounds bounds, int bar, WindowScores scores) {
    return bytes.find(chunks, bounds, bar, scores);
  }

  /// The ordinal of a term, or a negative number if no document has it.
  public int ordinal(int term) {
    return terms.find(term);
  }

  /// The postings of the term with an ordinal.
  public TermPostings get(int ordinal) {
    TermPostings term = made[ordinal];
    if (term == null) {
      term = made(ordinal);
      made[ordinal] = term;
    }
    return term;
  }

  private TermPostings made(int ordinal) {
    int documentFrequency = terms.documentFrequency(ordinal);
    if (windows.isFrequent(documentFrequency)) {
      return new FrequentPostings(this, ordinal);
    }
    return windows.isScarce(documentFrequency)
        ? new ScarcePostings(this, ordinal)
        : new RarePostings(this, ordinal);
  }
}
