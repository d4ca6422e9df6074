package dev.tern.engine.cli;

import dev.tern.engine.SearchOptions;
import dev.tern.engine.collection.TextIndex;
import dev.tern.engine.collection.TextIndexWriter;
import dev.tern.engine.evaluation.BeirCollection;
import dev.tern.engine.evaluation.EvaluationOptions;
import dev.tern.engine.evaluation.Evaluator;
import dev.tern.engine.evaluation.Metric;
import dev.tern.engine.evaluation.TextSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tern demo`: a small collection indexed, searched and measured at once.
@Command(
    name = "demo",
    description = {
      "A first look: 160 short passages and 40 questions that come with Tern, indexed, searched and"
          + " measured in seconds.",
      "Lexical search (BM25), and neural search beside it with the model that comes with Tern, if this"
          + " copy of Tern has one, or that --model names."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tern demo", "  tern demo --model splade-tiny --idf idf.json"})
final class DemoCommand implements Callable<Integer> {
  private static final String SPLIT = "test";
  private static final int PASSAGES = 160;
  private static final Metric NDCG = Metric.parse("ndcg@10");

  /// Questions that are shown with their answers.
  private static final List<String> SHOWN = List.of("q32", "q04", "q08");

  private static final SearchOptions TOP = SearchOptions.defaults().withK(3);

  @Mixin private EncodingOptions encoding;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    BeirCollection collection = collection();
    List<DemoMode> modes = DemoMode.available(encoding);
    if (!json) { // before the measurements, since people wait for it
      answers(collection, modes.stream().filter(mode -> mode.dense().isEmpty()).toList().getLast());
      Console.OUT.flush();
    }
    Map<DemoMode, Trial> trials = new LinkedHashMap<>();
    for (DemoMode mode : modes) {
      trials.put(mode, mode.run(new Trial.Task(collection, SPLIT, PASSAGES), encoding.directory()));
    }
    if (json) {
      Map<String, Object> figures = new LinkedHashMap<>();
      for (Map.Entry<DemoMode, Trial> trial : trials.entrySet()) {
        figures.put(trial.getKey().name(), ndcg(trial.getValue()));
      }
      new JsonLine().with(NDCG.toString(), figures).print();
      return 0;
    }
    table(trials);
    farewell();
    return 0;
  }

  private static double ndcg(Trial trial) throws IOException {
    return new Evaluator(trial.qrels(), EvaluationOptions.standard())
        .evaluate(trial.run(), List.of(NDCG))
        .summary(NDCG);
  }

  private static void table(Map<DemoMode, Trial> trials) throws IOException {
    Console.OUT.println("How well each way of searching answers all 40 questions:");
    Console.OUT.println();
    Console.OUT.printf("  %-52s %8s %12s%n", "", "NDCG@10", "ms a query");
    for (Map.Entry<DemoMode, Trial> trial : trials.entrySet()) {
      Console.OUT.printf(
          Locale.ROOT,
          "  %-52s %8.3f %12.2f%n",
          trial.getKey().name() + ": " + trial.getKey().description(),
          ndcg(trial.getValue()),
          trial.getValue().queryMicros() / 1e3);
    }
  }

  private static BeirCollection collection() {
    return BeirCollection.of(
        TextSource.resource(DemoCommand.class, "demo/corpus.jsonl"),
        TextSource.resource(DemoCommand.class, "demo/queries.jsonl"),
        Map.of(SPLIT, TextSource.resource(DemoCommand.class, "demo/qrels.tsv")));
  }

  /// Searches for a few questions and shows what matched.
  private void answers(BeirCollection collection, DemoMode mode) throws IOException {
    try (TemporaryDirectory temporary = TemporaryDirectory.create()) {
      Path directory = temporary.path().resolve("index");
      int[] passages = {0};
      long start = System.nanoTime();
      try (TextIndexWriter writer = TextIndexWriter.create(directory, mode.options())) {
        writer.add(CorpusFiles.of(collection), (document, vector) -> passages[0]++);
        writer.commit();
      }
      Console.OUT.printf(
          Locale.ROOT,
          "%d passages indexed in %.1f s (%s). For each hit: the score, and the tokens that made it.%n%n",
          passages[0],
          (System.nanoTime() - start) / 1e9,
          mode.name());
      Map<String, String> questions = collection.queries();
      try (TextIndex index = TextIndex.open(directory)) {
        SearchReport report = new SearchReport(index, true, false, false);
        for (String id : SHOWN) {
          String question = questions.get(id);
          Console.OUT.println("? " + question);
          report.print(question, TOP);
          Console.OUT.println();
        }
      }
    }
  }

  private void farewell() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    if (encoding.model().isEmpty()) {
      lines.add(
          "This was lexical: a question finds the passages that share its words. Many of the");
      lines.add("questions share no word with their answer; a neural model finds those too:");
      lines.add("  ./tern demo --model DIR     (a SPLADE model in Hugging Face's layout)");
    }
    lines.add("Your own documents, one JSON object {\"_id\", \"title\", \"text\"} a line:");
    lines.add("  ./tern index --out my.tern my-documents.jsonl");
    lines.add("  ./tern search my.tern \"your words\"");
    lines.forEach(Console.OUT::println);
    Console.OUT.flush();
  }
}
