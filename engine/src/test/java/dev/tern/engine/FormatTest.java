package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.format.PostingsLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The worked example of the format, which is kept as files: what this version writes today must be
/// readable for ever, and the description must be true of it.
class FormatTest {
  private static final List<String> NAMES =
      List.of("MANIFEST", "attachment-2.tern", "segment-1.tern");

  /// Two documents that share a term, 15 without any, a property and an attachment.
  private static MemoryFiles written() throws IOException {
    return written(PostingsLayout.HYBRID);
  }

  private static MemoryFiles written(PostingsLayout layout) throws IOException {
    MemoryFiles files = new MemoryFiles();
    IndexOptions options = IndexOptions.defaults().withStep(0.125f).withLayout(layout);
    try (IndexWriter writer = IndexWriter.create(files, options)) {
      writer.property("model", "demo");
      writer.attach("table", new byte[] {1, 2, 3});
      writer.add(
          "tern",
          SparseVector.of(new int[] {3, 9}, new float[] {1f, 2.5f}),
          "hi".getBytes(StandardCharsets.UTF_8));
      writer.add("gull", SparseVector.of(new int[] {9}, new float[] {5f}));
      for (char key = 'a'; key <= 'o'; key++) {
        writer.add("" + key, SparseVector.of(new int[0], new float[0]));
      }
      writer.commit();
    }
    return files;
  }

  private static MemoryFiles kept() throws IOException {
    MemoryFiles files = new MemoryFiles();
    for (String name : NAMES) {
      try (InputStream in = FormatTest.class.getResourceAsStream("format/version-2/" + name)) {
        files.put(name, in.readAllBytes());
      }
    }
    return files;
  }

  @Test
  void version2IsReadForEver() throws IOException {
    try (SparseIndex index = SparseIndex.open(kept())) {
      SparseVector query = SparseVector.of(new int[] {3, 9}, new float[] {1, 1});
      assertEquals(
          List.of(new Hit(1, "gull", 5f, 40 * 4095), new Hit(0, "tern", 3.5f, (8 + 20) * 4095)),
          index.search(query, SearchOptions.defaults()).hits());
      assertEquals(Fingerprint.of(written()), Fingerprint.of(index));
    }
  }

  /// The same documents, of which one was deleted later.
  private static MemoryFiles withDeletes() throws IOException {
    MemoryFiles files = written();
    try (IndexWriter writer = IndexWriter.open(files, IndexOptions.defaults())) {
      writer.delete("tern");
      writer.commit();
    }
    return files;
  }

  @Test
  void version3IsReadForEver() throws IOException {
    MemoryFiles files = withDeletes();
    for (String name : List.of("MANIFEST", "deletes-3.tern")) {
      byte[] bytes;
      try (InputStream in = FormatTest.class.getResourceAsStream("format/version-3/" + name)) {
        bytes = in.readAllBytes();
      }
      assertArrayEquals(bytes, files.bytes(name), name);
      files.put(name, bytes);
    }
    try (SparseIndex index = SparseIndex.open(files)) {
      SparseVector query = SparseVector.of(new int[] {3, 9}, new float[] {1, 1});
      assertEquals(
          List.of(new Hit(1, "gull", 5f, 40 * 4095)),
          index.search(query, SearchOptions.defaults()).hits());
      assertEquals(16, index.documentCount());
    }
    assertHex(files.bytes("deletes-3.tern"), 0, "5445524e44454c53 02000000");
    assertHex(files.bytes("deletes-3.tern"), 0x40, "0100000000000000");
  }

  /// Two of 520 documents have a term.
  private static MemoryFiles withScarceTerm(int impactBits) throws IOException {
    MemoryFiles files = new MemoryFiles();
    IndexOptions options = IndexOptions.defaults().withStep(0.125f).withImpactBits(impactBits);
    try (IndexWriter writer = IndexWriter.create(files, options)) {
      for (int docId = 0; docId < 520; docId++) {
        boolean has = docId == 5 || docId == 150;
        writer.add(
            "" + docId,
            has
                ? SparseVector.of(new int[] {7}, new float[] {docId == 5 ? 2.5f : 5f})
                : SparseVector.of(new int[0], new float[0]));
      }
      writer.commit();
    }
    return files;
  }

