package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.bench.synthetic.CollectionKind;
import dev.tern.bench.synthetic.DocumentOrder;
import dev.tern.bench.synthetic.QueryKind;
import dev.tern.engine.Algorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineBenchTest {
  private static final EngineRun.Size TINY =
      new EngineRun.Size(5, 3, new EngineSearchBench.Effort(2, 0.001, 0.001));

  /// The algorithms that an index in windows has something for.
  private static final Set<Algorithm> HYBRID =
      EnumSet.complementOf(EnumSet.of(Algorithm.SCORE_AT_A_TIME));

  @TempDir private Path directory;

  @Test
  void theWholeIsComparedMeasuredAndKept() throws IOException {
    List<String> progress = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    EngineCase tiny = new EngineCase(CollectionKind.BM25, DocumentOrder.CLUSTERED, 1000);
    assertEquals("bm25 1K clustered", tiny.label());
    Harness.Setting setting = setting(progress, Optional.of(directory), "");
    new EngineRun(tiny, TINY).run(setting, rows::add);
    List<String> works = rows.stream().map(Row::work).toList();
    for (int k : new int[] {10, 100, 1000}) {
      String work = tiny.label() + " qc k=" + k;
      for (Algorithm algorithm : HYBRID) {
        assertTrue(works.contains(work + " " + TernContender.name(algorithm) + " p50"), work);
        assertTrue(works.contains(work + " " + TernContender.name(algorithm) + " p99"), work);
      }
      assertTrue(works.contains(work + " automatic without keys p50"), work);
      assertTrue(works.contains(work + " windowed_hybrid part bounds"), work);
      assertTrue(works.contains(work + " automatic, worst of 100 queries"), work);
      assertEquals(1, progress.stream().filter(said(work + ": 5 lists of hits of 4 ")).count());
      int others = HYBRID.size() - 1; // Lucene instead of what was compared before
      assertEquals(
          1, progress.stream().filter(said(work + ": 3 lists of hits of " + others)).count());
    }
    for (String figure :
        List.of(
            "build",
            "open and close",
            "open in a new process",
            "first query in a new process",
            "heap after all queries",
            "resident pages of mapped files",
            "qc k=10 all cores")) {
      assertTrue(works.contains(tiny.label() + " " + figure), figure);
    }
    progress.clear();
    List<Row> again = new ArrayList<>();
    new EngineRun(tiny, TINY).run(setting, again::add);
    assertEquals(rows.stream().map(RowLine::of).toList(), again.stream().map(RowLine::of).toList());
    assertEquals(List.of(), progress); // Nothing was done again.
  }

  private static Predicate<String> said(String beginning) {
    return line -> line.startsWith(beginning);
  }

  @Test
  void everyOrderHasTheSameAnswersAndOnlyTheClusteredOneTargets() throws IOException {
    for (DocumentOrder order : DocumentOrder.values()) {
      EngineIndexes indexes = new EngineIndexes(directory.resolve(order.name()));
      Files.createDirectories(indexes.directory());
      EngineCase tiny = new EngineCase(CollectionKind.LEARNED_SPARSE, order, 700);
      indexes.complete(tiny.write(indexes, 3, 5, line -> {}));
      assertEquals(700, indexes.how().documents());
      assertEquals(order == DocumentOrder.CLUSTERED, tiny.isAimed());
      List<Row> rows = new ArrayList<>();
      new EngineSearchChild(
              tiny.label(), tiny.queryKinds().getFirst(), indexes.directory(), tiny.isAimed(), TINY)
          .measure(line -> {}, rows::add);
      TreeSet<String> peers = new TreeSet<>();
      rows.stream().filter(row -> row.target().isPresent()).map(Row::peerName).forEach(peers::add);
      assertEquals(tiny.isAimed(), peers.contains(LuceneContender.NAME));
      int contenders = HYBRID.size() + 1; // the automatic choice without keys too
      assertEquals(3L * 2 * contenders, quantiles(rows));
    }
  }

  private static long quantiles(List<Row> rows) {
    return rows.stream()
        .filter(row -> row.work().matches(".* p(50|99)"))
        .filter(row -> row.peerName().equals(LuceneContender.NAME))
        .count();
  }

  @Test
  void everyKindOfQueriesHasATarget() {
    for (QueryKind kind : QueryKind.values()) {
      assertTrue(EngineTargets.hasLatency(kind.symbol()));
      assertTrue(
          EngineTargets.latency(kind.symbol(), 10) >= EngineTargets.latency(kind.symbol(), 1000));
    }
    assertFalse(EngineTargets.hasLatency("splade-v3"));
  }

  @Test
  void theOptionsDecideTheCollections() {
    assertEquals(
        List.of("lsr 200K clustered", "bm25 200K clustered"), labels(true, OptionalInt.empty()));
    assertEquals(List.of("lsr 5 clustered", "bm25 5 clustered"), labels(true, OptionalInt.of(5)));
    assertEquals(
        List.of(
            "lsr 1M clustered",
            "bm25 1M clustered",
            "lsr 1M random",
            "lsr 1M bisection",
            "lsr 4M clustered"),
        labels(false, OptionalInt.empty()));
    assertEquals(
        List.of("lsr 20K clustered", "bm25 20K clustered", "lsr 20K random", "lsr 20K bisection"),
        labels(false, OptionalInt.of(20_000)));
  }

  private static List<String> labels(boolean quick, OptionalInt documents) {
    return EngineBench.cases(
            new Harness.Setting(
                quick, 1, documents, Optional.empty(), line -> {}, Pattern.compile("")))
        .stream()
        .map(EngineCase::label)
        .toList();
  }

  private static Harness.Setting setting(List<String> progress, Optional<Path> keep, String only) {
    return new Harness.Setting(
        true, 1, OptionalInt.empty(), keep, progress::add, Pattern.compile(only));
  }
}
