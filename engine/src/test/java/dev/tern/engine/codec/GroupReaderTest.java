package dev.tern.engine.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.FileEntry;
import dev.tern.engine.format.FileKind;
import dev.tern.engine.format.Layout;
import dev.tern.engine.format.PostingsLayout;
import dev.tern.engine.store.DirectoryFiles;
import dev.tern.engine.store.Region;
import dev.tern.engine.store.SectionFile;
import dev.tern.engine.store.SectionFileWriter;
import dev.tern.testing.Randomized;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Groups of equal impact come back as they were written, and nothing else comes from other bytes.
class GroupReaderTest {
  private record Posting(int docId, int impact) {}

  private static final int MOST = Integer.MAX_VALUE - 1;

  @TempDir Path directory;

  @Randomized(runs = 40)
  void whatWasWrittenIsRead(RandomGenerator random) throws IOException {
    int documents =
        switch (random.nextInt(4)) {
          case 0 -> 1 + random.nextInt(70);
          case 1 -> 1 + random.nextInt(100_000);
          case 2 -> MOST;
          default -> 1 << random.nextInt(31);
        };
    List<List<Posting>> terms = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      terms.add(term(random, documents));
    }
    check(documents, terms, random);
  }

  @Test
  void theLastDocumentsOfTheGreatestSegmentAreRead() throws IOException {
    check(
        MOST,
        List.of(
            List.of(new Posting(MOST - 1, 1)),
            List.of(new Posting(0, 255), new Posting(MOST - 2, 7), new Posting(MOST - 1, 7))),
        null);
  }

  private static List<Posting> term(RandomGenerator random, int documents) {
    int levels = 1 + random.nextInt(random.nextBoolean() ? 3 : 255);
    int clustered = random.nextBoolean() ? documents : Math.min(documents, 500);
    return random
        .ints(Math.min(documents, 1 + random.nextInt(3_000)), 0, clustered)
        .distinct()
        .sorted()
        .mapToObj(docId -> new Posting(docId, 1 + random.nextInt(levels)))
        .toList();
  }

  private void check(int documents, List<List<Posting>> terms, RandomGenerator random)
      throws IOException {
    DirectoryFiles files = DirectoryFiles.existing(directory);
    FileEntry entry;
    try (SectionFileWriter file = new SectionFileWriter(files, FileKind.SEGMENT, 1)) {
      ImpactGroupsWriter writer = new ImpactGroupsWriter(file, documents, true);
      GroupedPart part = writer.part();
      for (int term = 0; term < terms.size(); term++) {
        List<Posting> postings = terms.get(term);
        byte[] impacts = new byte[postings.size()];
        for (int i = 0; i < impacts.length; i++) {
          impacts[i] = (byte) postings.get(i).impact;
        }
        int[] docIds = postings.stream().mapToInt(Posting::docId).toArray();
        part.put(term, docIds, impacts, 0, docIds.length);
        if (term % 3 == 2) {
          writer.append(part);
          part = writer.part();
        }
      }
      writer.append(part);
      writer.finish();
      entry = file.finish();
    }
    try (SectionFile file = SectionFile.open(files, entry)) {
      TermTable table = new TermTable(file, PostingsLayout.IMPACT_ORDERED);
      ImpactGroups groups = new ImpactGroups(file, table, documents);
      GroupReader reader = new GroupReader();
      int[] docIds = new int[random == null ? 2 : 1 + random.nextInt(40)];
      for (int term = 0; term < terms.size(); term++) {
        List<Posting> found = new ArrayList<>();
        for (reader.open(groups, term); reader.impact() > 0; reader.next()) {
          for (int n = read(reader, docIds); n > 0; n = read(reader, docIds)) {
            int impact = reader.impact();
            Arrays.stream(docIds, 0, n).forEach(docId -> found.add(new Posting(docId, impact)));
          }
        }
        List<Posting> expected = new ArrayList<>(terms.get(term));
        expected.sort(Comparator.comparingInt(Posting::impact).reversed());
        assertEquals(expected, found);
      }
    }
  }

  private static int read(GroupReader reader, int[] docIds) {
    return reader.read(docIds, docIds.length);
  }

  @Randomized(runs = 400)
  void noBytesLeadAstray(RandomGenerator random) {
    byte[] bytes = new byte[random.nextInt(80) + Layout.VECTOR_PADDING_BYTES];
    random.nextBytes(bytes);
    if (random.nextBoolean()) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] &= (byte) random.nextInt(); // few ones
      }
    }
    int documents = random.nextBoolean() ? MOST : 1 + random.nextInt(300);
    int documentFrequency = 1 + random.nextInt(Math.min(documents, 60));
    int maxImpact = 1 + random.nextInt(255);
    Region region = new Region("forged", 100, MemorySegment.ofArray(bytes));
    GroupReader reader = new GroupReader();
    int[] docIds = new int[7];
    int found = 0;
    int before = maxImpact + 1;
    try {
      for (reader.open(region, documents, documentFrequency, maxImpact);
          reader.impact() > 0;
          reader.next()) {
        assertTrue(reader.impact() < before);
        before = reader.impact();
        int last = -1;
        for (int n = reader.read(docIds, 7); n > 0; n = reader.read(docIds, 7)) {
          for (int i = 0; i < n; i++) {
            assertTrue(docIds[i] > last && docIds[i] < documents);
            last = docIds[i];
          }
          found += n;
        }
      }
      assertEquals(documentFrequency, found);
    } catch (UncheckedIOException e) {
      CorruptIndexException damage = assertInstanceOf(CorruptIndexException.class, e.getCause());
      assertTrue(damage.getMessage().startsWith("forged is damaged at byte 1"), damage::getMessage);
    }
  }

  @Test
  void aGroupThatEndsBehindItsTermIsRefused() {
    byte[] bytes = new byte[2 + Layout.VECTOR_PADDING_BYTES];
    bytes[0] = 4 * 3; // four documents
    Region region = new Region("forged", 0, MemorySegment.ofArray(bytes));
    GroupReader reader = new GroupReader();
    UncheckedIOException refusal =
        assertThrows(
            UncheckedIOException.class,
            () -> {
              reader.open(region, 8, 4, 9);
              reader.read(new int[4], 4);
            });
    assertTrue(refusal.getMessage().contains("group"), refusal::getMessage);
  }
}
