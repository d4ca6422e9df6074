package dev.tern.engine;

import dev.tern.encoder.text.Utf8;
import dev.tern.engine.format.FileEntry;
import dev.tern.engine.format.FileKind;
import dev.tern.engine.format.Manifest;
import dev.tern.engine.format.Manifest.ImpactScale;
import dev.tern.engine.format.SegmentEntry;
import dev.tern.engine.format.WeightLosses;
import dev.tern.engine.indexing.Quantizer;
import dev.tern.engine.store.IndexFiles;
import dev.tern.engine.store.ManifestFile;
import dev.tern.engine.store.SectionFileWriter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The next commit of an index, as far as its files are written. One thread at a time.
final class CommitDraft {
  private final IndexFiles files;
  private final Map<String, byte[]> attachments = new TreeMap<>();
  private Manifest manifest;

  /// @param committed what it goes on from
  CommitDraft(IndexFiles files, Manifest committed) {
    this.files = files;
    this.manifest = committed;
  }

  /// The last commit, with what has been decided since.
  Manifest manifest() {
    return manifest;
  }

  /// How weights become impacts.
  ImpactScale impacts() {
    return manifest.impacts();
  }

  /// A number that no file of the index has had.
  long newFileNumber() {
    long number = manifest.nextFileNumber();
    manifest = manifest.withSegments(manifest.segments(), number + 1, manifest.impacts());
    return number;
  }

  /// Keeps bytes under a name, in place of those that had it.
  void attach(String name, byte[] bytes) {
    checkName(name);
    attachments.put(name, bytes.clone());
  }

  /// Keeps a short text under a name, in place of the one that had it.
  void property(String name, String value) {
    checkName(name);
    if (!Utf8.canCarry(value)) {
      throw new IllegalArgumentException("a value with half a surrogate pair: name=" + name);
    }
    manifest = manifest.withProperty(name, value);
  }

  private static void checkName(String name) {
    if (name.isEmpty() || !Utf8.canCarry(name)) {
      throw new IllegalArgumentException("a name is valid Unicode and not empty: name=" + name);
    }
  }

  /// Documents were quantised: the first ones decide the step of the index unless its creator did.
  void quantized(Quantizer quantizer, WeightLosses losses) {
    ImpactScale impacts = manifest.impacts();
    manifest =
        manifest.withSegments(
            manifest.segments(),
            manifest.nextFileNumber(),
            impacts.with(quantizer.step(), quantizer.codes(), losses));
  }

  /// Writes the attachments and then, as the last file, the manifest of the next generation with
  /// these segments, which makes all of it visible.
  void commit(List<SegmentEntry> segments) throws IOException {
    manifest = manifest.withSegments(segments, manifest.nextFileNumber(), manifest.impacts());
    for (Map.Entry<String, byte[]> attachment : attachments.entrySet()) {
      manifest = manifest.withAttachment(attachment.getKey(), write(attachment.getValue()));
    }
    attachments.clear();
    manifest = manifest.nextGeneration();
    ManifestFile.replace(files, manifest);
  }

  private FileEntry write(byte[] attachment) throws IOException {
    try (SectionFileWriter file =
        new SectionFileWriter(files, FileKind.ATTACHMENT, manifest.nextFileNumber())) {
      file.begin(Snapshot.ATTACHED_BYTES);
      file.putBytes(attachment, 0, attachment.length);
      return file.finish();
    }
  }
}
