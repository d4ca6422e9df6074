package dev.tern.engine.indexing;

import dev.tern.engine.codec.KeyTable;
import dev.tern.engine.format.SegmentEntry;
import dev.tern.engine.store.IndexFiles;
import dev.tern.engine.store.SectionFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/// The keys of a segment for its writer, who asks for many that the segment does not have.
final class SegmentKeys implements Closeable {
  /// The filter is made when one of so many documents has been looked up; before that, looking up
  /// is cheaper than reading all keys.
  private static final int SHARE = 64;

  private final KeyTable keys;
  private final Closeable file;
  private int lookUps;
  private Optional<KeyFilter> filter = Optional.empty();

  private SegmentKeys(KeyTable keys, Closeable file) {
    this.keys = keys;
    this.file = file;
  }

  /// The keys of a segment that this process has written or verified.
  static SegmentKeys reopen(IndexFiles files, SegmentEntry entry) throws IOException {
    SectionFile file = SectionFile.reopen(files, entry.file());
    try {
      return new SegmentKeys(new KeyTable(file, entry.documents()), file::close);
    } catch (IOException | RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /// The document of the segment that has this key, given in UTF-8.
  ///
  /// @param hash [KeyHash#of] the key
  OptionalInt find(byte[] utf8, long hash) {
    if (filter.isEmpty() && ++lookUps > keys.documents() / SHARE) {
      filter = Optional.of(filter());
    }
    return filter.isEmpty() || filter.get().mayContain(hash)
        ? keys.find(utf8)
        : OptionalInt.empty();
  }

  private KeyFilter filter() {
    KeyFilter all = new KeyFilter(keys.documents());
    for (int docId = 0; docId < keys.documents(); docId++) {
      all.add(KeyHash.of(keys.utf8(docId)));
    }
    return all;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
