package dev.tern.encoder.training.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What hard negatives are mined from and how: a configuration of its own.
///
/// ```json
/// {
///   "data": "(required) as in a run; rows of pairs, triples, cloze or beir",
///   "output": "(required) file of JSON rows",
///   "rows": "triples | distillation",
///   "miner": {"kind": "bm25 | sparse | dense", "path": "(required, but not for bm25)",
///     "max_tokens": "that of the model, at most 256"},
///   "negatives": 7, "first_rank": 1, "last_rank": 100,
///   "below_positive": "absent: whatever the positive's score is",
///   "queries": "absent: all", "seed": 1, "bad_rows": "stop | skip"
/// }
/// ```
///
/// @param data whose queries are asked, and whose documents are searched
/// @param output file of the rows
/// @param rows what they hold
/// @param miner what searches
/// @param ranks which of the found documents may be taken
/// @param queries how many rows are mined, drawn at random; empty for all
/// @param seed of everything random
/// @param skipsBadRows whether rows that cannot be used are counted and left out
public record MiningConfig(
    List<DataConfig> data,
    Path output,
    Rows rows,
    Miner miner,
    Ranks ranks,
    Optional<Integer> queries,
    int seed,
    boolean skipsBadRows) {
  /// What is written.
  public enum Rows {
    /// A query, its positive document, and negatives.
    TRIPLES,
    /// A query and documents with the scores that the miner gives them, the positive one first.
    DISTILLATION
  }

  /// What searches.
  public enum Kind {
    /// Words in common.
    BM25,
    /// A sparse model.
    SPARSE,
    /// A dense model.
    DENSE
  }

  /// What searches.
  ///
  /// @param kind of search
  /// @param path of the model, if there is one
  /// @param maxTokens that it reads of a text; empty for what it says
  public record Miner(Kind kind, Optional<Path> path, Optional<Integer> maxTokens) {
    private static Miner read(ConfigObject object) throws ConfigException {
      Kind kind = object.choice("kind", Kind.BM25);
      Miner miner =
          kind == Kind.BM25
              ? new Miner(kind, Optional.empty(), Optional.empty())
              : new Miner(
                  kind,
                  Optional.of(object.path("path")),
                  object.findInteger("max_tokens", 3, 1 << 20));
      object.end();
      return miner;
    }
  }

  /// Which documents may be taken, by their ranks from 1 on, positive ones not counted.
  ///
  /// @param negatives how many are drawn
  /// @param first rank
  /// @param last rank, with which it ends
  /// @param belowPositive share of the positive's score that theirs may have at most: what scores
  ///   higher may be relevant without anybody having said so
  public record Ranks(int negatives, int first, int last, Optional<Double> belowPositive) {
    private static Ranks read(ConfigObject root) throws ConfigException {
      int first = root.integer("first_rank", 1, 1_000_000, 1);
      int negatives = root.integer("negatives", 1, 10_000, 7);
      int last = root.integer("last_rank", first, 1_000_000, Math.max(100, first));
      if (last - first + 1 < negatives) {
        throw root.refusal(
            "last_rank", "leaves fewer documents than \"negatives\" asks for; raise it");
      }
      return new Ranks(negatives, first, last, root.findNumber("below_positive", Range.POSITIVE));
    }
  }

  private enum BadRows {
    STOP,
    SKIP
  }

  /// Copies the list.
  public MiningConfig {
    data = List.copyOf(data);
  }

  /// Reads and checks a file.
  ///
  /// @throws ConfigException if it is no configuration of mining, naming the key
  public static MiningConfig read(Path file) throws IOException {
    ConfigObject root = ConfigObject.read(file);
    List<DataConfig> data = new ArrayList<>();
    for (ConfigObject object : root.objects("data")) {
      data.add(DataConfig.read(object, 1));
      if (data.getLast().format() == DataConfig.Format.DISTILLATION) {
        throw object.refusal("format", "must say which document is the positive one; take others");
      }
    }
    if (data.isEmpty()) {
      throw root.refusal("data", "needs at least one data set");
    }
    MiningConfig config =
        new MiningConfig(
            data,
            root.path("output"),
            root.choice("rows", Rows.TRIPLES),
            Miner.read(root.object("miner")),
            Ranks.read(root),
            root.findInteger("queries", 1, Integer.MAX_VALUE),
            root.integer("seed", 0, Integer.MAX_VALUE, 1),
            root.choice("bad_rows", BadRows.STOP) == BadRows.SKIP);
    root.end();
    return config;
  }
}
