package dev.tern.engine.cli;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.collection.TextEncoder;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tern encode TEXT...`.
@Command(
    name = "encode",
    description = "Shows the sparse vector of a text.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tern encode --model splade-tiny \"a tern is a sea bird\"",
      "  tern encode --model splade-tiny --idf idf.json --query \"what is a tern\"",
      "  tern encode --model splade-tiny --json < texts.txt"
    })
final class EncodeCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "TEXT",
      arity = "0..*",
      description = "texts to encode; without any, each line of standard input is one")
  private List<String> texts = List.of();

  @Mixin private EncodingOptions encoding;

  @Option(names = "--query", description = "encode as a query, not as a document")
  private boolean query;

  @Option(
      names = "--queries",
      paramLabel = "MODE",
      description =
          "with --query: inference-free, siamese or lexical (default: as the model is made for)")
  private String queries;

  @Option(
      names = {"-n", "--top"},
      paramLabel = "N",
      defaultValue = "20",
      description = "how many tokens to show without --json (default: ${DEFAULT-VALUE})")
  private int top;

  @Option(names = "--json", description = "one JSON object {\"text\", \"vector\"} for each text")
  private boolean json;

  private long encoded;
  private long nanos;

  @Override
  public Integer call() throws IOException {
    if (queries != null && !query) {
      throw new UsageException("--queries says how a query is encoded; add --query");
    }
    if (top < 0) {
      throw new UsageException("--top is at least 0, found " + top);
    }
    try (TextEncoder encoder = TextEncoder.load(encoding.toTextIndexOptions(queries))) {
      for (String text : texts) {
        print(encoder, text);
      }
      if (texts.isEmpty()) {
        Console.forEachLine("a text", line -> print(encoder, line));
      }
      if (!json && encoded > 1 && encoder.tokens() > 0) {
        Rate rate = new Rate(encoder.tokens(), nanos / 1e9);
        Console.OUT.printf(
            "%s, %s, one after the other: %s%n",
            Count.of(encoded, "text"), Count.of(rate.tokens(), "token"), rate);
        Console.OUT.flush();
      }
    }
    return 0;
  }

  private void print(TextEncoder encoder, String text) throws IOException {
    long begin = System.nanoTime();
    SparseVector vector = query ? encoder.query(text) : encoder.document(text);
    nanos += System.nanoTime() - begin;
    encoded++;
    int[] order =
        IntStream.range(0, vector.size())
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -vector.weight(i)))
            .mapToInt(Integer::intValue)
            .toArray();
    if (json) {
      Map<String, Object> weights = new LinkedHashMap<>();
      for (int i : order) {
        weights.put(encoder.token(vector.id(i)), vector.weight(i));
      }
      new JsonLine().with("text", text).with("vector", weights).print();
      return;
    }
    Console.OUT.printf("%s%n", SearchReport.beginning(text));
    for (int i = 0; i < Math.min(top, order.length); i++) {
      Console.OUT.printf(
          Locale.ROOT,
          "  %6.3f  %s%n",
          vector.weight(order[i]),
          Console.harmless(encoder.token(vector.id(order[i]))));
    }
    Console.OUT.printf(
        Locale.ROOT,
        "  %s with a weight%s%n",
        Count.of(order.length, "token"),
        order.length > top ? ", " + top + " shown" : "");
    Console.OUT.flush();
  }
}
