package dev.tern.engine.cli;

import dev.tern.engine.CommitSummary;
import dev.tern.engine.collection.Document;
import dev.tern.engine.collection.TextIndexOptions;
import dev.tern.engine.collection.TextIndexWriter;
import dev.tern.engine.format.PostingsLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
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
      "  tern index --model splade-tiny --out scifact.tern scifact/corpus.jsonl",
      "  tern index --model splade-tiny --out scifact.tern --append more.jsonl"
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
      names = "--append",
      description =
          "add to the index that there is, with the options that made it; documents whose key it"
              + " has already are passed over, so that an interrupted run is continued by running it"
              + " again with --append")
  private boolean append;

  @Option(
      names = "--reorder",
      description =
          "at the end, order all documents so that similar ones are neighbours, which makes large"
              + " indexes smaller and faster; takes about a minute for a million documents")
  private boolean reorder;

  @Option(
      names = "--forward",
      description =
          "keep the weights as the model gives them, beside their impacts of 8 bits, for `tern search"
              + " --exact-float`; takes about twice the space")
  private boolean forward;

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      description =
          "in which order postings are kept: hybrid, impact-ordered (the smallest, for searches with"
              + " a budget), or both (default: hybrid)")
  private PostingsLayout layout;

  @Option(
      names = "--queries",
      paramLabel = "MODE",
      description =
          "how queries will be encoded: inference-free, siamese or lexical (default: as the model is made for)")
  private String queries;

  @Mixin private EncodingOptions encoding;

  @Mixin private ImpactBitsOption impactBits;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    List<Path> inputs = CorpusFiles.resolve(files);
    long start = System.nanoTime();
    try (TextIndexWriter writer = open()) {
      Interruption interruption = Interruption.listen(writer::cancel);
      long begin = System.nanoTime();
      int before = writer.documentCount();
      long documents = add(inputs, writer, interruption);
      Rate rate = new Rate(writer.tokens(), (System.nanoTime() - begin) / 1e9);
      if (documents == 0 && before == 0) {
        throw new IOException(
            interruption.happened()
                ? "interrupted before the first document was done; nothing was indexed"
                : "there is no document in " + inputs.getFirst() + "; check the path");
      }
      if (reorder && !interruption.happened()) {
        writer.commit(); // what was encoded is safe before the last step
        order(writer);
      }
      CommitSummary summary = writer.commit();
      report(summary, rate, writer.skippedShare(), (System.nanoTime() - start) / 1e9);
      if (interruption.happened()) {
        Console.ERR.println(
            "tern: interrupted; the first "
                + Count.of(summary.documents(), "document")
                + " can be searched in "
                + out
                + ", the others are missing; run the command again with --append to add them");
        return 1;
      }
    }
    return 0;
  }

  private TextIndexWriter open() throws IOException {
    if (append) {
      impactBits.refuse("with --append, as an index keeps the width that it was made with");
    }
    if (append && forward) {
      throw new UsageException(
          "--forward has nothing to do with --append, for an index has had its forward store from"
              + " the start or has none; leave it out");
    }
    if (append && layout != null) {
      throw new UsageException(
          "--layout has nothing to do with --append, for an index keeps the layout that it was made"
              + " with; leave it out");
    }
    TextIndexOptions options =
        impactBits.in(encoding.toTextIndexOptions(queries)).withForwardStore(forward);
    if (layout != null) {
      options = options.withLayout(layout);
    }
    return append ? TextIndexWriter.append(out, options) : TextIndexWriter.create(out, options);
  }

  /// Adds the documents of files that the index does not have, or as many as there is time for, and
  /// returns their number.
  private long add(List<Path> inputs, TextIndexWriter writer, Interruption interruption)
      throws IOException {
    long[] documents = {0};
    try (Progress progress =
        new Progress("indexing", "documents", append ? 0 : CorpusFiles.lines(inputs))) {
      Iterable<Document> missing =
          () ->
              new Missing(
                  CorpusFiles.of(inputs).iterator(), document -> writer.had(document.key()));
      writer.add(missing, (document, vector) -> progress.at(++documents[0]));
    } catch (CancellationException e) {
      if (!interruption.happened()) {
        throw e;
      }
    }
    return documents[0];
  }

  private static void order(TextIndexWriter writer) throws IOException {
    try (Progress progress = new Progress("ordering", "percent", 100)) {
      writer.merge(share -> progress.at((long) (100 * share)));
    }
  }

  private void report(CommitSummary summary, Rate rate, OptionalDouble skipped, double seconds) {
    if (json) {
      JsonLine line = new JsonLine();
      skipped.ifPresent(share -> line.with("skippedShareOfHead", share));
      line.with("index", out.toString())
          .with("documents", summary.documents())
          .with("postings", summary.postings())
          .with("droppedWeights", summary.droppedWeights())
          .with("saturatedWeights", summary.saturatedWeights())
          .with("tokens", rate.tokens())
          .with("tokensPerSecond", Math.round(rate.perSecond()))
          .with("encodingSeconds", rate.seconds())
          .with("seconds", seconds)
          .print();
      return;
    }
    Console.OUT.printf(
        Locale.ROOT,
        "%s, %s in %s, %s: %s%n",
        Count.of(summary.documents(), "document"),
        Count.of(summary.postings(), "posting"),
        Progress.time(seconds),
        rate,
        out);
    skipped.ifPresent(share ->
        Console.OUT.printf(
            Locale.ROOT,
            "Of the head of the model %.1f %% could change no weight and was skipped.%n",
            100 * share));
    long dropped = summary.droppedWeights();
    if (dropped > summary.postings() / 100) {
      Console.OUT.printf(
          "Too small to be kept, in steps of 1/255 of the greatest: %s.%n",
          Count.of(dropped, "weight"));
    }
    Console.OUT.flush();
  }
}
