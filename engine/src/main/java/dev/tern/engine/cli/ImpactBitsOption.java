package dev.tern.engine.cli;

import dev.tern.engine.collection.TextIndexOptions;
import picocli.CommandLine.Option;

/// `--impact-bits N`, for commands that make an index.
final class ImpactBitsOption {
  @Option(
      names = "--impact-bits",
      paramLabel = "N",
      description =
          "bits that the index keeps of each weight, 8, 6 or 4: the fewer, the smaller and the coarser"
              + " (default: 8)")
  private Integer impactBits;

  /// The options with this width.
  ///
  /// @throws UsageException if there is no such width
  TextIndexOptions in(TextIndexOptions options) {
    if (impactBits != null && impactBits != 4 && impactBits != 6 && impactBits != 8) {
      throw new UsageException("--impact-bits is 8, 6 or 4, found " + impactBits);
    }
    return impactBits == null ? options : options.withImpactBits(impactBits);
  }

  /// Refuses the option where it would change nothing.
  void refuse(String where) {
    if (impactBits != null) {
      throw new UsageException("--impact-bits has nothing to do " + where + "; leave it out");
    }
  }
}
