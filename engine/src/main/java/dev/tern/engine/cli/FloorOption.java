package dev.tern.engine.cli;

import dev.tern.encoder.checkpoint.LexicalFloor;
import dev.tern.encoder.checkpoint.LexicalFloor.Combination;
import java.util.Arrays;
import java.util.Set;

/// The option `--floor` of `tern model convert`: how the floor and a model's weight are combined,
/// `:BETA`, and the other three constants.
final class FloorOption {
  private static final String NAME = "--floor";

  /// The kind alone, with beta, or with all constants.
  private static final Set<Integer> PARTS = Set.of(1, 2, 5);

  private FloorOption() {}

  /// @throws UsageException if it is none of these
  static LexicalFloor floor(String text) {
    String[] parts = text.split(":", -1);
    LexicalFloor standard = LexicalFloor.DEFAULT;
    Combination combination =
        Arrays.stream(Combination.values())
            .filter(each -> each.toString().equals(parts[0]) && PARTS.contains(parts.length))
            .findFirst()
            .orElseThrow(() ->
                new UsageException(
                    NAME
                        + " is sum or maximum, and then :BETA or :BETA:K1:B:LENGTH, found "
                        + text));
    boolean whole = parts.length > 2;
    return new LexicalFloor(
        combination,
        parts.length == 1 ? standard.beta() : NumberPart.of(NAME, parts[1]),
        whole ? NumberPart.of(NAME, parts[2]) : standard.k1(),
        whole ? NumberPart.of(NAME, parts[3]) : standard.b(),
        whole ? NumberPart.of(NAME, parts[4]) : standard.averageLength());
  }
}
