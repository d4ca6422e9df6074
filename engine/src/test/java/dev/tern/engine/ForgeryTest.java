package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.FileEntry;
import dev.tern.engine.format.Manifest;
import dev.tern.engine.format.ManifestDecoder;
import dev.tern.engine.format.ManifestEncoder;
import dev.tern.engine.format.PostingsLayout;
import dev.tern.engine.format.SegmentEntry;
import dev.tern.engine.format.UnsupportedVersionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files with wrong contents and right checksums: an attacker's, not the disk's. They may be
/// believed, but then every answer comes without an error; else they are refused as damaged.
class ForgeryTest {
  private static final String SEGMENT = "segment-1.tern";

  private static MemoryFiles index(PostingsLayout layout) throws IOException {
    MemoryFiles files = new MemoryFiles();
    try (IndexWriter writer =
        IndexWriter.create(
            files,
            IndexOptions.defaults()
                .withWindowDocuments(64)
                .withLayout(layout)
                .withForwardStore(true))) {
      for (int i = 0; i < 11; i++) {
        writer.add(
            "key" + i,
            SparseVector.of(
                new int[] {1, 4 + i % 2 * 5, 11}, new float[] {1 + i, 2, i == 3 ? 0.01f : 3}),
            new byte[i]);
      }
      writer.commit();
    }
    return files;
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(120)
  void noByteOfASegmentLeadsAstray(PostingsLayout layout) throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(9);
    MemoryFiles files = index(layout);
    byte[] segment = files.bytes(SEGMENT);
    Manifest manifest = ManifestDecoder.decode(files.bytes("MANIFEST"), "MANIFEST");
    int refused = 0;
    for (int i = 0; i < segment.length - 20; i++) {
      for (int value : new int[] {0, 1, 0x7F, 0x80, 0xFF, random.nextInt(256)}) {
        byte[] forged = segment.clone();
        forged[i] = (byte) value;
        files.put(SEGMENT, forged);
        files.put("MANIFEST", ManifestEncoder.encode(sealed(forged, manifest)));
        refused += isRefused(files, "byte " + i + " = " + value) ? 1 : 0;
      }
    }
    assertTrue(refused > 1_000, "refused=" + refused);
  }

  /// The bytes of the postings of a scarce and a rare term, and those that say where they are.
  @ParameterizedTest
  @ValueSource(ints = {4, 6, 8})
  @Timeout(120)
  void noByteOfAScarceOrRareTermLeadsAstray(int impactBits) throws IOException {
    MemoryFiles files = new MemoryFiles();
    IndexOptions options =
        IndexOptions.defaults()
            .withWindowDocuments(64)
            .withImpactBits(impactBits)
            .withForwardStore(true);
    try (IndexWriter writer = IndexWriter.create(files, options)) {
      for (int i = 0; i < 600; i++) {
        boolean scarce = i == 7 || i == 255;
        boolean rare = i % 64 == 9 || i > 595;
        writer.add(
            "" + i,
            scarce || rare
                ? SparseVector.of(new int[] {scarce ? 3 : 5}, new float[] {1 + i})
                : SparseVector.of(new int[0], new float[0]));
      }
      writer.commit();
    }
    byte[] segment = files.bytes(SEGMENT);
    Manifest manifest = ManifestDecoder.decode(files.bytes("MANIFEST"), "MANIFEST");
    assertTrue(manifest.segments().getFirst().scarceShare() > 0);
    int refused = 0;
    for (int i = 64; i < 64 + 64 * 14; i++) {
      for (int value : new int[] {0, 0x1F, 0xFF}) {
        byte[] forged = segment.clone();
        forged[i] = (byte) value;
        files.put(SEGMENT, forged);
        files.put("MANIFEST", ManifestEncoder.encode(sealed(forged, manifest)));
        refused += isRefused(files, "byte " + i + " = " + value) ? 1 : 0;
      }
    }
    assertTrue(refused > 100, "refused=" + refused);
  }

  @ParameterizedTest
  @EnumSource
  void noByteOfAManifestLeadsAstray(PostingsLayout layout) throws IOException {
    MemoryFiles files = index(layout);
    byte[] manifest = files.bytes("MANIFEST");
    int refused = 0;
    for (int i = 24; i < manifest.length - 4; i++) {
      for (int value : new int[] {0, 1, 0x7F, 0x80, 0xFF}) {
        byte[] forged = manifest.clone();
        forged[i] = (byte) value;
        littleEndian(forged).putInt(forged.length - 4, checksum(forged, 0, forged.length - 4));
        files.put("MANIFEST", forged);
        refused += isRefused(files, "byte " + i + " = " + value) ? 1 : 0;
      }
    }
    assertTrue(refused > 100, "refused=" + refused);
  }

  /// Gives the one chunk, the tail and the manifest's entry the checksums of the forged bytes.
  private static Manifest sealed(byte[] forged, Manifest manifest) {
    int body = (int) littleEndian(forged).getLong(forged.length - 16);
    littleEndian(forged).putInt(body, checksum(forged, 0, body));
    SegmentEntry entry = manifest.segments().getFirst();
    FileEntry file =
        new FileEntry(
            entry.file().kind(),
            entry.file().number(),
            forged.length,
            checksum(forged, body, forged.length));
    return new Manifest(
        manifest.generation(),
        manifest.nextFileNumber(),
        manifest.impacts(),
        manifest.properties(),
        manifest.attachments(),
        List.of(
            new SegmentEntry(
                file, entry.documents(), entry.postings(), entry.scarceShare(), entry.deletes())));
  }

  /// Asks everything; any other exception than a refusal fails the test.
  private static boolean isRefused(MemoryFiles files, String what) {
    try (SparseIndex index = SparseIndex.open(files)) {
      for (int docId = 0; docId < index.documentCount(); docId++) {
        assertTrue(index.docId(index.key(docId)).orElse(0) < index.documentCount());
        assertTrue(index.stored(docId).length < 1_000);
        assertTrue(index.vector(docId).orElseThrow().size() < 1_000);
      }
      int[] terms = index.terms();
      float[] weights = new float[terms.length];
      Arrays.fill(weights, 1);
      SparseVector query = SparseVector.of(terms, weights);
      for (Algorithm algorithm : index.algorithms()) {
        index.search(query, SearchOptions.top(3).withAlgorithm(algorithm));
        index.search(query, SearchOptions.top(100).withAlgorithm(algorithm));
      }
      for (int k : new int[] {3, 100}) {
        SearchOptions options = SearchOptions.top(k);
        index.search(query, options.withScoring(Scoring.WEIGHTS));
        index.search(query, options.withTwoPhase(TwoPhase.defaults()));
      }
      return false;
    } catch (CorruptIndexException | UnsupportedVersionException e) {
      return true;
    } catch (UncheckedIOException e) {
      assertTrue(e.getCause() instanceof CorruptIndexException, what);
      return true;
    } catch (IOException | RuntimeException e) {
      throw new AssertionError(what, e);
    }
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int checksum(byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }
}
