package dev.tern.engine.evaluation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A measure with its cut-off, such as `ndcg@10`, `recall@100`, `mrr@10`, `map` or `p@5`.
///
/// @param measure the formula
/// @param cutOff the last rank that counts, from 1; [#NO_CUT_OFF] where all do
public record Metric(Measure measure, int cutOff) {
  /// The cut-off of a metric that looks at every rank.
  public static final int NO_CUT_OFF = Integer.MAX_VALUE;

  /// A name, then `@10`, or trec_eval's `_10`, `.10`, `_cut_10` or `_cut.10`.
  private static final Pattern NAME =
      Pattern.compile("([a-z]+(?:_(?!cut)[a-z]+)*)(?:(?:_cut)?[@_.]([0-9]{1,9}))?");

  /// @throws IllegalArgumentException if the measure needs a cut-off and has none or the reverse
  public Metric {
    if (cutOff < 1) {
      throw new IllegalArgumentException("a cut-off is at least 1: cutOff=" + cutOff);
    }
    boolean cut = cutOff != NO_CUT_OFF;
    String name = measure.names().getFirst();
    if (!cut && measure.cutOff() == Measure.CutOff.REQUIRED) {
      throw new IllegalArgumentException(
          "this measure needs a cut-off, for example " + name + "@10: metric=" + name);
    }
    if (cut && measure.cutOff() == Measure.CutOff.NONE) {
      throw new IllegalArgumentException(
          "this measure has no cut-off: metric=" + name + "@" + cutOff);
    }
  }

  /// The metric that people mean by `name`, in capital or small letters. Understood are the usual
  /// forms (`ndcg@10`, `recall@100`, `mrr@10`, `map`, `p@5`), those of trec_eval (`ndcg_cut_10`,
  /// `ndcg_cut.10`, `recall_100`, `P_5`, `recip_rank`, `Rprec`) and those of ir_measures
  /// (`nDCG@10`, `R@100`, `RR@10`, `AP`).
  ///
  /// @throws IllegalArgumentException if there is no such metric, naming those there are
  public static Metric parse(String name) {
    Matcher matcher = NAME.matcher(name.strip().toLowerCase(Locale.ROOT));
    if (matcher.matches()) {
      for (Measure measure : Measure.values()) {
        if (measure.names().contains(matcher.group(1))) {
          String cutOff = matcher.group(2);
          return new Metric(measure, cutOff == null ? NO_CUT_OFF : Integer.parseInt(cutOff));
        }
      }
    }
    throw new IllegalArgumentException(
        "there is no such metric, use one of "
            + Arrays.stream(Measure.values())
                .map(measure -> measure.names().getFirst() + hint(measure))
                .collect(Collectors.joining(", "))
            + ": metric="
            + name);
  }

  private static String hint(Measure measure) {
    return switch (measure.cutOff()) {
      case REQUIRED -> "@K";
      case OPTIONAL -> "[@K]";
      case NONE -> "";
    };
  }

  /// The value for one query.
  double of(JudgedRanking ranking) {
    return measure.of(ranking, cutOff);
  }

  /// `value` as trec_eval prints it: counts as whole numbers, all else with four decimals, rounded
  /// from the exact binary value as C does. [String#format] rounds the shortest decimal form half
  /// up instead, which makes 0.1563 of 0.15625.
  public String format(double value) {
    return new BigDecimal(value)
        .setScale(measure.isCount() ? 0 : 4, RoundingMode.HALF_EVEN)
        .toPlainString();
  }

  /// The usual name, for example `ndcg@10`, which [#parse] reads.
  @Override
  public String toString() {
    String name = measure.names().getFirst();
    return cutOff == NO_CUT_OFF ? name : name + "@" + cutOff;
  }
}
