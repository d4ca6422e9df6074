package dev.tern.encoder.training.teacher;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.eclipse.collections.impl.map.mutable.primitive.LongLongHashMap;

/// Vectors of texts on disk, so that a teacher reads each text once in all epochs of all runs.
///
/// A file that only grows. Numbers are big-endian:
///
/// ```
/// file   := "TERNVEC1" record*
/// record := hash:16 bytes, payloadBytes:u32, payload, checksum:u32
/// checksum := CRC32C of the bytes of the record before it
/// ```
///
/// A crash leaves at most one record unfinished, the last. Opening looks at every byte: from the
/// first record on that is not whole the file is cut off, and what was there is encoded again. In
/// memory is only the place of each record, about 40 bytes a text; vectors are read when they are
/// asked for, which the file cache of the system makes cheap.
///
/// One process at a time has a file open. One thread at a time.
///
/// @param <V> kind of vector
final class VectorCache<V> implements Closeable {
  private static final long MAGIC = 0x5445524E56454331L; // "TERNVEC1"
  private static final int HEAD_BYTES = 2 * Long.BYTES + Integer.BYTES;

  /// Far above any vector.
  private static final int MAX_PAYLOAD_BYTES = 16 << 20;

  private final Path file;
  private final FileChannel channel;
  private final VectorCoding<V> coding;
  private final LongLongHashMap placeOfHash = new LongLongHashMap();
  private long end = Long.BYTES;

  private VectorCache(Path file, FileChannel channel, VectorCoding<V> coding) {
    this.file = file;
    this.channel = channel;
    this.coding = coding;
  }

  /// Opens a file, or makes it.
  ///
  /// @throws IOException if it is no such file, is in use, or cannot be read or written
  static <V> VectorCache<V> open(Path file, VectorCoding<V> coding) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    VectorCache<V> cache = new VectorCache<>(file, channel, coding);
    try {
      cache.lock();
      cache.find();
      return cache;
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  private void lock() throws IOException {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // By this process.
    }
    throw new IOException(
        file + " is in use by another run; wait for it, or give this run a cache of its own");
  }

  private void find() throws IOException {
    if (channel.size() < Long.BYTES) {
      channel.truncate(0);
      write(ByteBuffer.allocate(Long.BYTES).putLong(MAGIC).flip(), 0);
      return;
    }
    if (read(0, Long.BYTES).getLong() != MAGIC) {
      throw new IOException(
          file + " is no cache of vectors of this version; remove it or name another directory");
    }
    long size = channel.size();
    Optional<ByteBuffer> record = record(end, size);
    while (record.isPresent()) {
      placeOfHash.put(record.get().getLong(0), end);
      end += record.get().capacity();
      record = record(end, size);
    }
    if (end < size) {
      channel.truncate(end);
    }
  }

  /// The record at a place, if it is whole.
  private Optional<ByteBuffer> record(long place, long size) throws IOException {
    if (size - place < HEAD_BYTES + Integer.BYTES) {
      return Optional.empty();
    }
    int payload = read(place, HEAD_BYTES).getInt(2 * Long.BYTES);
    if (payload < 0
        || payload > MAX_PAYLOAD_BYTES
        || size - place < HEAD_BYTES + payload + Integer.BYTES) {
      return Optional.empty();
    }
    ByteBuffer record = read(place, HEAD_BYTES + payload + Integer.BYTES);
    return checksum(record) == record.getInt(HEAD_BYTES + payload)
        ? Optional.of(record)
        : Optional.empty();
  }

  /// Of all bytes of a record but the last four.
  private static int checksum(ByteBuffer record) {
    CRC32C crc = new CRC32C();
    crc.update(record.slice(0, record.capacity() - Integer.BYTES));
    return (int) crc.getValue();
  }

  /// Number of texts.
  int size() {
    return placeOfHash.size();
  }

  /// Whether the vector of a text is there.
  boolean has(TextHash text) throws IOException {
    return find(text).isPresent();
  }

  /// The vector of a text, if it is there.
  ///
  /// @throws IOException if it cannot be read, or has changed on the disk since the file was opened
  Optional<V> get(TextHash text) throws IOException {
    Optional<ByteBuffer> record = find(text);
    return record.isEmpty()
        ? Optional.empty()
        : Optional.of(
            coding.decode(
                record.get().slice(HEAD_BYTES, record.get().capacity() - HEAD_BYTES - 4)));
  }

  private Optional<ByteBuffer> find(TextHash text) throws IOException {
    if (!placeOfHash.containsKey(text.high())) {
      return Optional.empty();
    }
    ByteBuffer record =
        record(placeOfHash.get(text.high()), end)
            .orElseThrow(() ->
                new IOException(file + " changed while it was in use; remove it and start again"));
    // Two texts that share 64 bits: the second is not kept, and encoded when it is asked for.
    return record.getLong(Long.BYTES) == text.low() ? Optional.of(record) : Optional.empty();
  }

  /// Keeps the vector of a text, unless there is one.
  ///
  /// @return the vector as it will be read
  /// @throws IOException if it cannot be written, for instance because the disk is full; what was
  ///   kept before stays
  V put(TextHash text, V vector) throws IOException {
    byte[] payload = coding.encode(vector);
    if (!placeOfHash.containsKey(text.high())) {
      ByteBuffer record = ByteBuffer.allocate(HEAD_BYTES + payload.length + Integer.BYTES);
      record.putLong(text.high()).putLong(text.low()).putInt(payload.length).put(payload);
      record.putInt(checksum(record)).flip();
      write(record, end);
      placeOfHash.put(text.high(), end);
      end += record.capacity();
    }
    return coding.decode(ByteBuffer.wrap(payload));
  }

  private ByteBuffer read(long place, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, place + bytes.position()) < 0) {
        throw new IOException(file + " became shorter while it was in use; start again");
      }
    }
    return bytes.flip();
  }

  private void write(ByteBuffer bytes, long place) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes, place + bytes.position());
      }
    } catch (IOException e) {
      throw new IOException(
          file + " could not be written (" + e.getMessage() + "); what it has so far stays", e);
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      channel.force(false);
    }
  }
}
