package dev.tern.bench;

import dev.tern.bench.lucene.LuceneSearch;
import dev.tern.engine.SparseIndex;
import dev.tern.engine.format.SegmentSection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// How large the two indexes are, and how long they take to open.
///
/// @param label of the collection
record EngineSizes(String label, SparseIndex index, LuceneSearch peer) {
  /// Lucene's index has no keys, so that they are left out of ours.
  private static final Set<SegmentSection> NOT_SEARCHED =
      EnumSet.of(
          SegmentSection.KEY_OFFSETS,
          SegmentSection.KEY_BYTES,
          SegmentSection.KEY_ORDER,
          SegmentSection.STORED_OFFSETS,
          SegmentSection.STORED_BYTES);

  /// Bytes per posting of everything that searching needs, and of each section of it.
  void report(Consumer<Row> rows) throws IOException {
    Map<SegmentSection, Long> sections = index.sectionBytes();
    sections.keySet().removeAll(NOT_SEARCHED);
    double postings = index.postingCount();
    double lucene = peer.sizeBytes() / postings;
    double all = searchedBytes(index) / postings;
    rows.accept(
        row("size, keys left out", all, lucene)
            .withTarget(Unit.BYTES_PER_POSTING.ratio(EngineTargets.BYTES_PER_POSTING, lucene)));
    sections.forEach((section, bytes) ->
        rows.accept(row("size of " + section, Math.max(1, bytes) / postings, lucene)));
  }

  /// Bytes of everything in an index that searching needs.
  static double searchedBytes(SparseIndex index) {
    Map<SegmentSection, Long> sections = index.sectionBytes();
    sections.keySet().removeAll(NOT_SEARCHED);
    return sections.values().stream().mapToLong(Long::longValue).sum();
  }

  private Row row(String what, double tern, double lucene) {
    return new Row(
        label + " " + what,
        1,
        Unit.BYTES_PER_POSTING,
        Samples.of(tern),
        Samples.of(lucene),
        "all files of " + LuceneContender.NAME);
  }

  /// Milliseconds to open, with the files in the memory of the operating system.
  static List<Row> opening(String label, Path tern, Path lucene, int rounds) throws IOException {
    double[][] millis = new double[2][rounds];
    for (int round = 0; round < rounds; round++) {
      long begin = System.nanoTime();
      SparseIndex.open(tern).close();
      long between = System.nanoTime();
      LuceneSearch.open(lucene).close();
      millis[0][round] = (between - begin) / 1e6;
      millis[1][round] = (System.nanoTime() - between) / 1e6;
    }
    Row row =
        new Row(
            label + " open and close",
            1,
            Unit.MILLISECONDS,
            Samples.of(millis[0]),
            Samples.of(millis[1]),
            LuceneContender.NAME);
    return List.of(
        row.withTarget(Unit.MILLISECONDS.ratio(EngineTargets.OPEN_MILLIS, row.peer().median())));
  }
}
