package dev.tern.engine.codec;

import dev.tern.engine.format.CorruptIndexException;

/// Checks that whoever wrote the postings of a segment kept to the format, which checksums cannot
/// show: the tables when the segment is opened, the postings of a term when it is first asked for.
///
/// Checking all postings when a segment was opened took 540 of the 630 ms that opening a million
/// documents took, for terms most of which no query of a process ever has.
public interface TermCheck {
  /// Checks the tables of all terms, which lets the postings of each be looked for.
  ///
  /// @param postings that there must be in all
  void tables(long postings) throws CorruptIndexException;

  /// Compares the postings of a term with their checksums and checks them; the tables have been.
  void term(int ordinal) throws CorruptIndexException;
}