  /// Two documents with a forward store, one of which has a weight that is dropped and one that is
  /// saturated.
  private static MemoryFiles withForwardStore() throws IOException {
    MemoryFiles files = new MemoryFiles();
    IndexOptions options = IndexOptions.defaults().withStep(0.125f).withForwardStore(true);
    try (IndexWriter writer = IndexWriter.create(files, options)) {
      writer.add("tern", SparseVector.of(new int[] {3, 9}, new float[] {1f, 2.5f}));
      writer.add("gull", SparseVector.of(new int[] {3, 9, 12}, new float[] {0.05f, 40f, 5f}));
      writer.commit();
    }
    return files;
  }

  @Test
  void scarceTermsAreReadForEver() throws IOException {
    MemoryFiles files = keptScarceTerm("scarce-terms");
    assertHex(files.bytes("MANIFEST"), 0, "5445524e494e4458 04000000");
    assertHex(files.bytes("MANIFEST"), 0x40, "08000000");
    String postings = "08 0514 9028" + "00".repeat(64);
    assertHex(files.bytes("segment-1.tern"), 0x40, postings);
    assertHex(writtenScarceTerm("scarce-terms-256", 8).bytes("segment-1.tern"), 0x40, postings);
  }

  @Test
  void codesAreReadForEver() throws IOException {
    MemoryFiles files = keptScarceTerm("codes");
    assertHex(files.bytes("MANIFEST"), 0, "5445524e494e4458 04000000");
    assertHex(files.bytes("MANIFEST"), 0x40, "0c000000 04000000 02000000 1428");
    String postings = "08 050129" + "00".repeat(64);
    assertHex(files.bytes("segment-1.tern"), 0x40, postings);
    assertHex(writtenScarceTerm("codes-256", 4).bytes("segment-1.tern"), 0x40, postings);
  }

  /// The term as it is written, byte for byte.
  private static MemoryFiles writtenScarceTerm(String form, int impactBits) throws IOException {
    MemoryFiles files = keptScarceTerm(form);
    for (String name : List.of("MANIFEST", "segment-1.tern")) {
      assertArrayEquals(files.bytes(name), withScarceTerm(impactBits).bytes(name), name);
    }
    return files;
  }

  /// The term as two of 520 documents have it, or of 260 when it was scarce in fewer than one of
  /// 128.
  private static MemoryFiles keptScarceTerm(String form) throws IOException {
    MemoryFiles files = new MemoryFiles();
    for (String name : List.of("MANIFEST", "segment-1.tern")) {
      try (InputStream in =
          FormatTest.class.getResourceAsStream("format/version-4/" + form + "/" + name)) {
        files.put(name, in.readAllBytes());
      }
    }
    try (SparseIndex index = SparseIndex.open(files)) {
      SparseVector query = SparseVector.of(new int[] {7}, new float[] {1});
      assertEquals(
          List.of(new Hit(150, "150", 5f, 40 * 4095), new Hit(5, "5", 2.5f, 20 * 4095)),
          index.search(query, SearchOptions.defaults()).hits());
    }
    return files;
  }

  @Test
  void forwardStoresAreReadForEver() throws IOException {
    MemoryFiles files = withForwardStore();
    for (String name : List.of("MANIFEST", "segment-1.tern")) {
      byte[] bytes;
      try (InputStream in =
          FormatTest.class.getResourceAsStream("format/version-4/forward-store/" + name)) {
        bytes = in.readAllBytes();
      }
      assertArrayEquals(bytes, files.bytes(name), name);
      files.put(name, bytes);
    }
    try (SparseIndex index = SparseIndex.open(files)) {
      assertEquals(
          SparseVector.of(new int[] {3, 9, 12}, new float[] {0.05f, 40f, 5f}),
          index.vector(1).orElseThrow());
    }
    byte[] manifest = files.bytes("MANIFEST");
    assertHex(manifest, 0, "5445524e494e4458 04000000");
    assertHex(manifest, 0x28, "0000003e 00400000 0100000000000000 0100000000000000 01000000");
    byte[] segment = files.bytes("segment-1.tern");
    assertHex(segment, 0x440, "0000000000000000 0200000000000000 0500000000000000");
    assertHex(segment, 0x480, "0300 0900 0300 0900 0c00");
    assertHex(segment, 0x4c0, "0000803f 00002040 cdcc4c3d 00002042 0000a040");
    assertHex(segment, 0x500, "03000000 09000000");
    assertHex(segment, 0x540, "01000000 01000080");
  }

