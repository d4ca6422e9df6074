package dev.tern.engine.cli;

import dev.tern.encoder.DenseOptions;
import dev.tern.engine.collection.Fusion;
import dev.tern.engine.evaluation.BeirCollection;
import dev.tern.engine.evaluation.Evaluation;
import dev.tern.engine.evaluation.EvaluationOptions;
import dev.tern.engine.evaluation.Evaluator;
import dev.tern.engine.evaluation.Metric;
import dev.tern.engine.evaluation.Qrels;
import dev.tern.engine.evaluation.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tern eval`: a whole collection, or a TREC run alone.
@Command(
    name = "eval",
    description = {
      "Measures how well a collection's questions are answered.",
      "With --collection: indexes it into a temporary directory, searches, compares with its"
          + " judgements. With --run and --qrels: scores a TREC run as trec_eval does."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tern eval --collection scifact",
      "  tern eval --model splade-tiny --queries siamese --collection scifact --json",
      "  tern eval --model splade-tiny --fusion rrf --collection scifact",
      "  tern eval --run my.run --qrels scifact/qrels/test.tsv --metrics ndcg@10,map"
    })
final class EvalCommand implements Callable<Integer> {
  @Option(
      names = "--collection",
      paramLabel = "DIR",
      description = "corpus.jsonl, queries.jsonl and qrels/SPLIT.tsv, as BEIR has them")
  private Path collection;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      defaultValue = "test",
      description = "which judgements (default: ${DEFAULT-VALUE})")
  private String split;

  @Option(
      names = "--queries",
      paramLabel = "MODE",
      description = "inference-free, siamese, lexical or dense (default: as the model is made for)")
  private String queries;

  @Option(
      names = "--fusion",
      paramLabel = "HOW",
      description =
          "search with BM25 and the model at once, and fuse the rankings: rrf (reciprocal ranks) or"
              + " scores (each from 0 to 1), with weights as in scores:0.5,1")
  private String fusion;

  @Option(
      names = "--dense-model",
      paramLabel = "DIR",
      description = "with --fusion: rank what was found by dense vectors too")
  private Path denseModel;

  @Mixin private EncodingOptions encoding;

  @Mixin private ImpactBitsOption impactBits;

  @Option(
      names = "--run",
      paramLabel = "FILE",
      description = "TREC run: read with --qrels, written with --collection")
  private Path run;

  @Option(names = "--qrels", paramLabel = "FILE", description = "judgements, TREC's or BEIR's form")
  private Path qrels;

  @Option(
      names = "--metrics",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "ndcg@10,recall@100,mrr@10",
      description =
          "ndcg, recall, mrr, map, p, success, rprec, bpref, each with @K where it has one (default: ${DEFAULT-VALUE})")
  private List<String> metrics;

  @Option(
      names = "--relevance-level",
      paramLabel = "N",
      defaultValue = "1",
      description = "lowest grade that is relevant; TREC DL uses 2 (default: ${DEFAULT-VALUE})")
  private int relevanceLevel;

  @Option(
      names = "--remove-identical-ids",
      description = "drop a result whose id is the query's, as ArguAna and Quora need")
  private boolean removeIdenticalIds;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    metrics();
    options();
    EvaluationReport report;
    if (collection != null && qrels == null) {
      report = wholeCollection();
    } else if (run != null && qrels != null && collection == null) {
      report = runAlone();
    } else {
      throw new UsageException(
          "name either --collection DIR, or --run FILE and --qrels FILE; see tern eval --help");
    }
    if (json) {
      report.toJson().print();
    } else {
      report.print();
    }
    return 0;
  }

  private EvaluationReport wholeCollection() throws IOException {
    if (run != null) {
      requireWritable(run);
    }
    Trial trial = trial(BeirCollection.open(collection));
    if (run != null) {
      trial.run().writeTrec(run, "tern");
    }
    return new EvaluationReport(
        evaluate(trial.qrels(), trial.run()), trial.qrels().queries().size(), Optional.of(trial));
  }

  /// Better now than after an hour of encoding.
  private static void requireWritable(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a directory; name a file for the run");
    }
    Path parent = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(parent)) {
      throw new NoSuchFileException(parent.toString());
    }
  }

  private Trial trial(BeirCollection opened) throws IOException {
    long documents = CorpusFiles.lines(CorpusFiles.resolve(List.of(collection)));
    Trial.Task task = new Trial.Task(opened, split, documents);
    if (fusion != null) {
      return hybrid(task);
    }
    if (denseModel != null) {
      throw new UsageException("--dense-model has nothing to do without --fusion; add it");
    }
    if (queries == null ? encoding.isModelDense() : queries.equals(EncodingOptions.DENSE)) {
      Path model =
          encoding
              .directory()
              .orElseThrow(() -> new UsageException("--queries dense needs --model DIR"));
      impactBits.refuse("with dense vectors");
      return Trial.dense(task, model, encoding.toDenseOptions());
    }
    return Trial.sparse(task, impactBits.in(encoding.toTextIndexOptions(queries)));
  }

  private Trial hybrid(Trial.Task task) throws IOException {
    if (encoding.model().isEmpty()) {
      throw new UsageException("--fusion needs a sparse model; name its directory with --model");
    }
    if ("lexical".equals(queries) || EncodingOptions.DENSE.equals(queries)) {
      throw new UsageException(
          "--queries "
              + queries
              + " does not go with --fusion, which has BM25 in any case and dense"
              + " vectors by --dense-model; leave it out");
    }
    Fusion how = UsageException.checked(() -> Fusion.parse(fusion));
    return Trial.hybrid(
        task,
        impactBits.in(encoding.toTextIndexOptions(queries)),
        new Trial.Hybrid(how, Optional.ofNullable(denseModel)),
        DenseOptions.DEFAULT);
  }

  private EvaluationReport runAlone() throws IOException {
    Qrels judgements = Qrels.read(qrels);
    Run results = Run.readTrec(run, judgements::contains);
    return new EvaluationReport(
        evaluate(judgements, results), judgements.queries().size(), Optional.empty());
  }

  private Evaluation evaluate(Qrels judgements, Run results) throws IOException {
    return new Evaluator(judgements, options()).evaluate(results, metrics());
  }

  private List<Metric> metrics() {
    return UsageException.checked(() -> metrics.stream().map(Metric::parse).toList());
  }

  private EvaluationOptions options() {
    return UsageException.checked(() ->
        EvaluationOptions.standard()
            .withRelevanceLevel(relevanceLevel)
            .withRemoveIdenticalIds(removeIdenticalIds));
  }
}
