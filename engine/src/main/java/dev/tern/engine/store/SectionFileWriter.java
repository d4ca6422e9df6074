package dev.tern.engine.store;

import dev.tern.engine.format.FileEntry;
import dev.tern.engine.format.FileKind;
import dev.tern.engine.format.Layout;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;

/// Writes a file of aligned sections from its start to its end, with a checksum for every chunk.
///
/// The buffer is one chunk, so that each chunk is checksummed and written when it is full. Usage:
/// [#begin] a section, put its bytes, begin the next, and [#finish]. A file that is closed without
/// being finished is no file of an index.
public final class SectionFileWriter implements Closeable {
  private final IndexFiles.Output output;
  private final FileKind kind;
  private final long number;
  private final ByteBuffer chunk =
      ByteBuffer.allocateDirect(Layout.CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final IntArrayList checksums = new IntArrayList();

  /// Three numbers for each section: id, offset, length.
  private final LongArrayList directory = new LongArrayList();

  private long written;

  /// Creates the file.
  public SectionFileWriter(IndexFiles files, FileKind kind, long number) throws IOException {
    this.kind = kind;
    this.number = number;
    this.output = files.create(kind.fileName(number));
    chunk.putLong(kind.magic()).putInt(Layout.VERSION);
    chunk.put(new byte[Layout.HEADER_BYTES - chunk.position()]);
  }

  /// Ends the section before and starts the one with this id.
  public void begin(int id) throws IOException {
    endSection();
    directory.addAll(id, offset(), 0);
  }

  /// Appends the lowest 8 bits.
  public void putByte(int value) throws IOException {
    room(1);
    chunk.put((byte) value);
  }

  /// Appends 32 bits.
  public void putInt(int value) throws IOException {
    if (chunk.remaining() >= Integer.BYTES) {
      chunk.putInt(value);
    } else {
      putByte(value);
      putByte(value >>> 8);
      putByte(value >>> 16);
      putByte(value >>> 24);
    }
  }

  /// Appends 64 bits.
  public void putLong(long value) throws IOException {
    if (chunk.remaining() >= Long.BYTES) {
      chunk.putLong(value);
    } else {
      putInt((int) value);
      putInt((int) (value >>> 32));
    }
  }

  /// Appends 32 bits of each element.
  public void putInts(int[] values) throws IOException {
    for (int done = 0; done < values.length; ) {
      int part = Math.min(values.length - done, chunk.remaining() / Integer.BYTES);
      if (part == 0) {
        putInt(values[done++]); // across two chunks
      } else {
        chunk.asIntBuffer().put(values, done, part);
        chunk.position(chunk.position() + part * Integer.BYTES);
        done += part;
      }
    }
  }

  /// Appends 64 bits of each element.
  public void putLongs(long[] values) throws IOException {
    for (int done = 0; done < values.length; ) {
      int part = Math.min(values.length - done, chunk.remaining() / Long.BYTES);
      if (part == 0) {
        putLong(values[done++]); // across two chunks
      } else {
        chunk.asLongBuffer().put(values, done, part);
        chunk.position(chunk.position() + part * Long.BYTES);
        done += part;
      }
    }
  }

  /// Appends `length` bytes of an array from position `from`.
  public void putBytes(byte[] bytes, int from, int length) throws IOException {
    for (int done = 0; done < length; ) {
      room(1);
      int part = Math.min(length - done, chunk.remaining());
      chunk.put(bytes, from + done, part);
      done += part;
    }
  }

  /// Writes what is left of the file and returns when all of it has reached the disk.
  ///
  /// @return what the manifest is to say about the file
  public FileEntry finish() throws IOException {
    endSection();
    int sections = directory.size() / 3;
    for (int i = 0; i < directory.size(); i++) {
      putLong(directory.get(i));
    }
    long bodyBytes = offset();
    if (chunk.position() > 0) {
      writeChunk();
    }
    ByteBuffer tail =
        ByteBuffer.allocate(Math.addExact(checksums.size() * 4, Layout.FOOTER_BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    checksums.forEach(tail::putInt);
    tail.putLong(bodyBytes).putInt(sections).putInt(0);
    CRC32C crc = new CRC32C();
    crc.update(tail.flip());
    long lengthBytes = bodyBytes + tail.limit();
    output.write(tail.rewind());
    output.force();
    output.close();
    return new FileEntry(kind, number, lengthBytes, (int) crc.getValue());
  }

  @Override
  public void close() throws IOException {
    output.close();
  }

  private long offset() {
    return written + chunk.position();
  }

  private void endSection() throws IOException {
    if (!directory.isEmpty()) {
      int last = directory.size() - 1;
      directory.set(last, offset() - directory.get(last - 1));
    }
    for (long padding = Layout.align(offset()) - offset(); padding > 0; padding--) {
      putByte(0);
    }
  }

  private void room(int bytes) throws IOException {
    if (chunk.remaining() < bytes) {
      writeChunk();
    }
  }

  private void writeChunk() throws IOException {
    CRC32C crc = new CRC32C();
    crc.update(chunk.flip());
    checksums.add((int) crc.getValue());
    written += chunk.limit();
    output.write(chunk.rewind());
    chunk.clear();
  }
}
