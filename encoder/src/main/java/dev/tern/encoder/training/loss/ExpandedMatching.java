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
/// The gradient of an entry goes to the weight of the token i that the maximum came from, and to
/// the factor: `didf_i += dq_j n_i^r E_ij`, with 1 instead of `E_ij` for i = j, and `dE_ij += dq_j
/// u_i`. Of equal ones that is j itself, or else the first. A factor of 0 or less adds nothing, and
/// stays where it is.
public final class ExpandedMatching implements TableQueries {
  private final IdfTable table;
  private final BitSet special;
  private final Rule rule;
  private final float[] factors;
  private final double[] factorGradients;

  /// Where the entries of the last forward pass came from, in their order.
  private final List<Source> sources = new ArrayList<>();

  /// How tokens count, besides their weights.
  ///
  /// @param repetition r, from 0 to 1
  /// @param expansion the pairs of i and j, with the `E_ij` that a model begins with
  /// @param entriesOf the places in `expansion` of each token i
  public record Rule(
      double repetition, List<Entry> expansion, Map<Integer, List<Integer>> entriesOf) {
    /// Each token counts once, for itself.
    public static final Rule PLAIN = of(0, List.of());

    /// The rule of an expansion.
    public static Rule of(double repetition, List<Entry> expansion) {
      Map<Integer, List<Integer>> entriesOf = new HashMap<>();
      for (int e = 0; e < expansion.size(); e++) {
        entriesOf.computeIfAbsent(expansion.get(e).token(), _ -> new ArrayList<>()).add(e);
      }
      return new Rule(repetition, List.copyOf(expansion), entriesOf);
    }

    /// The factors that a model begins with, in the order of the pairs.
    public float[] factors() {
      float[] factors = new float[expansion.size()];
      for (int e = 0; e < factors.length; e++) {
        factors[e] = expansion.get(e).factor();
      }
      return factors;
    }
  }

  /// @param token i
  /// @param entry place of the pair in the expansion, [#ITSELF] for the token itself
  /// @param repeated `n_i^r`
  /// @param factor `E_ij`, or 1
  private record Source(int token, int entry, double repeated, double factor) {}

  private static final int ITSELF = -1;

  /// @param table idf, [V]
  /// @param special tokens that no query holds
  /// @param factors `E_ij` as they are now, in the order of the rule's pairs
  public ExpandedMatching(IdfTable table, BitSet special, Rule rule, float[] factors) {
    this.table = table;
    this.special = special;
    this.rule = rule;
    this.factors = factors;
    this.factorGradients = new double[factors.length];
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
    return table.weight(source.token) * source.repeated * source.factor;
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
      row.put(id, new Source(id, ITSELF, StrictMath.pow(end - begin, rule.repetition), 1));
    }
    for (Source own : List.copyOf(row.values())) {
      for (int e : rule.entriesOf.getOrDefault(own.token, List.of())) {
        int other = rule.expansion.get(e).other();
        raise(row, other, new Source(own.token, e, own.repeated, factors[e]));
      }
    }
    return row;
  }

  private boolean counts(int id) {
    return !special.get(id) && table.weight(id) > 0;
  }

  private void raise(SortedMap<Integer, Source> row, int id, Source source) {
    Source before = row.get(id);
    double least = before == null ? 0 : value(before);
    if (!special.get(id) && value(source) > least) {
      row.put(id, source);
    }
  }

  @Override
  public void backward(SparseRows queries) {
    for (int e = 0; e < queries.size(); e++) {
      Source source = sources.get(e);
      double gradient = queries.gradient(e) * source.repeated;
      table.addGradient(source.token, source.factor * gradient);
      if (source.entry != ITSELF) {
        factorGradients[source.entry] += table.weight(source.token) * gradient;
      }
    }
  }

  /// Adds the gradients `dE_ij` to those that the optimiser has, in the order of the pairs.
  public void addFactorGradientsTo(float[] target) {
    for (int e = 0; e < factorGradients.length; e++) {
      target[e] += (float) factorGradients[e];
    }
  }
}
