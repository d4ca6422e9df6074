package dev.tern.engine;

import dev.tern.encoder.text.Quoted;
import dev.tern.encoder.text.Utf8;

/// What a document's key may be: valid Unicode of 1 to 65,535 bytes of UTF-8.
final class DocumentKeys {
  /// Bytes of UTF-8 that a key may have.
  static final int MAX_BYTES = 65_535;

  private DocumentKeys() {}

  /// A key in UTF-8.
  ///
  /// @throws DocumentKeyException if it may not be a key
  static byte[] utf8(String key) throws DocumentKeyException {
    if (key.isEmpty()) {
      throw new DocumentKeyException("a document has an empty key; give each document its own key");
    }
    byte[] utf8 =
        Utf8.encode(key)
            .orElseThrow(() ->
                new DocumentKeyException(
                    "the key '"
                        + Quoted.plain(key)
                        + "' has half of a surrogate pair; use valid Unicode"));
    if (utf8.length > MAX_BYTES) {
      throw new DocumentKeyException(
          "the key '"
              + Quoted.plain(key)
              + "' has "
              + utf8.length
              + " bytes of UTF-8; use one of at most "
              + MAX_BYTES);
    }
    return utf8;
  }
}
