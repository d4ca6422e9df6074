package dev.tern.engine.indexing;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.codec.BlobTable;
import dev.tern.engine.codec.KeyTable;
import dev.tern.engine.codec.Strings;
import dev.tern.engine.format.FileKind;
import dev.tern.engine.format.SegmentEntry;
import dev.tern.engine.format.SegmentForm;
import dev.tern.engine.format.SegmentSection;
import dev.tern.engine.format.Windows;
import dev.tern.engine.store.IndexFiles;
import dev.tern.engine.store.SectionFileWriter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Writes buffered documents as a segment file.
///
/// @param files where to
/// @param form of all segments of the index
/// @param workers who sort the keys while others encode the postings
public record SegmentWriter(IndexFiles files, SegmentForm form, Workers workers) {
  /// Writes the file and returns when it has reached the disk.
  ///
  /// @param number of the new file
  public SegmentEntry write(SegmentBuffer buffer, long number) throws IOException {
    Inversion inversion = buffer.invert();
    Windows windows = form.windows(buffer.size());
    try (SectionFileWriter file = new SectionFileWriter(files, FileKind.SEGMENT, number)) {
      List<byte[]> keys = buffer.utf8Keys();
      Workers.Work<int[]> order = workers.start(() -> KeyTable.order(keys));
      SegmentForm decided = form.withCodes(buffer.quantizer().codes());
      long postings = Postings.write(file, windows, decided, inversion::write);
      KeyTable.write(file, Strings.of(keys), order.result());
      BlobTable.write(
          file,
          SegmentSection.STORED_OFFSETS,
          SegmentSection.STORED_BYTES,
          Strings.of(buffer.stored()));
      Optional<List<SparseVector>> vectors = buffer.vectors();
      if (vectors.isPresent()) {
        new ForwardStore(vectors.get(), buffer.quantizer()).write(file);
      }
      return new SegmentEntry(file.finish(), windows, postings);
    }
  }
}
