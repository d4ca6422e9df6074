package dev.tern.engine.format;

import java.util.Optional;

/// What the manifest says about a segment.
///
/// @param file that holds it
/// @param documents in the segment, above 0, those that were deleted since it was written included
/// @param postings of these documents
/// @param scarceShare which of its terms are scarce, see [Windows#scarceShare]
/// @param deletes which of them were deleted; absent if none was
public record SegmentEntry(
    FileEntry file, int documents, long postings, int scarceShare, Optional<Deletes> deletes) {
  /// A segment of which nothing has been deleted.
  public SegmentEntry(FileEntry file, Windows windows, long postings) {
    this(file, windows.documents(), postings, windows.scarceShare(), Optional.empty());
  }

  /// The file that says which documents of a segment were deleted.
  ///
  /// @param file that holds them
  /// @param documents how many there are, above 0
  public record Deletes(FileEntry file, int documents) {}

  /// The same with other deletes.
  public SegmentEntry withDeletes(Optional<Deletes> newDeletes) {
    return new SegmentEntry(file, documents, postings, scarceShare, newDeletes);
  }

  /// Whether a part of the segment is in the file of this name.
  public boolean isIn(String fileName) {
    return file.name().equals(fileName)
        || deletes.filter(each -> each.file().name().equals(fileName)).isPresent();
  }

  /// How many documents were deleted.
  public int deleted() {
    return deletes.map(Deletes::documents).orElse(0);
  }
}
