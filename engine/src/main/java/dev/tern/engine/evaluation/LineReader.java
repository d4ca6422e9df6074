package dev.tern.engine.evaluation;

import dev.tern.encoder.text.Utf8;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// The lines of a text in strict UTF-8, counted from 1.
///
/// A line ends at LF or CR LF, the last one also at the end of the text; no other character ends a
/// line, as texts hold U+0085 and U+2028. A byte order mark before the first line is dropped.
final class LineReader implements Closeable {
  /// Longest line in bytes; far above any document, far below what exhausts the memory.
  static final int MAX_LINE_BYTES = 64 << 20;

  private final String name;
  private final InputStream in;
  private byte[] buffer = new byte[1 << 16];

  /// What was read and not yet handed out: `buffer[start, end)`.
  private int start;

  private int end;
  private boolean ended;
  private long number;
  private String line = "";

  private LineReader(String name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  static LineReader open(TextSource source) throws CollectionException {
    return new LineReader(source.name(), source.open());
  }

  /// Steps to the next line; false at the end of the text.
  boolean next() throws CollectionException {
    int scanned = start;
    while (true) {
      for (int i = scanned; i < end; i++) {
        if (buffer[i] == '\n') {
          take(i);
          start = i + 1;
          return true;
        }
      }
      if (ended) {
        if (start == end) {
          return false;
        }
        take(end);
        start = end;
        return true;
      }
      int pending = end - start;
      fill();
      scanned = start + pending;
    }
  }

  /// The current line without its end.
  String line() {
    return line;
  }

  /// The number of the current line; 0 before the first.
  long number() {
    return number;
  }

  /// A refusal of the current line.
  CollectionException refusal(String what) {
    return new CollectionException(name, number, what);
  }

  /// A refusal of the current line for the reason that `cause` found.
  CollectionException refusal(String what, IOException cause) {
    return new CollectionException(name, number, what, cause);
  }

  /// A refusal of the whole text.
  CollectionException refusalOfAll(String what) {
    return new CollectionException(name, what);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void take(int lineEnd) throws CollectionException {
    number++;
    int from = start;
    int to = lineEnd > from && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    if (number == 1 && to - from >= 3 && isByteOrderMark(from)) {
      from += 3;
    }
    line =
        Utf8.decode(buffer, from, to - from)
            .orElseThrow(() -> refusal("the line is not UTF-8; convert the file to UTF-8"));
  }

  private boolean isByteOrderMark(int at) {
    return buffer[at] == (byte) 0xEF
        && buffer[at + 1] == (byte) 0xBB
        && buffer[at + 2] == (byte) 0xBF;
  }

  /// Reads on, after room was made by moving the pending bytes to the front or by a larger buffer.
  private void fill() throws CollectionException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    } else if (end == buffer.length) {
      if (buffer.length >= MAX_LINE_BYTES) {
        throw new CollectionException(
            name,
            number + 1,
            "the line is longer than "
                + MAX_LINE_BYTES
                + " bytes; check that the file has line ends and is of the expected format");
      }
      buffer = Arrays.copyOf(buffer, Math.min(MAX_LINE_BYTES, buffer.length * 2));
    }
    try {
      int count = in.read(buffer, end, buffer.length - end);
      ended = count < 0;
      end += Math.max(0, count);
    } catch (IOException e) {
      throw new CollectionException(
          name,
          number + 1,
          "reading stops here (" + CollectionException.reason(e) + "); is the file whole?",
          e);
    }
  }
}
