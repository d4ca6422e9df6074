package dev.tern.engine.postings;

import dev.tern.engine.codec.ChunkTable;
import dev.tern.engine.codec.ImpactGroups;
import dev.tern.engine.codec.ImpactGroupsCheck;
import dev.tern.engine.codec.PostingBytes;
import dev.tern.engine.codec.PostingsCheck;
import dev.tern.engine.codec.TermCheck;
import dev.tern.engine.codec.TermTable;
import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.PostingsLayout;
import dev.tern.engine.format.SegmentForm;
import dev.tern.engine.format.Windows;
import dev.tern.engine.kernel.BlockBounds;
import dev.tern.engine.kernel.ChunkList;
import dev.tern.engine.kernel.ScarceScores;
import dev.tern.engine.kernel.WindowScores;
import dev.tern.engine.store.SectionFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The postings of a segment: those of each term, and what is done with those of several at a time.
public final class SegmentPostings {
  private final TermTable terms;
  private final PostingsLayout layout;
  private final Windows windows;

  /// Where the layout has windows.
  private final Optional<ChunkTable> chunks;

  private final Optional<PostingBytes> bytes;

  /// Where the layout has groups.
  private final Optional<ImpactGroups> groups;

  private final List<TermCheck> checks = new ArrayList<>();

  /// By ordinal, the terms that were asked for, and checked then. They are immutable, so that it
  /// does not matter if a thread does not see what another one has put here and makes a term once
  /// more.
  private final TermPostings[] made;

  private SegmentPostings(SectionFile file, Windows windows, SegmentForm form) throws IOException {
    layout = form.layout();
    this.windows = windows;
    terms = new TermTable(file, layout);
    boolean hasWindows = layout.hasWindows();
    chunks = hasWindows ? Optional.of(new ChunkTable(file)) : Optional.empty();
    bytes = hasWindows ? Optional.of(new PostingBytes(file, form.codes())) : Optional.empty();
    groups =
        layout.hasGroups()
            ? Optional.of(new ImpactGroups(file, terms, windows.documents()))
            : Optional.empty();
    if (hasWindows) {
      checks.add(new PostingsCheck(terms, chunks(), bytes(), windows));
    }
    if (layout.hasGroups()) {
      checks.add(new ImpactGroupsCheck(groups()));
    }
    made = new TermPostings[terms.size()];
  }

  /// Reads and checks the tables; the postings of a term are checked when it is first asked for.
  ///
  /// @param form of all segments of the index
  /// @param postings that there must be in all
  static SegmentPostings read(SectionFile file, Windows windows, SegmentForm form, long postings)
      throws IOException {
    SegmentPostings read = new SegmentPostings(file, windows, form);
    for (TermCheck check : read.checks) {
      check.tables(postings);
    }
    return read;
  }

  /// Checks the postings of all terms, whether they are asked for or not.
  void checkAll() throws CorruptIndexException {
    for (int ordinal = 0; ordinal < terms.size(); ordinal++) {
      check(ordinal);
    }
  }

  private void check(int ordinal) throws CorruptIndexException {
    for (TermCheck check : checks) {
      check.term(ordinal);
    }
  }

  /// In which order they are kept.
  public PostingsLayout layout() {
    return layout;
  }

  /// Its terms.
  public TermTable terms() {
    return terms;
  }

  ChunkTable chunks() {
    return chunks.orElseThrow();
  }

  PostingBytes bytes() {
    return bytes.orElseThrow();
  }

  /// The postings by impact, where the layout has groups.
  public ImpactGroups groups() {
    return groups.orElseThrow();
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
    return bytes().addRare(rare, frequent, scores);
  }

  /// Reads the lists of scarce terms.
  public void readScarce(ChunkList lists, ScarceScores scores) {
    bytes().readScarce(lists, scores);
  }

  /// Completes the scores of the next live blocks of a window with the chunks of frequent terms and
  /// returns how many documents reach the bar.
  public int find(ChunkList chunks, BlockBounds bounds, int bar, WindowScores scores) {
    return bytes().find(chunks, bounds, bar, scores);
  }

  /// The ordinal of a term, or a negative number if no document has it.
  public int ordinal(int term) {
    return terms.find(term);
  }

  /// The postings of the term with an ordinal.
  ///
  /// @throws UncheckedIOException if they turn out to be damaged, which shows before any of them is
  ///   read
  public TermPostings get(int ordinal) {
    TermPostings term = made[ordinal];
    if (term == null) {
      try {
        check(ordinal);
      } catch (CorruptIndexException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
      term = make(ordinal);
      made[ordinal] = term;
    }
    return term;
  }

  private TermPostings make(int ordinal) {
    if (!layout.hasWindows()) {
      return new ImpactOrderedPostings(this, ordinal);
    }
    int documentFrequency = terms.documentFrequency(ordinal);
    if (windows.isFrequent(documentFrequency)) {
      return new FrequentPostings(this, ordinal);
    }
    return windows.isScarce(documentFrequency)
        ? new ScarcePostings(this, ordinal)
        : new RarePostings(this, ordinal);
  }
}
