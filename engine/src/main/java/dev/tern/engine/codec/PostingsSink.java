package dev.tern.engine.codec;

import java.io.IOException;

/// Takes the postings of a segment, part after part in the order of their terms.
///
/// @param <P> how they are encoded
public interface PostingsSink<P extends PostingsPart> {
  /// A part without terms, to be asked for and filled by any thread; one that has been appended is
  /// used again.
  P part();

  /// Writes a part, all of whose terms are above those of the parts before. In which parts the
  /// terms come does not show in the file. The caller does not use the part any more.
  void append(P part) throws IOException;

  /// Says that this was the last part.
  void finish() throws IOException;
}
