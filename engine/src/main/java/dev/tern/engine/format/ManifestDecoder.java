package dev.tern.engine.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads a manifest from its bytes and trusts none of them.
///
/// The version is read before the rest is checked, since a newer manifest may look different behind
/// it; the version's own checksum keeps a flipped bit from looking like a newer Tern.
public final class ManifestDecoder {
  private static final int VERSION_OFFSET = 8;
  private static final int VERSION_CHECKSUM_OFFSET = 12;
  private static final int LENGTH_OFFSET = 16;
  private static final int FILE_ENTRY_BYTES = 20;
  private static final int SEGMENT_ENTRY_BYTES = FILE_ENTRY_BYTES + 12;

  private final String file;
  private final ByteBuffer bytes;
  private int version;

  /// What the index has beyond version 3, a bit each.
  private int features;

  private ManifestDecoder(byte[] bytes, String file) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.file = file;
  }

  /// The manifest that a file holds.
  ///
  /// @param bytes of the whole file
  /// @param file its name for messages
  /// @throws CorruptIndexException if these are not the bytes of a manifest
  /// @throws UnsupportedVersionException if a newer Tern wrote them
  public static Manifest decode(byte[] bytes, String file) throws IOException {
    ManifestDecoder decoder = new ManifestDecoder(bytes, file);
    decoder.checkEnvelope(bytes);
    return decoder.payload();
  }

  private void checkEnvelope(byte[] all) throws IOException {
    int least = ManifestEncoder.HEADER_BYTES + ManifestEncoder.CHECKSUM_BYTES;
    if (all.length < least) {
      throw damaged(all.length, "it ends after " + all.length + " of at least " + least + " bytes");
    }
    if (bytes.getLong(0) != FileKind.MANIFEST.magic()) {
      throw damaged(0, "it does not start as the manifest of a Tern index does");
    }
    version = bytes.getInt(VERSION_OFFSET);
    if (bytes.getInt(VERSION_CHECKSUM_OFFSET)
        != ManifestEncoder.checksum(all, VERSION_CHECKSUM_OFFSET)) {
      throw damaged(VERSION_OFFSET, "the version does not match its checksum");
    }
    if (version == 0) {
      throw damaged(VERSION_OFFSET, "there is no format version 0");
    }
    if (version < Layout.VERSION || version > Layout.VERSION_WITH_FEATURES) {
      throw new UnsupportedVersionException(file, version, Layout.VERSION_WITH_FEATURES);
    }
    long length = bytes.getLong(LENGTH_OFFSET);
    if (length != all.length) {
      throw damaged(LENGTH_OFFSET, "it has " + all.length + " bytes but says " + length);
    }
    int end = all.length - ManifestEncoder.CHECKSUM_BYTES;
    if (bytes.getInt(end) != ManifestEncoder.checksum(all, end)) {
      throw damaged(LENGTH_OFFSET, "its bytes do not match their checksum");
    }
    bytes.position(ManifestEncoder.HEADER_BYTES).limit(end);
  }

  private Manifest payload() throws CorruptIndexException {
    need(2 * Long.BYTES + 2 * Integer.BYTES + 2 * Long.BYTES);
    long generation = bytes.getLong();
    long nextFileNumber = bytes.getLong();
    Manifest.ImpactScale impacts = impactScale();
    SortedMap<String, String> properties = new TreeMap<>();
    for (int left = count(2 * Integer.BYTES); left > 0; left--) {
      properties.put(text(), text());
    }
    SortedMap<String, FileEntry> attachments = new TreeMap<>();
    for (int left = count(Integer.BYTES + FILE_ENTRY_BYTES); left > 0; left--) {
      attachments.put(text(), fileEntry(FileKind.ATTACHMENT));
    }
    List<SegmentEntry> segments = segments();
    if (bytes.hasRemaining()) {
      throw damaged(bytes.position(), "bytes follow the last segment");
    }
    return new Manifest(generation, nextFileNumber, impacts, properties, attachments, segments);
  }

  private Manifest.ImpactScale impactScale() throws CorruptIndexException {
    int start = bytes.position();
    float step = Float.intBitsToFloat(bytes.getInt());
    int windowDocuments = bytes.getInt();
    if (!(step >= 0) || step == Float.POSITIVE_INFINITY) {
      throw damaged(start, "the step of the impacts is " + step);
    }
    if (!Windows.isWindow(windowDocuments)) {
      throw damaged(start + Float.BYTES, "a window has " + windowDocuments + " documents");
    }
    WeightLosses losses = new WeightLosses(bytes.getLong(), bytes.getLong());
    readFeatures();
    boolean forwardStore = has(Layout.FEATURE_FORWARD_STORE);
    return new Manifest.ImpactScale(
        step, new SegmentForm(windowDocuments, layout(), codes(), forwardStore), losses);
  }

  private void readFeatures() throws CorruptIndexException {
    if (version < Layout.VERSION_WITH_FEATURES) {
      return;
    }
    need(Integer.BYTES);
    int start = bytes.position();
    features = bytes.getInt();
    if (features == 0 || (features & ~Layout.FEATURES) != 0) {
      throw damaged(start, "its features are " + Integer.toHexString(features));
    }
  }

  private boolean has(int feature) {
    return (features & feature) != 0;
  }

  private PostingsLayout layout() throws CorruptIndexException {
    if (!has(Layout.FEATURE_LAYOUT)) {
      return PostingsLayout.HYBRID;
    }
    need(Integer.BYTES);
    int start = bytes.position();
    int layout = bytes.getInt();
    return PostingsLayout.ofCode(layout)
        .orElseThrow(() -> damaged(start, "there is no layout " + layout));
  }

  private CodeBook codes() throws CorruptIndexException {
    if (!has(Layout.FEATURE_CODES)) {
      return CodeBook.BYTES;
    }
    need(Integer.BYTES);
    int start = bytes.position();
    int bits = bytes.getInt();
    byte[] listed = new byte[count(1)];
    bytes.get(listed);
    if (!CodeBook.isBits(bits) || bits == Byte.SIZE || !CodeBook.areImpacts(bits, listed)) {
      throw damaged(start, "there are no codes of " + bits + " bits for these impacts");
    }
    return listed.length == 0 ? CodeBook.ofBits(bits) : CodeBook.of(bits, listed);
  }

  private List<SegmentEntry> segments() throws CorruptIndexException {
    List<SegmentEntry> segments = new ArrayList<>();
    long documents = 0;
    for (int left = count(SEGMENT_ENTRY_BYTES); left > 0; left--) {
      FileEntry entry = fileEntry(FileKind.SEGMENT);
      need(Integer.BYTES + Long.BYTES);
      int start = bytes.position();
      segments.add(
          new SegmentEntry(
              entry,
              bytes.getInt(),
              bytes.getLong(),
              has(Layout.FEATURE_SCARCE_TERMS) ? scarceShare() : 0,
              version < Layout.VERSION_WITH_DELETES ? Optional.empty() : deletes(start)));
      documents += segments.getLast().documents();
      if (segments.getLast().documents() < 1 || documents >= Integer.MAX_VALUE) {
        throw damaged(start, "the number of documents is out of range");
      }
    }
    return segments;
  }

  private int scarceShare() throws CorruptIndexException {
    need(Integer.BYTES);
    int share = bytes.getInt();
    if (!Windows.isScarceShare(share)) {
      throw damaged(bytes.position() - Integer.BYTES, "the share of scarce terms is " + share);
    }
    return share;
  }

  /// The deletes of the segment whose entry starts at `start`.
  private Optional<SegmentEntry.Deletes> deletes(int start) throws CorruptIndexException {
    need(Integer.BYTES);
    int deleted = bytes.getInt();
    if (deleted == 0) {
      return Optional.empty();
    }
    SegmentEntry.Deletes deletes = new SegmentEntry.Deletes(fileEntry(FileKind.DELETES), deleted);
    if (deleted < 0 || deleted >= bytes.getInt(start)) {
      throw damaged(start, "the number of deleted documents is out of range");
    }
    return Optional.of(deletes);
  }

  private FileEntry fileEntry(FileKind kind) throws CorruptIndexException {
    need(FILE_ENTRY_BYTES);
    int start = bytes.position();
    FileEntry entry = new FileEntry(kind, bytes.getLong(), bytes.getLong(), bytes.getInt());
    if (entry.number() < 1) {
      throw damaged(start, "a file has the number " + entry.number());
    }
    return entry;
  }

  private String text() throws CorruptIndexException {
    byte[] utf8 = new byte[count(1)];
    bytes.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /// A count of things that have at least `leastBytes` each, and so can be no more than the bytes
  /// that are left.
  private int count(int leastBytes) throws CorruptIndexException {
    need(Integer.BYTES);
    int start = bytes.position();
    int count = bytes.getInt();
    if (count < 0 || (long) count * leastBytes > bytes.remaining()) {
      throw damaged(start, "a count of " + count + " is more than the file has room for");
    }
    return count;
  }

  private void need(int length) throws CorruptIndexException {
    if (bytes.remaining() < length) {
      throw damaged(bytes.position(), "an entry is cut off");
    }
  }

  private CorruptIndexException damaged(long offset, String found) {
    return new CorruptIndexException(file, offset, found);
  }
}
