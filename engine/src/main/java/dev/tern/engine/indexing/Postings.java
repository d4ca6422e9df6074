package dev.tern.engine.indexing;

import dev.tern.engine.codec.ImpactGroupsWriter;
import dev.tern.engine.codec.PostingsSink;
import dev.tern.engine.codec.PostingsWriter;
import dev.tern.engine.format.SegmentForm;
import dev.tern.engine.format.Windows;
import dev.tern.engine.store.SectionFileWriter;
import java.io.IOException;

/// Writes the postings of a segment in the layout of its index.
///
/// A file is written from its start to its end, so that with both layouts the postings pass twice:
/// keeping one of them in memory would take two bytes a posting.
final class Postings {
  /// Hands over all postings of a segment, the same each time.
  @FunctionalInterface
  interface Source {
    /// Hands them over and returns how many there are.
    long writeTo(PostingsSink<?> sink) throws IOException;
  }

  private Postings() {}

  /// Writes them and returns how many there are.
  ///
  /// @param windows how the docIds of the segment are cut
  static long write(SectionFileWriter file, Windows windows, SegmentForm form, Source source)
      throws IOException {
    long postings = 0;
    if (form.layout().hasWindows()) {
      postings = source.writeTo(new PostingsWriter(file, windows, form.codes()));
    }
    if (form.layout().hasGroups()) {
      boolean withTerms = !form.layout().hasWindows();
      postings = source.writeTo(new ImpactGroupsWriter(file, windows.documents(), withTerms));
    }
    return postings;
  }
}