  /// Layouts with groups of equal impact, and the lines of the example about them.
  @ParameterizedTest
  @EnumSource(names = {"IMPACT_ORDERED", "BOTH"})
  void layoutsAreReadForEver(PostingsLayout layout) throws IOException {
    MemoryFiles files = written(layout);
    for (String name : List.of("MANIFEST", "segment-1.tern")) {
      byte[] bytes;
      try (InputStream in =
          FormatTest.class.getResourceAsStream("format/version-4/" + layout + "/" + name)) {
        bytes = in.readAllBytes();
      }
      assertArrayEquals(bytes, files.bytes(name), name);
      files.put(name, bytes);
    }
    try (SparseIndex index = SparseIndex.open(files)) {
      assertEquals(layout, index.layout());
      SparseVector query = SparseVector.of(new int[] {3, 9}, new float[] {1, 1});
      for (Algorithm algorithm : index.algorithms()) {
        assertEquals(
            List.of(new Hit(1, "gull", 5f, 40 * 4095), new Hit(0, "tern", 3.5f, (8 + 20) * 4095)),
            index.search(query, SearchOptions.defaults().withAlgorithm(algorithm)).hits());
      }
    }
    byte[] manifest = files.bytes("MANIFEST");
    assertHex(manifest, 0, "5445524e494e4458 04000000");
    assertHex(
        manifest, 0x40, "02000000" + (layout == PostingsLayout.BOTH ? "02" : "01") + "000000");
    if (layout == PostingsLayout.IMPACT_ORDERED) {
      byte[] segment = files.bytes("segment-1.tern");
      assertHex(segment, 0x000, "5445524e5345474d 02000000");
      assertHex(segment, 0x040, "000001 000101 03100001" + "00".repeat(64));
      assertHex(segment, 0x0c0, "03000000 09000000");
      assertHex(segment, 0x100, "01000000 02000000");
      assertHex(segment, 0x140, "0828");
      assertHex(segment, 0x180, "000000000000");
      assertHex(segment, 0x1c0, "0000000000000000 0300000000000000 0a00000000000000");
      assertHex(segment, 0x200, "0000000000000000 0400000000000000 0800000000000000");
    }
  }

  @Test
  void theSameDocumentsMakeTheSameBytes() throws IOException {
    MemoryFiles written = written();
    assertEquals(NAMES, List.copyOf(written.list()));
    for (String name : NAMES) {
      assertArrayEquals(kept().bytes(name), written.bytes(name), name);
    }
  }

  /// The lines of the example in the description of the format.
  @Test
  void theDescriptionIsTrue() throws IOException {
    byte[] segment = kept().bytes("segment-1.tern");
    assertHex(segment, 0x000, "5445524e5345474d 02000000");
    assertHex(segment, 0x040, "8008 0300000000000000 0000 1428" + "00".repeat(64));
    assertHex(segment, 0x0c0, "0008 28" + "00".repeat(64));
    assertHex(segment, 0x140, "00".repeat(24));
    assertHex(segment, 0x180, "03000000 09000000");
    assertHex(segment, 0x1c0, "01000000 02000000");
    assertHex(segment, 0x200, "0000000000000000 0100000000000000 0200000000000000");
    assertHex(segment, 0x240, "0000000000000000 0200000000000000 0e00000000000000");
    assertHex(segment, 0x280, "0000000000000000 0200000000000000 0300000000000000");
    assertHex(segment, 0x2c0, "0828");
    assertHex(segment, 0x300, "000000000000");
    assertHex(segment, 0x340, "0000000000000000 0400000000000000 0800000000000000");
    assertHex(segment, 0x400, "7465726e67756c6c616263");
    assertHex(segment, 0x440, "02000000 03000000");
    assertHex(segment, 0x458, "08000000 01000000 09000000");
    assertHex(segment, 0x4c0, "0000000000000000 0200000000000000 0200000000000000");
    assertHex(segment, 0x580, "6869");
    assertHex(segment, 0x5c0, "0100000000000000 4000000000000000 4e00000000000000");
    assertHex(segment, 0x728, "127fe635 2807000000000000 0f000000 00000000");
    assertEquals(0x73c, segment.length);
  }

  private static void assertHex(byte[] bytes, int offset, String expected) {
    String hex = expected.replace(" ", "");
    assertEquals(hex, HexFormat.of().formatHex(bytes, offset, offset + hex.length() / 2));
  }
}
