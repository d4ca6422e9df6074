package dev.tern.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTest {
  @ParameterizedTest
  @CsvSource({
    "ndcg@10, ndcg@10",
    "nDCG@10, ndcg@10",
    "ndcg_cut_10, ndcg@10",
    "ndcg_cut.10, ndcg@10",
    "ndcg, ndcg",
    "NDCG@7, ndcg@7",
    "Recall@100, recall@100",
    "recall_1000, recall@1000",
    "R@5, recall@5",
    "P_5, p@5",
    "P.5, p@5",
    "p@5, p@5",
    "precision@05, p@5",
    "success_1, success@1",
    "map, map",
    "AP, map",
    "MAP@100, map@100",
    "map_cut_100, map@100",
    "recip_rank, mrr",
    "MRR@10, mrr@10",
    "RR@10, mrr@10",
    "Rprec, rprec",
    "bpref, bpref",
    "num_ret, num_ret",
    "num_rel, num_rel",
    "num_rel_ret, num_rel_ret",
    "num_q, num_q",
    "' map ', map"
  })
  void readsNamesAsPeopleWriteThem(String written, String usual) {
    Metric metric = Metric.parse(written);
    assertEquals(usual, metric.toString());
    assertEquals(metric, Metric.parse(usual));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@10",
        "ndgc@10",
        "ndcg@",
        "ndcg@0",
        "ndcg@-1",
        "ndcg@1.5",
        "ndcg@99999999999",
        "p",
        "recall",
        "success",
        "ndcg_cut",
        "rprec@10",
        "bpref@5",
        "num_ret@5",
        "ndcg@10@10"
      })
  void refusesWhatIsNoMetric(String name) {
    assertThrows(IllegalArgumentException.class, () -> Metric.parse(name));
  }

  @Test
  void refusalNamesTheMetricsThereAre() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Metric.parse("accuracy")).getMessage();
    assertTrue(message.contains("ndcg[@K], recall@K, p@K"), message);
    assertTrue(message.endsWith("metric=accuracy"), message);
  }

  @Test
  void printsLikeC() {
    Metric map = Metric.parse("map");
    assertEquals("0.1562", map.format(0.15625));
    assertEquals("0.1563", map.format(0.15625000000000003));
    assertEquals("0.6309", map.format(0.6309297535714575));
    assertEquals("1.0000", map.format(1));
    assertEquals("0.0000", map.format(0));
    assertEquals("1200", Metric.parse("num_ret").format(1200));
  }
}
