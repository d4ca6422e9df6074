package dev.tern.encoder.training.config;

import java.nio.file.Path;
import java.util.Optional;

/// How queries become vectors.
///
/// @param side with or without a model
/// @param idfFile the table, where it is not that of the model
/// @param idfRate its learning rate, if it is trained
/// @param expansionRate learning rate of the factors with which tokens stand for others, if they
///   are trained
public record QueryConfig(
    Side side, Optional<Path> idfFile, Optional<Double> idfRate, Optional<Double> expansionRate) {
  /// With or without a model.
  public enum Side {
    /// Tokens weigh what the table says.
    IDF,
    /// Tokens weigh 1.
    BINARY,
    /// Queries go through the model too.
    SIAMESE
  }

  static QueryConfig read(ConfigObject root) throws ConfigException {
    Side side = root.choice("query_side", Side.IDF);
    ConfigObject idf = root.object("idf");
    ConfigObject expansion = root.object("expansion");
    QueryConfig config =
        new QueryConfig(
            side,
            idf.findPath("file"),
            idf.findNumber("rate", Range.POSITIVE),
            expansion.findNumber("rate", Range.POSITIVE));
    idf.end();
    expansion.end();
    if (config.idfRate.isPresent() && side != Side.IDF) {
      throw idf.refusal("rate", "trains a table that no query uses; set query_side to idf");
    }
    if (config.expansionRate.isPresent() && side == Side.SIAMESE) {
      throw expansion.refusal(
          "rate", "trains a table that no query uses; set query_side to idf or binary");
    }
    return config;
  }
}
