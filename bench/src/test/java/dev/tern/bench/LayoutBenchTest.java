package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LayoutBenchTest {
  @Test
  void comparesSizesTimesAndRecall() throws IOException {
    List<Row> rows = new ArrayList<>();
    new LayoutBench()
        .run(
            new Harness.Setting(
                true, 3, OptionalInt.of(2_000), Optional.empty(), line -> {}, Pattern.compile("")),
            rows::add);
    assertEquals(2, rows.stream().filter(row -> row.unit() == Unit.BYTES_PER_POSTING).count());
    assertEquals(4 * 4, rows.stream().filter(row -> row.unit() == Unit.MICROSECONDS).count());
    List<Row> recalls = rows.stream().filter(row -> row.unit() == Unit.PERCENT).toList();
    assertEquals(4 * 3, recalls.size());
    for (Row row : recalls) {
      assertTrue(row.work().endsWith(" recall"), row::work);
      assertTrue(row.tern().median() > 0 && row.tern().median() <= 100, row::toString);
    }
  }
}
