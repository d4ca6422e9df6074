package dev.tern.engine.evaluation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// Where the lines of a text come from: a file or a resource of the class path.
///
/// A name that ends in `.gz` is gunzipped while reading.
public final class TextSource {
  private static final int GZIP_BUFFER_BYTES = 1 << 16;

  private final String name;
  private final Opener opener;

  private TextSource(String name, Opener opener) {
    this.name = name;
    this.opener = opener;
  }

  /// The file at `path`, which is looked at only when it is read.
  public static TextSource file(Path path) {
    return new TextSource(path.toString(), () -> Files.newInputStream(path));
  }

  /// The resource that `anchor` sees under `name` (see [Class#getResourceAsStream]).
  public static TextSource resource(Class<?> anchor, String name) {
    return new TextSource(
        name,
        () -> {
          InputStream in = anchor.getResourceAsStream(name);
          if (in == null) {
            throw new NoSuchFileException(name);
          }
          return in;
        });
  }

  /// The name that messages carry.
  public String name() {
    return name;
  }

  /// The plain bytes, from the start; to be closed by the caller.
  InputStream open() throws CollectionException {
    InputStream in = null;
    try {
      in = opener.open();
      return name.endsWith(".gz") ? new GZIPInputStream(in, GZIP_BUFFER_BYTES) : in;
    } catch (IOException e) {
      CollectionException refusal = new CollectionException(name, reason(e));
      refusal.initCause(e);
      if (in != null) {
        try {
          in.close();
        } catch (IOException closing) {
          refusal.addSuppressed(closing);
        }
      }
      throw refusal;
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "there is no such file; check the path";
      case AccessDeniedException denied -> "the file may not be read; check its permissions";
      default -> "the file cannot be opened (" + CollectionException.reason(e) + "); is it whole?";
    };
  }

  /// Opens the bytes as they are stored.
  @FunctionalInterface
  private interface Opener {
    InputStream open() throws IOException;
  }
}
