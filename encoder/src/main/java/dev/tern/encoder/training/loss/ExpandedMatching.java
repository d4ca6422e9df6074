package dev.tern.encoder.training.loss;

import dev.tern.encoder.checkpoint.ExpansionFile.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Queries in which repeated tokens weigh more and tokens stand for others too, as
/// [dev.tern.encoder.QueryWeighting] has it for searches. For a query in which token i occurs n_i
/// times
///
/// `u_i = relu(idf_i) n_i^r`, `q_j = max(u_j, max over i of u_i E_ij)`
///
/// The gradient of an entry goes to the weight of the token i that the maximum came from: `didf_i
/// += dq_j n_i^r E_ij`, with 1 instead of `E_ij` for i = j. Of equal ones that is j itself, or else
/// the first.
public final class ExpandedMatching implements TableQueries {
  private final IdfTable table;
  private final BitSet special;
  private final Rule rule;

  /// Where the entries of the last forward pass came from, in their order.
  private final List<Source> sources = new ArrayList<>();

  /// How tokens count, besides their weights.
  ///
  /// @param repetition r, from 0 to 1
  /// @param others E by the token i
  public record Rule(double repetition, Map<Integer, List<Entry>> others) {
    /// Each token counts once, for itself.
    public static final Rule PLAIN = new Rule(0, Map.of());

    /// The rule of an expansion.
    public static Rule of(double repetition, List<Entry> expansion) {
      Map<Integer, List<Entry>> others = new HashMap<>();
      for (Entry entry : expansion) {
        others.computeIfAbsent(entry.token(), _ -> new ArrayList<>()).add(entry);
      }
      return new Rule(repetition, others);
    }
  }

  /// @param token i
  /// @param factor of its weight
  private record Source(int token, double factor) {}

  /// @param table idf, [V]
  /// @param special tokens that no query holds
  public ExpandedMatching(IdfTable table, BitSet special, Rule rule) {
    this.table = table;
    this.special = special;
    this.rule = rule;
  }

  @Override
  public SparseRows forward(List<int[]> tokenIds) {
    sources.clear();
    List<int[]> ids = new ArrayList<>();
    List<double[]> values = new ArrayList<>();
    for (int[] tokens : tokenIds) {
      SortedMap<Integer, Source> row = row(tokens);
      ids.add(row.keySet().stream().mapToInt(Integer::intValue).toArray());
      values.add(row.values().stream().mapToDouble(this::value).toArray());
      sources.addAll(row.values());
    }
    return SparseRows.of(table.size(), ids, values);
  }

  private double value(Source source) {
    return table.weight(source.token) * source.factor;
  }

  private SortedMap<Integer, Source> row(int[] tokens) {
    int[] sorted = Arrays.stream(tokens).filter(this::counts).sorted().toArray();
    SortedMap<Integer, Source> row = new TreeMap<>();
    for (int begin = 0, end; begin < sorted.length; begin = end) {
      int id = sorted[begin];
      end = begin + 1;
      while (end < sorted.length && sorted[end] == id) {
        end++;
      }
      row.put(id, new Source(id, StrictMath.pow(end - begin, rule.repetition)));
    }
    for (Source own : List.copyOf(row.values())) {
      for (Entry entry : rule.others.getOrDefault(own.token, List.of())) {
        raise(row, entry.other(), new Source(own.token, own.factor * entry.factor()));
      }
    }
    return row;
  }

  private boolean counts(int id) {
    return !special.get(id) && table.weight(id) > 0;
  }

  private void raise(SortedMap<Integer, Source> row, int id, Source source) {
    Source before = row.get(id);
    if (!special.get(id) && (before == null || value(source) > value(before))) {
      row.put(id, source);
    }
  }

  @Override
  public void backward(SparseRows queries) {
    for (int e = 0; e < queries.size(); e++) {
      Source source = sources.get(e);
      table.addGradient(source.token, source.factor * queries.gradient(e));
    }
  }
}
