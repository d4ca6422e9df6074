package dev.tern.encoder.training;

import dev.tern.encoder.checkpoint.SpladeActivation;
import dev.tern.encoder.training.data.Example;
import dev.tern.encoder.training.data.Passage;
import dev.tern.encoder.training.loss.IdfMatching;
import dev.tern.encoder.training.loss.IdfTable;
import dev.tern.encoder.training.loss.KullbackLeibler;
import dev.tern.encoder.training.loss.L0Mask;
import dev.tern.encoder.training.loss.LambdaRamp;
import dev.tern.encoder.training.loss.Matching;
import dev.tern.encoder.training.loss.Matching.Candidates;
import dev.tern.encoder.training.loss.Saturation;
import dev.tern.encoder.training.loss.Scores;
import dev.tern.encoder.training.loss.SlotFlops;
import dev.tern.encoder.training.loss.SparseRows;
import dev.tern.encoder.training.loss.SparsityLoss;
import dev.tern.encoder.training.teacher.Ensemble;
import dev.tern.encoder.training.teacher.ScoreScale;
import dev.tern.encoder.training.teacher.Teacher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// All that stands behind the encoder in a step, put together as a run does it.
class WholeObjectiveTest {
  static Stream<TrainingGolden> cases() throws IOException {
    return TrainingGolden.losses("authors_objective");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithTheReference(TrainingGolden golden) throws IOException {
    int group = golden.integer("group");
    Saturation saturation =
        new Saturation(
            (Boolean) golden.params().get("double_log")
                ? SpladeActivation.LOG1P_LOG1P_RELU
                : SpladeActivation.LOG1P_RELU);
    List<float[]> logits = rows(golden, "logits");
    SparseRows documents = saturation.forward(logits);
    boolean isSiamese = golden.outputs().contains("query_flops");
    List<float[]> queryLogits = isSiamese ? rows(golden, "query_logits") : List.of();
    IdfMatching idf =
        new IdfMatching(
            isSiamese ? IdfTable.binary(0) : new IdfTable(golden.doubles("idf")), special(golden));
    SparseRows queries =
        isSiamese ? saturation.forward(queryLogits) : idf.forward(queryIds(golden));
    golden.check("docs", dense(documents));
    golden.check("queries", dense(queries));

    double[] target = target(golden);
    golden.check("target", target);
    Matching matching = new Matching(queries, documents, Candidates.OWN);
    Scores scores = matching.forward();
    double rank = new KullbackLeibler(1, 1, false).add(scores, target, 1);
    matching.backward(scores);
    SparsityLoss slots = new SlotFlops(group);
    SparsityLoss price =
        golden.has("l0_threshold") ? new L0Mask(slots, golden.integer("l0_threshold")) : slots;
    double lambda = ramp(golden, "lambda_d");
    double flops = price.add(documents, lambda);
    double value = rank + lambda * flops;
    golden.check("rank", rank);
    golden.check("flops", flops);
    if (isSiamese) {
      double queryLambda = ramp(golden, "lambda_q");
      double queryFlops = new SlotFlops(1).add(queries, queryLambda);
      golden.check("query_flops", queryFlops);
      value += queryLambda * queryFlops;
      golden.check("grad.query_logits", gradients(saturation, queries, queryLogits));
    } else {
      idf.backward(queries);
      golden.check(
          "grad.idf",
          IntStream.range(0, idf.table().size()).mapToDouble(idf.table()::gradient).toArray());
    }
    golden.check("value", value);
    golden.check("grad.logits", gradients(saturation, documents, logits));
  }

  private static double ramp(TrainingGolden golden, String lambda) {
    return new LambdaRamp(golden.number(lambda), golden.integer("T")).at(golden.integer("step"));
  }

  private static double[] target(TrainingGolden golden) throws IOException {
    int[] shape = golden.shape("raw");
    double[] raw = golden.doubles("raw");
    double[] target = new double[shape[1] * shape[2]];
    for (int b = 0; b < shape[1]; b++) {
      List<Teacher> teachers = new ArrayList<>();
      for (int w = 0; w < shape[0]; w++) {
        int from = (w * shape[1] + b) * shape[2];
        double[] scores = Arrays.copyOfRange(raw, from, from + shape[2]);
        teachers.add(new Teacher("teacher " + w, 1, example -> scores));
      }
      List<Passage> documents =
          IntStream.range(0, shape[2]).mapToObj(i -> Passage.of("d" + i)).toList();
      double[] ofQuery =
          new Ensemble(teachers, ScoreScale.MIN_MAX, golden.number("scale"))
              .target(new Example(Passage.of("q"), documents, List.of()));
      System.arraycopy(ofQuery, 0, target, b * shape[2], shape[2]);
    }
    return target;
  }

  private static BitSet special(TrainingGolden golden) {
    BitSet special = new BitSet();
    ((List<?>) golden.params().get("special")).forEach(id -> special.set((Integer) id));
    return special;
  }

  private static List<int[]> queryIds(TrainingGolden golden) {
    int[] ids = golden.ints("query_ids");
    int width = golden.shape("query_ids")[1];
    return IntStream.range(0, ids.length / width)
        .mapToObj(b -> Arrays.copyOfRange(ids, b * width, (b + 1) * width))
        .toList();
  }

  private static List<float[]> rows(TrainingGolden golden, String tensor) {
    double[] values = golden.doubles(tensor);
    int columns = golden.shape(tensor)[1];
    List<float[]> rows = new ArrayList<>();
    for (int from = 0; from < values.length; from += columns) {
      float[] row = new float[columns];
      for (int j = 0; j < columns; j++) {
        row[j] = (float) values[from + j];
      }
      rows.add(row);
    }
    return rows;
  }

  private static double[] dense(SparseRows rows) {
    return IntStream.range(0, rows.rows())
        .mapToObj(rows::denseRow)
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  private static double[] gradients(Saturation f, SparseRows vectors, List<float[]> logits) {
    double[] all = new double[vectors.rows() * vectors.columns()];
    for (int row = 0; row < vectors.rows(); row++) {
      double[] dm = f.backward(vectors, row, logits.get(row));
      for (int e = vectors.start(row); e < vectors.end(row); e++) {
        all[row * vectors.columns() + vectors.id(e)] = dm[e - vectors.start(row)];
      }
    }
    return all;
  }
}
