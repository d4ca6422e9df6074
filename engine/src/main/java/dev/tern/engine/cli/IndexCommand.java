package dev.tern.engine.cli;

import dev.tern.engine.collection.TextIndexWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tern index --out DIR FILE...`.
@Command(
    name = "index",
    description = "Encodes documents and makes an index of them.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tern index --out scifact.tern scifact/corpus.jsonl",
      "  tern index --model splade-tiny --out scifact.tern scifact/corpus.jsonl"
    })
final class IndexCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "JSON lines {\"_id\", \"title\", \"text\"} (.gz too), or a BEIR directory")
  private List<Path> files;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "the new index")
  private Path out;

  @Option(
      names = "--queries",
      paramLabel = "MODE",
      description =
          "how queries will be encoded: inference-free, siamese or lexical (default: as the model is made for)")
  private String queries;

  @Mixin private EncodingOptions encoding;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    List<Path> inputs = CorpusFiles.resolve(files);
    CorpusFiles corpus = CorpusFiles.of(inputs);
    long start = System.nanoTime();
    long[] counts = new long[2];
    try (TextIndexWriter writer =
            TextIndexWriter.create(out, encoding.toTextIndexOptions(queries));
        Interruption interruption = Interruption.listen();
        Progress progress =
            new Progress("indexing", "documents", CorpusFiles.lines(inputs), !json)) {
      writer.add(
          () -> interruption.until(corpus.iterator()),
          (document, vector) -> {
            counts[1] += vector.size();
            progress.at(++counts[0]);
          });
      writer.commit();
      progress.wipe();
      report(counts[0], counts[1], (System.nanoTime() - start) / 1e9);
      if (interruption.happened()) {
        Console.ERR.println(
            "tern: interrupted; the documents encoded so far are committed to "
                + out
                + ", the others are missing. Remove it and run the command again for all of them.");
        return 1;
      }
    }
    return 0;
  }

  private void report(long documents, long postings, double seconds) {
    if (json) {
      new JsonLine()
          .with("index", out.toString())
          .with("documents", documents)
          .with("postings", postings)
          .with("seconds", seconds)
          .print();
    } else {
      Console.OUT.printf(
          Locale.ROOT,
          "%,d documents, %,d postings in %s: %s%n",
          documents,
          postings,
          Progress.time(seconds),
          out);
      Console.OUT.flush();
    }
  }
}
