package dev.tern.engine.store;

import static dev.tern.engine.format.Layout.DIRECTORY_ENTRY_BYTES;
import static dev.tern.engine.format.Layout.FOOTER_BYTES;
import static dev.tern.engine.format.Layout.HEADER_BYTES;

import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.FileEntry;
import dev.tern.engine.format.Layout;
import dev.tern.engine.format.UnsupportedVersionException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// A mapped file of sections, every byte of which is compared with its checksum before it is read.
///
/// The manifest vouches for the tail of the file (chunk checksums and footer), the tail for the
/// chunks, the chunks for the header, the sections and their directory. Opening a file compares the
/// tail, the header and the directory; a section is compared when it is asked for, or in parts by
/// who has asked for it with [#unverified].
public final class SectionFile implements AutoCloseable {
  private final String file;
  private final Mapping mapping;
  private final Region whole;
  private long bodyBytes;
  private final Map<Integer, Region> sections = new TreeMap<>();

  /// Those of a file that has not been compared as a whole.
  private Optional<Checksums> checksums = Optional.empty();

  private SectionFile(String file, Mapping mapping) {
    this.file = file;
    this.mapping = mapping;
    this.whole = new Region(file, 0, mapping.memory());
  }

  /// Maps a file and verifies what tells where its sections are.
  ///
  /// @param entry what the manifest says about it
  /// @throws CorruptIndexException if a byte of that is not what was written
  /// @throws java.nio.file.NoSuchFileException if it does not exist
  public static SectionFile open(IndexFiles files, FileEntry entry) throws IOException {
    SectionFile opened = new SectionFile(files.describe(entry.name()), files.map(entry.name()));
    try {
      opened.read(entry);
      return opened;
    } catch (IOException | RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  /// Maps a file that this process has just written or verified, without reading it: its checksums
  /// are left for those who open it later.
  ///
  /// @param entry what writing it gave
  public static SectionFile reopen(IndexFiles files, FileEntry entry) throws IOException {
    SectionFile opened = new SectionFile(files.describe(entry.name()), files.map(entry.name()));
    try {
      opened.bodyBytes = opened.bodyBytes(entry);
      opened.readDirectory();
      return opened;
    } catch (IOException | RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  /// Compares the whole file with its checksums.
  ///
  /// @throws CorruptIndexException if a byte of it is not what was written
  public void verify() throws CorruptIndexException {
    if (checksums.isPresent()) {
      checksums.get().compare(0, bodyBytes);
    }
  }

  /// The section with this id, compared with its checksums.
  ///
  /// @throws CorruptIndexException if the file has none, or it is not what was written
  public Region section(int id) throws CorruptIndexException {
    Region section = unverified(id);
    section.verify(0, section.length());
    return section;
  }

  /// The section with this id, for those who [Region#verify] each part of it before they read it.
  ///
  /// @throws CorruptIndexException if the file has none
  public Region unverified(int id) throws CorruptIndexException {
    Region section = sections.get(id);
    if (section == null) {
      throw new CorruptIndexException(file, 0, "it has no section " + id);
    }
    return section;
  }

  /// How many bytes the section with this id has, if the file has one.
  public OptionalLong sectionLength(int id) {
    Region section = sections.get(id);
    return section == null ? OptionalLong.empty() : OptionalLong.of(section.length());
  }

  @Override
  public void close() {
    mapping.close();
  }

  private void read(FileEntry entry) throws IOException {
    bodyBytes = bodyBytes(entry);
    if (mapping.checksum(bodyBytes, whole.length()) != entry.checksum()) {
      throw whole.damaged(bodyBytes, "the checksums do not match the manifest");
    }
    checksums = Optional.of(new Checksums(file, mapping, bodyBytes));
    checksums.get().compare(0, HEADER_BYTES);
    verifyHeader(entry);
    readDirectory();
  }

  /// The length of the body as the footer says it.
  private long bodyBytes(FileEntry entry) throws CorruptIndexException {
    long length = whole.length();
    if (length != entry.lengthBytes()) {
      throw whole.damaged(
          Math.min(length, Math.max(0, entry.lengthBytes())),
          "it has " + length + " bytes and " + entry.lengthBytes() + " were written");
    }
    if (length < HEADER_BYTES + FOOTER_BYTES) {
      throw whole.damaged(length, "it is too short for a file of an index");
    }
    long footer = length - FOOTER_BYTES;
    long body = whole.i64(footer);
    if (body < HEADER_BYTES
        || body > footer
        || footer - body != Layout.chunks(body) * Integer.BYTES) {
      throw whole.damaged(footer, "the footer does not fit the length of the file");
    }
    return body;
  }

  private void verifyHeader(FileEntry entry) throws IOException {
    if (whole.i64(0) != entry.kind().magic()) {
      throw whole.damaged(0, "it does not start as a file of its kind does");
    }
    int version = whole.i32(Long.BYTES);
    if (version == 0) {
      throw whole.damaged(Long.BYTES, "there is no format version 0");
    }
    if (version != Layout.VERSION) {
      throw new UnsupportedVersionException(file, version, Layout.VERSION);
    }
  }

  private void readDirectory() throws CorruptIndexException {
    long footer = whole.length() - FOOTER_BYTES;
    long count = Integer.toUnsignedLong(whole.i32(footer + Long.BYTES));
    long directory = bodyBytes - count * DIRECTORY_ENTRY_BYTES;
    if (directory < HEADER_BYTES) {
      throw whole.damaged(bodyBytes, "the directory is longer than the file");
    }
    if (checksums.isPresent()) {
      checksums.get().compare(directory, bodyBytes);
    }
    long end = HEADER_BYTES;
    for (long entry = directory; entry < bodyBytes; entry += DIRECTORY_ENTRY_BYTES) {
      long id = whole.i64(entry);
      long offset = whole.i64(entry + 8);
      long length = whole.i64(entry + 16);
      if (offset != Layout.align(end) || length < 0 || length > directory - offset) {
        throw whole.damaged(entry, "section " + id + " is not where it can be");
      }
      end = offset + length;
      Region section =
          new Region(file, offset, mapping.memory().asSlice(offset, length), checksums);
      if (id != (int) id || sections.put((int) id, section) != null) {
        throw whole.damaged(entry, "section " + id + " is there twice or cannot be");
      }
    }
  }
}
