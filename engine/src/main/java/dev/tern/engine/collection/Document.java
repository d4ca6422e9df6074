package dev.tern.engine.collection;

import dev.tern.encoder.TitledText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// A document as its owner knows it.
///
/// @param key the owner's name of the document, unique in an index
/// @param title may be empty
/// @param text may be empty
public record Document(String key, String title, String text) {
  /// Refuses null.
  public Document {
    Objects.requireNonNull(key);
    Objects.requireNonNull(title);
    Objects.requireNonNull(text);
  }

  /// What is encoded: title and text, as [TitledText#joined] has them.
  public String content() {
    return TitledText.joined(title, text);
  }

  /// Title and text as they are stored in an index: two times a length in bytes and UTF-8.
  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      for (String part : new String[] {title, text}) {
        byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  /// The document that [#toBytes] stored.
  ///
  /// @throws IOException if the bytes are not a stored document
  static Document fromBytes(String key, byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    String[] parts = new String[2];
    for (int i = 0; i < parts.length; i++) {
      int length = in.available() < Integer.BYTES ? -1 : in.readInt();
      if (length < 0 || length > in.available()) {
        throw damaged(key);
      }
      parts[i] = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
    if (in.available() > 0) {
      throw damaged(key);
    }
    return new Document(key, parts[0], parts[1]);
  }

  private static IOException damaged(String key) {
    return new IOException(
        "the stored text of document \"" + key + "\" is damaged; build the index again");
  }
}
