package dev.tern.engine.cli;

import dev.tern.encoder.ExpansionRules;
import dev.tern.encoder.ExpansionRules.Similar;
import java.util.List;
import java.util.Optional;

/// The option `--expansion` of `tern model convert`: `stem:FACTOR`, `similar:FACTOR[:LEAST]`, or
/// both.
final class ExpansionOption {
  private static final String NAME = "--expansion";

  private ExpansionOption() {}

  /// @throws UsageException if the rules are none of these, or one is there twice
  static ExpansionRules rules(List<String> texts) {
    ExpansionRules rules = new ExpansionRules(Optional.empty(), Optional.empty());
    for (String text : texts) {
      String[] parts = text.split(":", -1);
      if (parts[0].equals("stem") && parts.length == 2 && rules.stemFactor().isEmpty()) {
        float factor = NumberPart.of(NAME, parts[1]);
        rules = new ExpansionRules(Optional.of(factor), rules.similar());
      } else if (parts[0].equals("similar")
          && (parts.length == 2 || parts.length == 3)
          && rules.similar().isEmpty()) {
        rules = rules.withSimilar(similar(parts));
      } else {
        throw new UsageException(
            NAME
                + " is stem:FACTOR, such as stem:0.3, similar:FACTOR, such as similar:0.2,"
                + " similar:FACTOR:LEAST, or one of each, found "
                + String.join(",", texts));
      }
    }
    return rules;
  }

  private static Similar similar(String[] parts) {
    return new Similar(
        NumberPart.of(NAME, parts[1]),
        parts.length == 2 ? Similar.LEAST_SHARE : NumberPart.of(NAME, parts[2]));
  }
}
