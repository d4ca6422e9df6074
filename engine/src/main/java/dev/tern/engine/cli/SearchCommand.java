package dev.tern.engine.cli;

import dev.tern.engine.Algorithm;
import dev.tern.engine.Budget;
import dev.tern.engine.DocumentFilter;
import dev.tern.engine.Scoring;
import dev.tern.engine.SearchOptions;
import dev.tern.engine.TwoPhase;
import dev.tern.engine.collection.Fusion;
import dev.tern.engine.collection.HybridSearch;
import dev.tern.engine.collection.OpenOptions;
import dev.tern.engine.collection.TextIndex;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tern search INDEX QUERY`.
@Command(
    name = "search",
    description = "Searches an index.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tern search scifact.tern \"do statins lower cholesterol\" --explain",
      "  tern search scifact.tern --json < queries.txt",
      "  tern search neural.tern --with lexical.tern \"do statins lower cholesterol\"",
      "  tern search scifact.tern -- \"-omics\"      (after -- a query may begin with -)"
    })
final class SearchCommand implements Callable<Integer> {
  /// How many documents of each index are fused.
  private static final int DEPTH = 100;

  @Parameters(paramLabel = "INDEX", description = "directory that `tern index` made")
  private Path index;

  @Parameters(
      paramLabel = "QUERY",
      index = "1..*",
      description = "the words to search for; without any, each line of standard input is a query")
  private List<String> words = List.of();

  @Option(
      names = {"-k", "--top"},
      paramLabel = "K",
      defaultValue = "10",
      description = "how many documents (default: ${DEFAULT-VALUE})")
  private int k;

  @Option(
      names = "--threshold",
      paramLabel = "SCORE",
      description = "only documents with at least this score")
  private Float threshold;

  @Option(
      names = "--only",
      paramLabel = "FILE",
      description = "only documents whose keys stand in this file, one a line")
  private Path only;

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      defaultValue = "AUTOMATIC",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}); all give the same list")
  private Algorithm algorithm;

  @Option(
      names = "--budget",
      paramLabel = "POSTINGS",
      description = "stop after so many postings, and say what may have been missed")
  private Long budget;

  @Option(
      names = "--exact-float",
      description =
          "score by the weights as the model gave them, and not by their impacts of 8 bits; the index"
              + " needs a forward store, see `tern index --forward`")
  private boolean exactFloat;

  @Option(
      names = "--two-phase",
      description =
          "search as OpenSearch does in two phases, approximately: terms with high weights find"
              + " candidates, and these are scored again with all terms")
  private boolean twoPhase;

  @Option(
      names = "--prune-ratio",
      paramLabel = "R",
      description =
          "with --two-phase: a weight is high from R times the greatest one on (default: 0.4)")
  private Float pruneRatio;

  @Option(
      names = "--expansion-rate",
      paramLabel = "R",
      description = "with --two-phase: R times K candidates (default: 5)")
  private Float expansionRate;

  @Option(
      names = "--max-window",
      paramLabel = "N",
      description = "with --two-phase: at most N candidates (default: 10000)")
  private Integer maxWindow;

  @Option(
      names = "--counters",
      description = "show what the search did, and how long each part took")
  private boolean counters;

  @Option(names = "--explain", description = "show what each token of the query contributed")
  private boolean explain;

  @Option(
      names = "--no-expansion",
      description = "without the words of the same stem that the index brings")
  private boolean noExpansion;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "where the model of the index is now, if it was moved")
  private Path model;

  @Option(
      names = "--with",
      paramLabel = "INDEX",
      description =
          "search this index of the same documents too, for example a lexical one beside a neural"
              + " one, and fuse the rankings; may be repeated")
  private List<Path> others = List.of();

  @Option(
      names = "--fusion",
      paramLabel = "HOW",
      defaultValue = "rrf",
      description =
          "with --with: rrf (reciprocal ranks) or scores (each from 0 to 1), with weights as in"
              + " scores:0.5,1 (default: ${DEFAULT-VALUE})")
  private String fusion;

  @Option(names = "--json", description = "one JSON object for each query")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (!others.isEmpty()) {
      return together();
    }
    try (TextIndex opened = TextIndex.open(index, openOptions())) {
      SearchOptions options = options();
      if (exactFloat && !opened.vectors().hasForwardStore()) {
        throw new IOException(
            index
                + " has no forward store, which --exact-float needs; make it again with `tern index"
                + " --forward`");
      }
      requireServed(opened);
      SearchReport report = new SearchReport(opened, explain, counters, json);
      if (!words.isEmpty()) {
        report.print(String.join(" ", words), options);
        return 0;
      }
      Console.forEachLine("a query", line -> report.print(line, options));
      return 0;
    }
  }

  private void requireServed(TextIndex opened) {
    if (!opened.vectors().algorithms().contains(algorithm)) {
      throw new UsageException(
          "--algorithm "
              + algorithm
              + " finds nothing to read in "
              + index
              + ", whose layout is "
              + opened.vectors().layout()
              + "; leave it out, or make the index with --layout both");
    }
  }

  private int together() throws IOException {
    if (explain || counters || threshold != null || only != null || budget != null) {
      throw new UsageException(
          "--explain, --counters, --threshold, --only and --budget do not go with --with, whose"
              + " scores are sums over several indexes; leave them out");
    }
    if (exactFloat || twoPhase().isPresent()) {
      throw new UsageException(
          "--exact-float and --two-phase do not go with --with, which takes the ranking by impacts of"
              + " each index; leave them out");
    }
    Fusion how = UsageException.checked(() -> Fusion.parse(fusion));
    UsageException.checked(() -> SearchOptions.top(k));
    List<TextIndex> opened = new ArrayList<>();
    try {
      opened.add(TextIndex.open(index, openOptions()));
      for (Path other : others) {
        opened.add(TextIndex.open(other));
      }
      HybridReport report =
          new HybridReport(new HybridSearch(opened, Optional.empty(), how, DEPTH), k, json);
      if (words.isEmpty()) {
        Console.forEachLine("a query", report::print);
      } else {
        report.print(String.join(" ", words));
      }
      return 0;
    } finally {
      for (TextIndex each : opened) {
        each.close();
      }
    }
  }

  private OpenOptions openOptions() {
    return new OpenOptions(Optional.ofNullable(model), !noExpansion);
  }

  private SearchOptions options() throws IOException {
    SearchOptions options =
        UsageException.checked(() ->
            SearchOptions.defaults()
                .withK(k)
                .withAlgorithm(algorithm)
                .withBudget(
                    budget == null ? Budget.unlimited() : Budget.unlimited().withPostings(budget))
                .withThreshold(threshold == null ? 0 : threshold)
                .withScoring(exactFloat ? Scoring.WEIGHTS : Scoring.IMPACTS));
    Optional<TwoPhase> phases = twoPhase();
    if (phases.isPresent()) {
      SearchOptions exact = options;
      options = UsageException.checked(() -> exact.withTwoPhase(phases.get()));
    }
    return only == null ? options : options.withFilter(DocumentFilter.keys(keys(only)));
  }

  private Optional<TwoPhase> twoPhase() {
    if (!twoPhase) {
      if (pruneRatio != null || expansionRate != null || maxWindow != null) {
        throw new UsageException(
            "--prune-ratio, --expansion-rate and --max-window have nothing to do without"
                + " --two-phase; add it or leave them out");
      }
      return Optional.empty();
    }
    TwoPhase defaults = TwoPhase.defaults();
    return Optional.of(
        UsageException.checked(() ->
            new TwoPhase(
                pruneRatio == null ? defaults.pruneRatio() : pruneRatio,
                expansionRate == null ? defaults.expansionRate() : expansionRate,
                maxWindow == null ? defaults.maxWindow() : maxWindow)));
  }

  private static Set<String> keys(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a directory; name a file with a key on each line");
    }
    try {
      return new HashSet<>(Files.readAllLines(file));
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not UTF-8; convert it first", e);
    }
  }
}
