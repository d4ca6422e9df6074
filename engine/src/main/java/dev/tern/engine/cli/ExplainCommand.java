package dev.tern.engine.cli;

import dev.tern.engine.Explanation;
import dev.tern.engine.collection.OpenOptions;
import dev.tern.engine.collection.TextIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tern explain INDEX QUERY KEY`.
@Command(
    name = "explain",
    description = "Shows token by token why a document has its score for a query.",
    footerHeading = "%nExample:%n",
    footer = "  tern explain scifact.tern \"do statins lower cholesterol\" 4983")
final class ExplainCommand implements Callable<Integer> {
  @Parameters(paramLabel = "INDEX", description = "directory that `tern index` made")
  private Path index;

  @Parameters(paramLabel = "QUERY", description = "the words that were searched for, in quotes")
  private String query;

  @Parameters(paramLabel = "KEY", description = "key of the document")
  private String key;

  @Option(
      names = "--no-expansion",
      description = "without the words of the same stem that the index brings")
  private boolean noExpansion;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "where the model of the index is now, if it was moved")
  private Path model;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    try (TextIndex opened =
        TextIndex.open(index, new OpenOptions(Optional.ofNullable(model), !noExpansion))) {
      Explanation explanation = opened.explain(query, key);
      List<Explanation.Term> terms =
          explanation.terms().stream()
              .sorted(Comparator.comparingDouble(Explanation.Term::contribution).reversed())
              .toList();
      if (json) {
        new JsonLine()
            .with("query", query)
            .with("key", key)
            .with("score", explanation.score())
            .with("terms", terms.stream().map(term -> fields(opened, term)).toList())
            .print();
      } else {
        print(opened, explanation, terms);
      }
    }
    return 0;
  }

  private static Map<String, Object> fields(TextIndex index, Explanation.Term term) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("token", index.token(term.term()));
    fields.put("queryWeight", term.query().weight());
    fields.put("documentWeight", term.document().weight());
    fields.put("contribution", term.contribution());
    return fields;
  }

  private void print(TextIndex index, Explanation explanation, List<Explanation.Term> terms) {
    Console.OUT.printf(
        Locale.ROOT,
        "%-20s %12s %15s %14s%n",
        "token",
        "query weight",
        "document weight",
        "contribution");
    for (Explanation.Term term : terms) {
      Console.OUT.printf(
          Locale.ROOT,
          "%-20s %12.3f %15.3f %14.3f%n",
          Console.harmless(index.token(term.term())),
          term.query().weight(),
          term.document().weight(),
          term.contribution());
    }
    Console.OUT.printf(
        Locale.ROOT, "%-49s %14.3f%n", "score of " + Console.oneLine(key), explanation.score());
    Console.OUT.flush();
  }
}
