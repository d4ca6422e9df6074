package dev.tern.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.tern.encoder.checkpoint.ExpansionFile.Entry;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.TokenizerOptions;
import dev.tern.testing.Golden;
import dev.tern.testing.Shared;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// What a call allocates once it is compiled.
@Isolated("looks at all threads of the process")
class EncodeAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void aDocumentCostsItsVectorAlone() throws IOException {
    Path model = Golden.resource("encoder/router-tiny/model");
    List<String> texts = GoldenVectors.read(model.getParent()).texts("documents");
    try (SparseEncoder encoder = SparseEncoder.load(model)) {
      for (String text : texts) {
        long result = bytes(encoder.encode(text));
        assertAllocates(result, () -> encoder.encode(text));
      }
    }
  }

  @Test
  void aDenseVectorCostsItselfAlone() throws IOException {
    Path model = Shared.golden("encoder/bert-dense-tiny/model-mean");
    String text = "A river runs through the city.";
    try (DenseEncoder encoder = DenseEncoder.load(model)) {
      long result = arrayBytes(encoder.dimensions());
      assertAllocates(result, () -> encoder.encode(text));
    }
  }

  @Test
  void aQueryCostsItsVectorAlone() throws IOException {
    Path model = Golden.resource("encoder/router-tiny/model");
    try (QueryEncoder queries = QueryEncoder.load(model)) {
      for (String query : GoldenVectors.read(model.getParent()).texts("queries")) {
        int[] ids = queries.tokenizer().encodePlain(query, 512);
        SparseVector vector = queries.encode(query);
        // Where every token has an entry, the array of the ids becomes that of the vector.
        boolean taken = vector.size() == ids.length && !vector.isEmpty();
        long spare = taken ? 0 : arrayBytes(ids.length);
        assertAllocates(bytes(vector) + spare, () -> queries.encode(query));
      }
    }
  }

  @Test
  void anExpandedQueryCostsItsVectorAndTheIdsOfItsTokens() throws IOException {
    Path model = Golden.resource("encoder/router-tiny/model/query_0_SparseStaticEmbedding");
    Tokenizer tokenizer = TokenizerFiles.read(model, TokenizerOptions.DEFAULT);
    QueryTable table = QueryTable.binary(tokenizer.vocabulary().size());
    List<Entry> entries = new ArrayList<>();
    for (int id = 0; id + 4 < table.size(); id++) {
      for (int step = 1; step <= 4; step++) {
        entries.add(new Entry(id, id + step, 0.3f));
      }
    }
    QueryWeighting weighting = new QueryWeighting(table, 0.5f, ExpansionTable.of(entries));
    String query = "the river and the river runs through the city";
    try (QueryEncoder queries =
        QueryEncoder.inferenceFree(tokenizer, weighting, QueryOptions.DEFAULT)) {
      int tokens = tokenizer.encodePlain(query, 512).length;
      SparseVector vector = queries.encode(query);
      assertTrue(vector.size() > 2 * tokens, vector.toString());
      assertAllocates(bytes(vector) + arrayBytes(tokens), () -> queries.encode(query));
    }
  }

  @Test
  void helpersAllocateNothing() throws IOException {
    String text = "The rate of the reaction depends on the temperature. ".repeat(16);
    SparseOptions two = SparseOptions.DEFAULT.withBatching(Batching.of(2));
    try (SparseEncoder encoder = SparseEncoder.load(Shared.model("splade-tiny"), two)) {
      long before = encoder.encode(text).size();
      long helper = helper();
      long result = bytes(encoder.encode(text));
      assertAllocates(result, () -> encoder.encode(text));
      long[] allocated = new long[1];
      assertReaches(
          64,
          () -> {
            long start = THREADS.getThreadAllocatedBytes(helper);
            encoder.encode(text);
            allocated[0] = THREADS.getThreadAllocatedBytes(helper) - start;
            return allocated[0];
          });
      assertEquals(before, encoder.encode(text).size());
      Thread.currentThread().interrupt();
      assertEquals(encoder.encodeAll(List.of()), List.of());
      assertFalse(encoder.encode(text).isEmpty());
      assertTrue(Thread.interrupted(), "an interrupt is kept");
    }
  }

  private static long helper() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("tern-encoder-team-"))
        .mapToLong(Thread::threadId)
        .max()
        .orElseThrow();
  }

  private static long bytes(SparseVector vector) {
    return vector.isEmpty() ? 0 : 24 + 2 * arrayBytes(vector.size());
  }

  private static long arrayBytes(long values) {
    return (16 + Float.BYTES * values + 7) / 8 * 8;
  }

  private interface Call {
    Object run();
  }

  private interface Measurement {
    long bytes();
  }

  private static void assertAllocates(long limit, Call call) {
    assertReaches(
        limit,
        () -> {
          long before = THREADS.getCurrentThreadAllocatedBytes();
          Object result = call.run();
          long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
          assertFalse(result.toString().isEmpty());
          return allocated;
        });
  }

  /// Repeats until the call is compiled, which takes long on a busy machine, and allocates no more
  /// than `limit`.
  private static void assertReaches(long limit, Measurement measurement) {
    long least = Long.MAX_VALUE;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (least > limit && System.nanoTime() < end) {
      least = Math.min(least, measurement.bytes());
    }
    assertTrue(least <= limit, "allocated=" + least + " limit=" + limit);
  }
}
