package dev.tern.engine.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// Writes a manifest as the bytes that the grammar of this package describes.
public final class ManifestEncoder {
  /// Bytes before the payload: magic, version, checksum of both, length of the file.
  static final int HEADER_BYTES = 24;

  /// Bytes after the payload: the checksum of everything before.
  static final int CHECKSUM_BYTES = 4;

  private final ByteArrayOutputStream payload = new ByteArrayOutputStream();

  private ManifestEncoder() {}

  /// The bytes of the manifest file.
  public static byte[] encode(Manifest manifest) {
    ManifestEncoder encoder = new ManifestEncoder();
    encoder.put(manifest);
    byte[] payload = encoder.payload.toByteArray();
    byte[] file = new byte[HEADER_BYTES + payload.length + CHECKSUM_BYTES];
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(FileKind.MANIFEST.magic()).putInt(manifest.version());
    buffer.putInt(checksum(file, buffer.position()));
    buffer.putLong(file.length).put(payload);
    buffer.putInt(checksum(file, buffer.position()));
    return file;
  }

  /// CRC32C of the first `length` bytes.
  static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private void put(Manifest manifest) {
    putLong(manifest.generation());
    putLong(manifest.nextFileNumber());
    putInt(Float.floatToRawIntBits(manifest.impacts().step()));
    putInt(manifest.impacts().form().windowDocuments());
    putLong(manifest.impacts().losses().saturated());
    putLong(manifest.impacts().losses().dropped());
    putFeatures(manifest);
    putInt(manifest.properties().size());
    manifest
        .properties()
        .forEach((name, value) -> {
          putText(name);
          putText(value);
        });
    putInt(manifest.attachments().size());
    manifest
        .attachments()
        .forEach((name, file) -> {
          putText(name);
          putFile(file);
        });
    putInt(manifest.segments().size());
    for (SegmentEntry segment : manifest.segments()) {
      putFile(segment.file());
      putInt(segment.documents());
      putLong(segment.postings());
      if ((manifest.features() & Layout.FEATURE_SCARCE_TERMS) != 0) {
        putInt(segment.scarceShare());
      }
      if (manifest.version() >= Layout.VERSION_WITH_DELETES) {
        putInt(segment.deleted());
        segment.deletes().ifPresent(deletes -> putFile(deletes.file()));
      }
    }
  }

  /// The fields of the features of all segments, in the order of their bits.
  private void putFeatures(Manifest manifest) {
    if (manifest.version() < Layout.VERSION_WITH_FEATURES) {
      return;
    }
    SegmentForm form = manifest.impacts().form();
    putInt(manifest.features());
    if ((manifest.features() & Layout.FEATURE_LAYOUT) != 0) {
      putInt(form.layout().code());
    }
    if ((manifest.features() & Layout.FEATURE_CODES) != 0) {
      putInt(form.codes().bits());
      putInt(form.codes().listed().length);
      payload.writeBytes(form.codes().listed());
    }
  }

  private void putFile(FileEntry file) {
    putLong(file.number());
    putLong(file.lengthBytes());
    putInt(file.checksum());
  }

  private void putText(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    putInt(utf8.length);
    payload.writeBytes(utf8);
  }

  private void putInt(int value) {
    payload.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private void putLong(long value) {
    payload.writeBytes(
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }
}
