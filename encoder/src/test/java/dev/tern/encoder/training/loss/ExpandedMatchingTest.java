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
      ExpandedMatching matching =
          new ExpandedMatching(new IdfTable(table), special, Rule.of(repetition, expansion));
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
      gradients(other, new ExpandedMatching(other, special, Rule.PLAIN), queries)
    };
    assertArrayEquals(gradients[0], gradients[1]);
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
