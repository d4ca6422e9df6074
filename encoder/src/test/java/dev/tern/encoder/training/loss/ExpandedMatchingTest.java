package dev.tern.encoder.training.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.encoder.ExpansionTable;
import dev.tern.encoder.QueryEncoder;
import dev.tern.encoder.QueryOptions;
import dev.tern.encoder.QueryTable;
import dev.tern.encoder.QueryWeighting;
import dev.tern.encoder.SparseVector;
import dev.tern.encoder.checkpoint.ExpansionFile.Entry;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.TokenizerOptions;
import dev.tern.encoder.training.loss.ExpandedMatching.Rule;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExpandedMatchingTest {
  private static final int V = 1146;

  private final Random random = new Random(4);

  private List<Entry> expansion() {
    List<Entry> entries = new ArrayList<>();
    for (int token = 5; token < V; token++) {
      int first = token;
      random
          .ints(5, V)
          .filter(other -> other != first)
          .distinct()
          .limit(random.nextInt(4))
          .forEach(other -> entries.add(new Entry(first, other, 0.1f + random.nextFloat())));
    }
    return entries;
  }

  private double[] table() {
    return random.doubles(V).map(x -> (float) (x < 0.2 ? 0 : 3 * x)).toArray();
  }

  /// A query has the vector in training that it has in a search.
  @Test
  void isTheQueryEncoder() throws IOException {
    Tokenizer tokenizer =
        TokenizerFiles.read(
            Golden.resource("encoder/bert-mlm-tiny/model"), TokenizerOptions.DEFAULT);
    BitSet special = new BitSet();
    special.set(0, 5);
    List<Entry> expansion = expansion();
    double[] table = table();
    float[] weights = new float[V];
    for (int id = 0; id < V; id++) {
      weights[id] = (float) table[id];
    }
    for (float repetition : new float[] {0, 0.5f, 1}) {
      QueryWeighting weighting =
          new QueryWeighting(QueryTable.of(weights), repetition, ExpansionTable.of(expansion));
      QueryEncoder encoder = QueryEncoder.inferenceFree(tokenizer, weighting, QueryOptions.DEFAULT);
      Rule rule = Rule.of(repetition, expansion);
      ExpandedMatching matching =
          new ExpandedMatching(new IdfTable(table), special, rule, rule.factors());
      for (String query :
          List.of(
              "the sea and the river and the wind", "birds of the sea sea", "", "unbelievable")) {
        SparseVector expected = encoder.encode(query);
        SparseRows row = matching.forward(List.of(tokenizer.encode(query, 64)));
        assertEquals(expected.size(), row.size(), query);
        for (int e = 0; e < row.size(); e++) {
          assertEquals(expected.id(e), row.id(e));
          assertEquals(expected.weight(e), row.value(e), 1e-5 * expected.weight(e));
        }
      }
    }
  }

  @Test
  void thePlainRuleIsIdfMatching() {
    double[] weights = table();
    BitSet special = new BitSet();
    special.set(0, 5);
    List<int[]> queries = List.of(new int[] {2, 900, 7, 7, 3}, new int[] {}, new int[] {1145, 8});
    IdfTable one = new IdfTable(weights);
    IdfTable other = new IdfTable(weights);
    double[][] gradients = {
      gradients(one, new IdfMatching(one, special), queries),
      gradients(other, new ExpandedMatching(other, special, Rule.PLAIN, new float[0]), queries)
    };
    assertArrayEquals(gradients[0], gradients[1]);
  }

  /// Against central differences of `sum_j c_j q_j`, where the largest of what a token gets comes
  /// from another one too.
  @Test
  void gradientsAreDerivatives() {
    Rule rule =
        Rule.of(
            0.5, List.of(new Entry(1, 2, 0.5f), new Entry(1, 3, 0.25f), new Entry(3, 2, 0.75f)));
    List<int[]> queries = List.of(new int[] {1, 1, 3, 4}, new int[] {2, 1}, new int[] {3, 3});
    double[] weights = {0, 2, 0.5, 1.5, 3};
    float[] factors = rule.factors();
    IdfTable table = new IdfTable(weights);
    ExpandedMatching matching = new ExpandedMatching(table, new BitSet(), rule, factors);
    SparseRows rows = matching.forward(queries);
    for (int e = 0; e < rows.size(); e++) {
      rows.addGradient(e, coefficient(rows.id(e)));
    }
    matching.backward(rows);
    float[] factorGradients = new float[factors.length];
    matching.addFactorGradientsTo(factorGradients);

    float h = 0x1p-8f;
    for (int id = 0; id < weights.length; id++) {
      double[] up = weights.clone();
      double[] down = weights.clone();
      up[id] += h;
      down[id] -= h;
      double expected =
          (sum(up, rule, factors, queries) - sum(down, rule, factors, queries)) / (2 * h);
      // Weights of 0 have no derivative.
      assertEquals(weights[id] == 0 ? 0 : expected, table.gradient(id), 1e-9, "token " + id);
    }
    for (int e = 0; e < factors.length; e++) {
      float[] up = factors.clone();
      float[] down = factors.clone();
      up[e] += h;
      down[e] -= h;
      double expected =
          (sum(weights, rule, up, queries) - sum(weights, rule, down, queries)) / (2 * h);
      assertEquals(expected, factorGradients[e], 1e-6, "pair " + e);
    }
  }

  /// A factor that training has brought to 0 or below is as if the pair were not there.
  @Test
  void aFactorOfNothingAddsNothing() {
    Rule rule = Rule.of(0, List.of(new Entry(1, 2, 0.5f), new Entry(1, 3, 0.5f)));
    ExpandedMatching matching =
        new ExpandedMatching(
            new IdfTable(new double[] {0, 2, 2, 2}), new BitSet(), rule, new float[] {0, -0.5f});
    SparseRows rows = matching.forward(List.of(new int[] {1}));
    assertEquals(1, rows.size());
    assertEquals(1, rows.id(0));
  }

  private static double coefficient(int id) {
    return 1 + 0.3 * id;
  }

  private static double sum(double[] weights, Rule rule, float[] factors, List<int[]> queries) {
    SparseRows rows =
        new ExpandedMatching(new IdfTable(weights), new BitSet(), rule, factors).forward(queries);
    double sum = 0;
    for (int e = 0; e < rows.size(); e++) {
      sum += coefficient(rows.id(e)) * rows.value(e);
    }
    return sum;
  }

  private static double[] gradients(IdfTable table, TableQueries matching, List<int[]> queries) {
    SparseRows rows = matching.forward(queries);
    double[] all = new double[V + rows.size()];
    for (int e = 0; e < rows.size(); e++) {
      rows.addGradient(e, e + 0.5);
      all[V + e] = rows.value(e);
    }
    matching.backward(rows);
    for (int id = 0; id < V; id++) {
      all[id] = table.gradient(id);
    }
    return all;
  }
}
