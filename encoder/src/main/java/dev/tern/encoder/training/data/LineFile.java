package dev.tern.encoder.training.data;

import dev.tern.encoder.text.Utf8;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;

/// The lines of a UTF-8 text, to be read in any order. Blank lines are left out.
///
/// A line ends at LF or CR LF, the last one also at the end of the file. Opening looks at every
/// byte once; a gzipped file (`.gz`) is unpacked into the directory for temporary files, because
/// nothing can be read from its middle, and that copy is deleted when the lines are closed.
public final class LineFile implements Closeable {
  /// Longest line in bytes; far above any row, far below what exhausts the memory.
  private static final int MAX_LINE_BYTES = 64 << 20;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final Path file;
  private final FileChannel channel;
  private final LongArrayList starts = new LongArrayList();
  private final IntArrayList lengths = new IntArrayList();
  private final IntArrayList numbers = new IntArrayList();

  private LineFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// As [#open], but a file without lines is refused.
  ///
  /// @throws TrainingDataException if it is missing or has no line, or a line is longer than 64 MiB
  /// @throws IOException if it cannot be read
  static LineFile ofRows(Path file) throws IOException {
    LineFile rows = open(file);
    if (rows.size() == 0) {
      rows.close();
      throw rows.refusalOfAll("there is no row in the file; check that it is the right one");
    }
    return rows;
  }

  /// Opens a file and finds its lines.
  ///
  /// @throws TrainingDataException if it is missing, or a line is longer than 64 MiB
  /// @throws IOException if it cannot be read
  public static LineFile open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new TrainingDataException(file.toString(), "there is no such file; check the path");
    }
    FileChannel channel =
        file.toString().endsWith(".gz")
            ? unpacked(file)
            : FileChannel.open(file, StandardOpenOption.READ);
    LineFile lines = new LineFile(file, channel);
    try {
      lines.find();
      return lines;
    } catch (IOException | RuntimeException | Error e) {
      lines.close();
      throw e;
    }
  }

  private static FileChannel unpacked(Path file) throws IOException {
    Path copy = Files.createTempFile("tern-", ".jsonl");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16)) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      return FileChannel.open(copy, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      Files.deleteIfExists(copy);
      throw new TrainingDataException(
          file.toString(),
          "the file cannot be unpacked (" + e.getMessage() + "); is it whole, and the disk free?",
          e);
    }
  }

  private void find() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    long start = 0;
    long at = 0;
    int number = 1;
    boolean isBlank = true;
    while (channel.read(buffer.clear()) >= 0) {
      buffer.flip();
      for (; buffer.hasRemaining(); at++) {
        byte b = buffer.get();
        if (b == '\n') {
          add(start, at, number++, isBlank);
          start = at + 1;
          isBlank = true;
        } else {
          isBlank &= b == ' ' || b == '\t' || b == '\r';
        }
      }
    }
    add(start, at, number, isBlank);
  }

  private void add(long start, long end, int number, boolean isBlank) throws IOException {
    if (end - start > MAX_LINE_BYTES) {
      throw new TrainingDataException(
          file + ":" + number,
          "the line is longer than "
              + MAX_LINE_BYTES
              + " bytes; check that the file has line ends and is of the expected format");
    }
    if (!isBlank) {
      starts.add(start);
      lengths.add((int) (end - start));
      numbers.add(number);
    }
  }

  /// Number of lines that are not blank.
  public int size() {
    return starts.size();
  }

  /// The text of a line without its end.
  ///
  /// @param line in `[0, size())`, blank lines not counted
  /// @throws TrainingDataException if it is not UTF-8
  public String line(int line) throws IOException {
    Objects.checkIndex(line, size());
    ByteBuffer bytes = ByteBuffer.allocate(lengths.get(line));
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, starts.get(line) + bytes.position()) < 0) {
        throw new IOException(file + " became shorter while it was in use; start again");
      }
    }
    byte[] text = bytes.array();
    int from = starts.get(line) == 0 && startsWithMark(text) ? BYTE_ORDER_MARK.length : 0;
    int to = text.length > from && text[text.length - 1] == '\r' ? text.length - 1 : text.length;
    return Utf8.decode(text, from, to - from)
        .orElseThrow(() -> refusal(line, "the line is not UTF-8; convert the file to UTF-8"));
  }

  private static boolean startsWithMark(byte[] text) {
    for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
      if (i >= text.length || text[i] != BYTE_ORDER_MARK[i]) {
        return false;
      }
    }
    return true;
  }

  /// `FILE:LINE` of a line, blank ones counted, from 1.
  public String place(int line) {
    return file + ":" + numbers.get(line);
  }

  /// The refusal of a line.
  public TrainingDataException refusal(int line, String what) {
    return new TrainingDataException(place(line), what);
  }

  /// The refusal of a line for the reason that `cause` found.
  TrainingDataException refusal(int line, String what, Throwable cause) {
    return new TrainingDataException(place(line), what, cause);
  }

  /// The refusal of the whole file.
  public TrainingDataException refusalOfAll(String what) {
    return new TrainingDataException(file.toString(), what);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
