package dev.tern.engine.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.FileEntry;
import dev.tern.engine.format.FileKind;
import dev.tern.engine.format.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sections that end before, at and behind the end of a chunk.
class SectionFileTest {
  /// More than a chunk of each.
  private static final int[] INTS = new SplittableRandom(1).ints(20_000).toArray();

  private static final long[] LONGS = new SplittableRandom(2).longs(10_000).toArray();

  @TempDir Path directory;

  @Test
  void sectionsComeBackAtEveryEndOfAChunk() throws IOException {
    Random random = new Random(3);
    DirectoryFiles files = DirectoryFiles.existing(directory);
    int chunk = Layout.CHUNK_BYTES;
    long number = 1;
    for (int around : new int[] {0, 1, chunk - 65, chunk - 64, chunk - 63, chunk, 3 * chunk + 7}) {
      for (int prefix = 0; prefix < 9; prefix++) {
        List<byte[]> sections = new ArrayList<>();
        FileEntry entry;
        try (SectionFileWriter writer =
            new SectionFileWriter(files, FileKind.ATTACHMENT, number++)) {
          for (int length : new int[] {prefix, around, 0, 1}) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            sections.add(bytes);
            writer.begin(sections.size());
            writer.putBytes(bytes, 0, length);
          }
          writer.begin(99);
          for (int i = 0; i < prefix; i++) {
            writer.putByte(i);
          }
          writer.putInt(0x89ABCDEF);
          writer.putLong(0x89ABCDEF01234567L);
          writer.begin(100);
          writer.putBytes(new byte[prefix], 0, prefix);
          writer.putInts(INTS);
          writer.putLongs(LONGS);
          entry = writer.finish();
        }
        assertEquals(Files.size(directory.resolve(entry.name())), entry.lengthBytes());
        try (SectionFile file = SectionFile.open(files, entry)) {
          for (int i = 0; i < sections.size(); i++) {
            Region section = file.section(i + 1);
            assertArrayEquals(sections.get(i), section.bytes(0, (int) section.length()));
            assertEquals(0, section.memory().address() % Layout.ALIGNMENT_BYTES);
          }
          assertEquals(0x89ABCDEF, file.section(99).i32(prefix));
          assertEquals(0x89ABCDEF01234567L, file.section(99).i64(prefix + 4L));
          assertNumbers(file.section(100), prefix);
          assertThrows(CorruptIndexException.class, () -> file.section(7));
          assertThrows(IndexOutOfBoundsException.class, () -> file.section(4).u8(1));
        }
      }
    }
  }

  /// Numbers that are cut by the end of a chunk are written byte by byte.
  @Test
  void numbersCrossChunks() throws IOException {
    DirectoryFiles files = DirectoryFiles.existing(directory);
    FileEntry entry;
    try (SectionFileWriter writer = new SectionFileWriter(files, FileKind.SEGMENT, 1)) {
      writer.begin(1);
      writer.putByte(5);
      for (int i = 0; i < 20_000; i++) {
        writer.putInt(~i);
        writer.putLong(-i);
      }
      entry = writer.finish();
    }
    try (SectionFile file = SectionFile.open(files, entry)) {
      for (int i = 0; i < 20_000; i++) {
        assertEquals(~i, file.section(1).i32(1 + 12L * i));
        assertEquals(-i, file.section(1).i64(5 + 12L * i));
      }
    }
  }

  private static void assertNumbers(Region section, int from) {
    for (int i = 0; i < INTS.length; i++) {
      assertEquals(INTS[i], section.i32(from + 4L * i));
    }
    for (int i = 0; i < LONGS.length; i++) {
      assertEquals(LONGS[i], section.i64(from + 4L * INTS.length + 8L * i));
    }
  }
}
