package dev.tern.bench;

import dev.tern.bench.peers.ColdOrt;
import dev.tern.bench.peers.GraphStyle;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The time from the start of a Java program to its first vector, of a text of 128 tokens: with
/// Tern from a model directory and a text, with ONNX Runtime from a graph and token ids.
///
/// @param subject the model
/// @param peers where its graph is
/// @param setting what is wanted
record ColdStartBench(Subject subject, OrtPeers peers, Harness.Setting setting) {
  private static final int TOKENS = 128;
  private static final String WORD = "bird ";
  private static final double MOST_MILLISECONDS = 700;
  private static final double TOLERANCE = 1e-4;

  /// The name of the rows.
  static String title(String subject) {
    return subject + "-cold";
  }

  /// Starts each program so many times, in turn.
  void run(int rounds, Consumer<Row> rows) throws IOException {
    setting.progress().accept("measuring " + title(subject.name()));
    int processors = Runtime.getRuntime().availableProcessors();
    String text = String.join("", Collections.nCopies(TOKENS - 2, WORD));
    Tokenizer tokenizer = TokenizerFiles.bertBaseUncased();
    String ids =
        Arrays.stream(tokenizer.encode(text, TOKENS))
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(","));
    Path graph = peers.graph(GraphStyle.FUSED);
    ChildProgram tern =
        new ChildProgram(ColdTern.class, List.of(subject.directory().toString(), text));
    ChildProgram peer =
        new ChildProgram(
            ColdOrt.class, List.of(graph.toString(), Integer.toString(processors), ids));
    double difference = Math.abs(answer(tern) - answer(peer));
    if (!(difference <= TOLERANCE)) {
      throw new WrongAnswerException(
          "the largest weights of Tern and ONNX Runtime differ by " + difference);
    }
    Map<String, Duel.Work> contenders = new LinkedHashMap<>();
    contenders.put("tern", () -> answer(tern));
    contenders.put("peer", () -> answer(peer));
    Map<String, Samples> seconds = new Contest(rounds, rounds, 0, 0).run(contenders);
    Samples milliseconds = seconds.get("tern").times(1e3);
    Samples others = seconds.get("peer").times(1e3);
    row(processors, milliseconds, others, GraphStyle.FUSED.label() + ", from ids", rows);
    row(processors, milliseconds, Samples.of(MOST_MILLISECONDS), "the most it may be", rows);
  }

  private static double answer(ChildProgram program) {
    return Double.parseDouble(program.answer());
  }

  private void row(int threads, Samples tern, Samples peer, String name, Consumer<Row> rows) {
    String title = title(subject.name());
    rows.accept(new Row(title, threads, Unit.MILLISECONDS, tern, peer, name).withTarget(1));
  }
}
