package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.IndexNotFoundException;
import dev.tern.engine.format.PostingsLayout;
import dev.tern.engine.format.UnsupportedVersionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Nothing but the bytes that were written is accepted.
class DamageTest {
  /// Two segments, one with a deleted document, an attachment and a property.
  private static MemoryFiles index() throws IOException {
    return index(PostingsLayout.HYBRID);
  }

  private static MemoryFiles index(PostingsLayout layout) throws IOException {
    MemoryFiles files = new MemoryFiles();
    try (IndexWriter writer =
        IndexWriter.create(
            files,
            IndexOptions.defaults()
                .withWindowDocuments(64)
                .withLayout(layout)
                .withForwardStore(true))) {
      writer.property("model", "demo");
      writer.attach("table", new byte[] {1, 2, 3});
      for (int i = 0; i < 6; i++) {
        writer.add(
            "key" + i,
            SparseVector.of(new int[] {1, 4 + i % 2}, new float[] {1 + i, 2}),
            new byte[] {7});
        if (i == 2) {
          writer.commit();
        }
      }
      writer.delete("key1");
      writer.commit();
    }
    return files;
  }

  private static void assertRefused(MemoryFiles files, String name, byte[] bytes, String change) {
    files.put(name, bytes);
    CorruptIndexException refusal =
        assertThrows(CorruptIndexException.class, () -> SparseIndex.open(files).close(), change);
    assertEquals("memory/" + name, refusal.file(), change);
    assertTrue(refusal.offset() >= 0 && refusal.offset() <= bytes.length + 64, change);
    assertTrue(
        refusal.getMessage().startsWith(refusal.file() + " is damaged at byte " + refusal.offset()),
        refusal.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void everyFlippedBitIsRefused(PostingsLayout layout) throws IOException {
    MemoryFiles files = index(layout);
    SparseIndex.open(files).close();
    assertEquals(5, files.list().size());
    for (String name : files.list()) {
      byte[] bytes = files.bytes(name);
      for (int bit = 0; bit < 8 * bytes.length; bit++) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        assertRefused(files, name, flipped, name + " bit " + bit);
      }
      files.put(name, bytes);
    }
    SparseIndex.open(files).close();
  }

  @ParameterizedTest
  @EnumSource
  void everyTruncationAndExtensionIsRefused(PostingsLayout layout) throws IOException {
    MemoryFiles files = index(layout);
    for (String name : files.list()) {
      byte[] bytes = files.bytes(name);
      for (int length = 0; length < bytes.length; length++) {
        assertRefused(files, name, Arrays.copyOf(bytes, length), name + " length " + length);
      }
      assertRefused(files, name, Arrays.copyOf(bytes, bytes.length + 1), name + " longer");
      files.put(name, bytes);
    }
  }

  @Test
  void damageBehindTheFirstChunkNamesItsChunk() throws IOException {
    MemoryFiles files = new MemoryFiles();
    try (IndexWriter writer = IndexWriter.create(files, IndexOptions.defaults())) {
      writer.attach("table", new byte[300_000]);
      writer.commit();
    }
    byte[] bytes = files.bytes("attachment-1.tern");
    bytes[200_000] = 1;
    files.put("attachment-1.tern", bytes);
    try (SparseIndex index = SparseIndex.open(files)) {
      CorruptIndexException refusal =
          assertThrows(CorruptIndexException.class, () -> index.attachment("table"));
      assertEquals(3 * 65_536, refusal.offset());
      assertThrows(CorruptIndexException.class, index::verify);
    }
    assertThrows(
        CorruptIndexException.class, () -> IndexWriter.open(files, IndexOptions.defaults()));
    assertThrows(
        CorruptIndexException.class,
        () -> IndexWriter.open(deleted(files, "attachment-1.tern"), IndexOptions.defaults()));
  }

  @Test
  void filesOfAnotherCommitAreRefused() throws IOException {
    MemoryFiles files = index();
    byte[] first = files.bytes("segment-1.tern");
    assertRefused(files, "segment-3.tern", first, "another segment");
    CorruptIndexException refusal =
        assertThrows(
            CorruptIndexException.class,
            () -> SparseIndex.open(deleted(index(), "segment-1.tern")));
    assertTrue(refusal.getMessage().contains("segment-1.tern"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("missing"), refusal.getMessage());
  }

  @Test
  void aNewerVersionIsRefusedWithASentence() throws IOException {
    MemoryFiles files = index();
    byte[] manifest = files.bytes("MANIFEST");
    ByteBuffer bytes = ByteBuffer.wrap(manifest).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(8, 7);
    CRC32C crc = new CRC32C();
    crc.update(manifest, 0, 12);
    bytes.putInt(12, (int) crc.getValue());
    files.put("MANIFEST", manifest);
    String message =
        assertThrows(UnsupportedVersionException.class, () -> SparseIndex.open(files)).getMessage();
    assertEquals(
        "memory/MANIFEST was written by a newer Tern (index format 7, this Tern reads up to 4);"
            + " upgrade Tern to read it",
        message);
    assertThrows(
        UnsupportedVersionException.class, () -> IndexWriter.open(files, IndexOptions.defaults()));
  }

  @Test
  void whatIsNotAnIndexIsRefused(@TempDir Path directory) throws IOException {
    assertNotFound(directory.resolve("none"), "does not exist");
    assertNotFound(directory, "no file MANIFEST");
    Path file = Files.writeString(directory.resolve("file"), "text");
    assertNotFound(file, "is a file");
    Files.writeString(directory.resolve("MANIFEST"), "Manifest-Version: 1.0, not that of an index");
    CorruptIndexException refusal =
        assertThrows(CorruptIndexException.class, () -> SparseIndex.open(directory));
    assertEquals(0, refusal.offset());
    Files.write(directory.resolve("MANIFEST"), "TERNINDX".getBytes(StandardCharsets.US_ASCII));
    assertThrows(CorruptIndexException.class, () -> SparseIndex.open(directory));
    Files.write(directory.resolve("MANIFEST"), new byte[0]);
    assertThrows(CorruptIndexException.class, () -> SparseIndex.open(directory));
  }

  private static void assertNotFound(Path path, String expected) {
    String message =
        assertThrows(IndexNotFoundException.class, () -> SparseIndex.open(path)).getMessage();
    assertTrue(message.contains(expected) && message.contains(path.toString()), message);
    assertThrows(IOException.class, () -> IndexWriter.open(path));
  }

  private static MemoryFiles deleted(MemoryFiles files, String name) throws IOException {
    files.delete(name);
    return files;
  }
}
