package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.bench.synthetic.CollectionKind;
import dev.tern.bench.synthetic.DocumentOrder;
import dev.tern.bench.synthetic.QueryKind;
import dev.tern.engine.Algorithm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EngineBenchTest {
  /// The algorithms that an index in windows has something for.
  private static final Set<Algorithm> HYBRID =
      EnumSet.complementOf(EnumSet.of(Algorithm.SCORE_AT_A_TIME));

  private static final EngineCase.Size TINY =
      new EngineCase.Size(5, new EngineSearchBench.Effort(2, 0.001, 0.001));

  @Test
  void bothCollectionsAreComparedAndMeasured() throws IOException {
    for (CollectionKind kind : CollectionKind.values()) {
      List<String> progress = new ArrayList<>();
      List<Row> rows = new ArrayList<>();
      EngineCase tiny = new EngineCase(kind, DocumentOrder.CLUSTERED, 1000);
      tiny.run(11, TINY, progress::add, rows::add);
      String family = kind == CollectionKind.BM25 ? "bm25" : "lsr";
      assertEquals(family + " 1K clustered", tiny.label());
      for (Row row : rows) {
        assertTrue(row.work().startsWith(tiny.label() + " "), row.work());
      }
      List<String> works = rows.stream().map(Row::work).toList();
      for (QueryKind queries : QueryKind.values()) {
        if (queries.collection() != kind) {
          continue;
        }
        int contenders = HYBRID.size() + 1; // Lucene
        String compared = ": 5 lists of hits of " + contenders + " contenders";
        for (int k : new int[] {10, 100, 1000}) {
          String work = tiny.label() + " " + queries.symbol() + " k=" + k;
          for (Algorithm algorithm : HYBRID) {
            assertTrue(works.contains(work + " " + TernContender.name(algorithm) + " p50"), work);
            assertTrue(works.contains(work + " " + TernContender.name(algorithm) + " p99"), work);
          }
          assertEquals(
              1, progress.stream().filter(line -> line.startsWith(work + compared)).count());
        }
      }
      assertTrue(works.contains(tiny.label() + " build"));
      assertTrue(works.contains(tiny.label() + " open and close"));
    }
  }

  @Test
  void onlyTheChoiceOfAnAlgorithmInClusteredOrderHasTargets() throws IOException {
    List<Row> rows = new ArrayList<>();
    new EngineCase(CollectionKind.BM25, DocumentOrder.RANDOM, 500)
        .run(1, TINY, line -> {}, rows::add);
    TreeSet<String> aimed = new TreeSet<>();
    for (Row row : rows) {
      if (row.target().isPresent() && row.peerName().equals(LuceneContender.NAME)) {
        aimed.add(row.work());
      }
    }
    assertEquals(new TreeSet<>(List.of("bm25 500 random open and close")), aimed);
  }

  @Test
  void theOptionsDecideTheCollections() {
    assertEquals(
        List.of("lsr 200K clustered", "bm25 200K clustered"), labels(true, OptionalInt.empty()));
    assertEquals(List.of("lsr 5 clustered", "bm25 5 clustered"), labels(true, OptionalInt.of(5)));
    assertEquals(
        List.of("lsr 1M clustered", "bm25 1M clustered", "lsr 1M random", "lsr 4M clustered"),
        labels(false, OptionalInt.empty()));
    assertEquals(
        List.of("lsr 20K clustered", "bm25 20K clustered", "lsr 20K random"),
        labels(false, OptionalInt.of(20_000)));
  }

  private static List<String> labels(boolean quick, OptionalInt documents) {
    return EngineBench.cases(
            new Harness.Setting(quick, 1, documents, line -> {}, Pattern.compile("")))
        .stream()
        .map(EngineCase::label)
        .toList();
  }
}
