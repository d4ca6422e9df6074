package dev.tern.engine.format;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What one commit of an index consists of. Immutable.
///
/// @param generation counts the commits, from 1; 0 before the first
/// @param nextFileNumber above the number of every file that the index has had
/// @param impacts how weights became impacts
/// @param properties of the caller, by name
/// @param attachments of the caller, by name
/// @param segments in the order of their docIds: a segment's first docId is the number of documents
///   before it
public record Manifest(
    long generation,
    long nextFileNumber,
    ImpactScale impacts,
    SortedMap<String, String> properties,
    SortedMap<String, FileEntry> attachments,
    List<SegmentEntry> segments) {

  /// Copies the collections.
  public Manifest {
    properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
    attachments = Collections.unmodifiableSortedMap(new TreeMap<>(attachments));
    segments = List.copyOf(segments);
  }

  /// How document weights became impacts, and how documents are cut into windows.
  ///
  /// @param step impact = round(weight / step); 0 as long as no posting has been written
  /// @param form of all segments
  /// @param losses of all documents so far
  public record ImpactScale(float step, SegmentForm form, WeightLosses losses) {
    /// The same of more documents.
    ///
    /// @param newStep of the impacts, which the documents may have decided
    /// @param newCodes of the impacts, which they may have decided too
    /// @param more weights that were lost
    public ImpactScale with(float newStep, CodeBook newCodes, WeightLosses more) {
      return new ImpactScale(newStep, form.withCodes(newCodes), losses.plus(more));
    }
  }

  /// An index without documents, not committed yet.
  ///
  /// @param step of the impacts, or 0 to derive it from the first documents
  /// @param form of its segments
  public static Manifest initial(float step, SegmentForm form) {
    return new Manifest(
        0,
        1,
        new ImpactScale(step, form, WeightLosses.NONE),
        new TreeMap<>(),
        new TreeMap<>(),
        List.of());
  }

  /// This with other segments, all of whose files have numbers below the next one.
  ///
  /// @param newImpacts of all documents so far
  public Manifest withSegments(
      List<SegmentEntry> newSegments, long newNextFileNumber, ImpactScale newImpacts) {
    return new Manifest(
        generation, newNextFileNumber, newImpacts, properties, attachments, newSegments);
  }

  /// This with an attachment, whose file has the next number, in place of any of that name.
  public Manifest withAttachment(String name, FileEntry file) {
    SortedMap<String, FileEntry> more = new TreeMap<>(attachments);
    more.put(name, file);
    return new Manifest(generation, nextFileNumber + 1, impacts, properties, more, segments);
  }

  /// This with a property in place of any of that name.
  public Manifest withProperty(String name, String value) {
    SortedMap<String, String> more = new TreeMap<>(properties);
    more.put(name, value);
    return new Manifest(generation, nextFileNumber, impacts, more, attachments, segments);
  }

  /// This as the next commit.
  public Manifest nextGeneration() {
    return new Manifest(generation + 1, nextFileNumber, impacts, properties, attachments, segments);
  }

  /// The lowest version of the format that has everything that there is.
  int version() {
    if (features() != 0) {
      return Layout.VERSION_WITH_FEATURES;
    }
    return deleted() > 0 ? Layout.VERSION_WITH_DELETES : Layout.VERSION;
  }

  /// What the index has beyond version 3, a bit each.
  int features() {
    boolean scarce = segments.stream().anyMatch(segment -> segment.scarceShare() > 0);
    return impacts.form().features() | (scarce ? Layout.FEATURE_SCARCE_TERMS : 0);
  }

  /// Number of documents in all segments, those that were deleted included.
  public int documents() {
    return segments.stream().mapToInt(SegmentEntry::documents).sum();
  }

  /// Number of documents that were deleted and are still in segments.
  public int deleted() {
    return segments.stream().mapToInt(SegmentEntry::deleted).sum();
  }

  /// Number of postings in all segments, those of deleted documents included.
  public long postings() {
    return segments.stream().mapToLong(SegmentEntry::postings).sum();
  }

  /// Whether the file of this name is a part of this commit.
  public boolean refersTo(String fileName) {
    return segments.stream().anyMatch(segment -> segment.isIn(fileName))
        || attachments.values().stream().anyMatch(file -> file.name().equals(fileName));
  }
}
