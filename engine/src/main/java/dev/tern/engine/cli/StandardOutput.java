package dev.tern.engine.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Standard output that does not swallow failures, as a [java.io.PrintStream] would: a full disk
/// must not look like success, and nothing more is worth computing once the reader has gone.
final class StandardOutput extends OutputStream {
  private final FileOutputStream file = new FileOutputStream(FileDescriptor.out);

  /// Standard output cannot be written any more.
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed(IOException cause) {
      super(
          "standard output cannot be written (" + cause.getMessage() + "); is the disk full?",
          cause);
    }

    /// Whether the program at the other end of a pipe has had enough, as in `tern search | head`.
    boolean isReaderGone() {
      String reason = String.valueOf(getCause().getMessage());
      return reason.contains("Broken pipe") || reason.contains("pipe is being closed");
    }
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      file.write(bytes, offset, length);
    } catch (IOException e) {
      throw new Failed(e);
    }
  }
}
