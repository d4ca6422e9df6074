package dev.tern.engine;

import dev.tern.encoder.SparseVector;
import dev.tern.encoder.text.Utf8;
import dev.tern.engine.codec.ForwardTable;
import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.FileEntry;
import dev.tern.engine.format.Manifest;
import dev.tern.engine.format.SegmentEntry;
import dev.tern.engine.postings.Segment;
import dev.tern.engine.store.IndexFiles;
import dev.tern.engine.store.ManifestFile;
import dev.tern.engine.store.Region;
import dev.tern.engine.store.SectionFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/// The opened files of one commit. A document's docId is its place in its segment plus the number
/// of documents in the segments before.
final class Snapshot implements AutoCloseable {
  /// The section of an attachment file.
  static final int ATTACHED_BYTES = 1;

  private final Manifest manifest;
  private final List<Segment> segments = new ArrayList<>();
  private final Map<String, SectionFile> attachments = new TreeMap<>();
  private final Searches searches = new Searches(this);
  private final int[] firstDocIds;

  private Snapshot(Manifest manifest) {
    this.manifest = manifest;
    firstDocIds = new int[manifest.segments().size()];
  }

  /// Opens the last commit.
  ///
  /// A writer may replace it and remove files of it in the meantime, so a missing file is only
  /// damage if the manifest that names it is still the last one.
  static Snapshot open(IndexFiles files) throws IOException {
    Manifest manifest = ManifestFile.read(files);
    while (true) {
      Snapshot snapshot = new Snapshot(manifest);
      try {
        snapshot.openFiles(files);
        return snapshot;
      } catch (NoSuchFileException e) {
        snapshot.close();
        Manifest now = ManifestFile.read(files);
        if (now.generation() == manifest.generation()) {
          throw new CorruptIndexException(e.getFile(), 0, "the file is missing");
        }
        manifest = now;
      } catch (IOException | RuntimeException | Error e) {
        snapshot.close();
        throw e;
      }
    }
  }

  private void openFiles(IndexFiles files) throws IOException {
    int documents = 0;
    for (SegmentEntry entry : manifest.segments()) {
      firstDocIds[segments.size()] = documents;
      segments.add(Segment.open(files, entry, manifest.impacts().form()));
      documents += entry.documents();
    }
    for (Map.Entry<String, FileEntry> attachment : manifest.attachments().entrySet()) {
      attachments.put(attachment.getKey(), SectionFile.open(files, attachment.getValue()));
    }
  }

  /// Verifies all that is else verified when it is first asked for.
  void verify() throws CorruptIndexException {
    for (Segment segment : segments) {
      segment.verify();
    }
    for (SectionFile attachment : attachments.values()) {
      attachment.verify();
    }
  }

  Manifest manifest() {
    return manifest;
  }

  List<Segment> segments() {
    return segments;
  }

  /// What searches of this snapshot work with.
  Searches searches() {
    return searches;
  }

  /// The docId of the first document of a segment.
  int firstDocId(int segment) {
    return firstDocIds[segment];
  }

  /// The segment that has a document.
  int segmentOf(int docId) {
    int found = Arrays.binarySearch(firstDocIds, docId);
    return found >= 0 ? found : -found - 2;
  }

  String key(int docId) {
    int segment = segmentOf(docId);
    return segments.get(segment).key(docId - firstDocIds[segment]);
  }

  /// The key of a document, see [Segment#key(int, byte[])].
  String key(int docId, byte[] buffer) {
    int segment = segmentOf(docId);
    return segments.get(segment).key(docId - firstDocIds[segment], buffer);
  }

  /// Brings into the cache where the key of a document is.
  int touchKeyOffset(int docId) {
    int segment = segmentOf(docId);
    return segments.get(segment).touchKeyOffset(docId - firstDocIds[segment]);
  }

  /// Brings the key of a document into the cache.
  int touchKey(int docId) {
    int segment = segmentOf(docId);
    return segments.get(segment).touchKey(docId - firstDocIds[segment]);
  }

  /// The vector of a document as it was given; only where there is a forward store.
  SparseVector vector(int docId) throws CorruptIndexException {
    int segment = segmentOf(docId);
    ForwardTable forward = segments.get(segment).forward().orElseThrow();
    int local = docId - firstDocIds[segment];
    int[] terms = new int[forward.length(local)];
    float[] weights = new float[terms.length];
    forward.copy(local, terms, weights);
    return SparseVector.of(terms, weights);
  }

  byte[] stored(int docId) {
    int segment = segmentOf(docId);
    return segments.get(segment).stored(docId - firstDocIds[segment]);
  }

  boolean isDeleted(int docId) {
    int segment = segmentOf(docId);
    return segments.get(segment).deleted().contains(docId - firstDocIds[segment]);
  }

  OptionalInt docId(String key) {
    byte[] utf8 = Utf8.encode(key).orElse(null);
    for (int i = 0; utf8 != null && i < segments.size(); i++) {
      OptionalInt found = segments.get(i).find(utf8);
      if (found.isPresent()) {
        return OptionalInt.of(firstDocIds[i] + found.getAsInt());
      }
    }
    return OptionalInt.empty();
  }

  int documentFrequency(int term) {
    int documents = 0;
    for (Segment segment : segments) {
      documents += segment.documentFrequency(term);
    }
    return documents;
  }

  /// The section with the bytes of an attachment, which must exist.
  Region attachment(String name) throws CorruptIndexException {
    return attachments.get(name).section(ATTACHED_BYTES);
  }

  @Override
  public void close() {
    segments.forEach(Segment::close);
    attachments.values().forEach(SectionFile::close);
  }
}
