package dev.tern.bench;

import dev.tern.bench.peers.GraphStyle;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The encoder against ONNX Runtime on models of published shapes.
final class EncoderBench implements Harness {
  private static final Contest QUICK = new Contest(3, 25, 700_000_000, 3_000_000_000L);
  private static final Contest FULL = new Contest(9, 100, 3_000_000_000L, 20_000_000_000L);

  private static final Map<GraphStyle, Double> MINILM_TARGETS =
      Map.of(GraphStyle.FUSED, 1.25, GraphStyle.PLAIN, 1.6);
  private static final Map<GraphStyle, Double> BERT_TARGETS =
      Map.of(GraphStyle.FUSED, 1.15, GraphStyle.PLAIN, 1.25);

  @Override
  public String name() {
    return "encoder";
  }

  @Override
  public String description() {
    return "encode with models of published shapes, against ONNX Runtime";
  }

  @Override
  public void run(Setting setting, Consumer<Row> rows) throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      Path path = directory.path();
      random("minilm", RandomModel.MINILM, MINILM_TARGETS, setting, path, rows);
      random("bert-base", RandomModel.BERT_BASE, BERT_TARGETS, setting, path, rows);
    }
  }

  private static void random(
      String name,
      RandomModel model,
      Map<GraphStyle, Double> targets,
      Setting setting,
      Path directory,
      Consumer<Row> rows)
      throws IOException {
    Subject subject =
        new Subject(name, directory.resolve(name), true, fixed(setting.seed()), targets);
    Contest contest = setting.quick() ? QUICK : FULL;
    SubjectBench bench = new SubjectBench(subject, setting, contest, directory);
    if (!bench.wanted()) {
      return;
    }
    setting.progress().accept(name + ": writing random weights");
    model.write(subject.directory(), setting.seed());
    for (int threads : threads()) {
      bench.run(threads, rows);
    }
  }

  private static List<Workload> fixed(long seed) {
    int vocabularySize = TokenizerFiles.bertBaseUncased().vocabulary().size();
    List<Workload> workloads = new ArrayList<>();
    workloads.add(Workload.fixed(1, 128, vocabularySize, seed));
    workloads.add(Workload.fixed(8, 128, vocabularySize, seed));
    workloads.add(Workload.fixed(8, 256, vocabularySize, seed));
    return workloads;
  }

  private static List<Integer> threads() {
    return Runtime.getRuntime().availableProcessors() == 1 ? List.of(1) : List.of(1, 2);
  }
}
