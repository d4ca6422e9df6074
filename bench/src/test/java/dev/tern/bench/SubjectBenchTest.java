package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.bench.peers.GraphStyle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubjectBenchTest {
  private static final int VOCABULARY = 30_522;
  private static final Contest SHORT = new Contest(2, 2, 0, 0);

  @TempDir private Path directory;
  private final List<String> progress = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  @Test
  void comparesAndMeasuresAllForms() throws IOException {
    for (int threads : new int[] {1, 2}) {
      rows.clear();
      bench("").run(threads, rows::add);
      assertEquals(
          List.of(
              "tiny-2x9 tokens/s ONNX Runtime, fused fp32, 2 at once",
              "tiny-2x9 tokens/s ONNX Runtime, plain fp32, 2 at once",
              "tiny-2x9 tokens/s ONNX Runtime, fused int8, 2 at once",
              "tiny-2x9 GFLOP/s FMA in registers",
              "tiny-real tokens/s ONNX Runtime, fused fp32, 3 at once",
              "tiny-real tokens/s ONNX Runtime, fused fp32, 1 at once",
              "tiny-real tokens/s ONNX Runtime, plain fp32, 3 at once",
              "tiny-real tokens/s ONNX Runtime, fused int8, 3 at once",
              "tiny-real GFLOP/s FMA in registers"),
          rows.stream().map(SubjectBenchTest::describe).toList());
      for (Row row : rows) {
        assertEquals(threads, row.threads());
        assertTrue(row.ratio() > 0 && Double.isFinite(row.ratio()), row::work);
      }
      assertEquals(1.25, rows.get(0).target().orElseThrow());
      assertTrue(rows.stream().skip(1).allMatch(row -> row.target().isEmpty()));
    }
  }

  @Test
  void onlyWhatIsWantedIsDone() throws IOException {
    SubjectBench bench = bench("tiny-real/1/fused-by-1$");
    assertTrue(bench.wanted());
    bench.run(2, rows::add);
    assertEquals(List.of(), rows);
    bench.run(1, rows::add);
    assertEquals(
        List.of("tiny-real tokens/s ONNX Runtime, fused fp32, 1 at once"),
        rows.stream().map(SubjectBenchTest::describe).toList());
    assertFalse(Files.exists(directory.resolve("tiny-plain.onnx")));
    assertFalse(bench("tiny-3x9").wanted());
  }

  private static String describe(Row row) {
    String peer = row.peerName().replaceFirst(", differs by \\d\\.\\de-\\d\\d$", "");
    return row.work() + " " + row.unit().symbol() + " " + peer;
  }

  private SubjectBench bench(String only) throws IOException {
    Path model = directory.resolve("model");
    new RandomModel(32, 1, 2, 64).write(model, 1);
    List<int[]> real = List.of(new int[] {101, 7, 102}, new int[] {101, 102}, new int[] {5});
    Subject subject =
        new Subject(
            "tiny",
            model,
            true,
            List.of(
                Workload.fixed(2, 9, VOCABULARY, 1, Map.of(GraphStyle.FUSED, 1.25)),
                new Workload("real", real, List.of(3, 1), Map.of())));
    Harness.Setting setting =
        new Harness.Setting(
            true, 1, OptionalInt.empty(), Optional.empty(), progress::add, Pattern.compile(only));
    return new SubjectBench(subject, setting, SHORT, directory);
  }
}
