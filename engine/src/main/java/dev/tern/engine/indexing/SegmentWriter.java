package dev.tern.engine.indexing;

import dev.tern.engine.codec.BlobTable;
import dev.tern.engine.codec.KeyTable;
import dev.tern.engine.codec.Strings;
import dev.tern.engine.format.FileKind;
import dev.tern.engine.format.SegmentEntry;
import dev.tern.engine.format.SegmentForm;
import dev.tern.engine.format.SegmentSection;
import dev.tern.engine.store.IndexFiles;
import dev.tern.engine.store.SectionFileWriter;
import java.io.IOException;

/// Writes buffered documents as a segment file.
///
/// @param files where to
/// @param form of all segments of the index
public record SegmentWriter(IndexFiles files, SegmentForm form) {
  /// Writes the file and returns when it has reached the disk.
  ///
  /// @param number of the new file
  public SegmentEntry write(SegmentBuffer buffer, long number) throws IOException {
    Inversion inversion = buffer.invert();
    try (SectionFileWriter file = new SectionFileWriter(files, FileKind.SEGMENT, number)) {
      long postings = Postings.write(file, buffer.size(), form, inversion::write);
      KeyTable.write(file, buffer.utf8Keys());
      BlobTable.write(
          file,
          SegmentSection.STORED_OFFSETS,
          SegmentSection.STORED_BYTES,
          Strings.of(buffer.stored()));
      return new SegmentEntry(file.finish(), buffer.size(), postings);
    }
  }
}
