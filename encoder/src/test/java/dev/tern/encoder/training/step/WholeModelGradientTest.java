package dev.tern.encoder.training.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.model.TokenBatch;
import dev.tern.encoder.training.TrainingGolden;
import dev.tern.encoder.training.loss.IdfMatching;
import dev.tern.encoder.training.loss.IdfTable;
import dev.tern.encoder.training.loss.SparseRows;
import dev.tern.encoder.training.model.Student;
import dev.tern.encoder.training.model.Tape;
import dev.tern.encoder.training.optimiser.Clipping;
import dev.tern.encoder.training.optimiser.Parameter;
import dev.tern.testing.Golden;
import dev.tern.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Losses, vectors and the gradients of all parameters of whole models against the reference.
class WholeModelGradientTest {
  @Test
  void mini() throws IOException {
    assertEquals(2, check(Golden.resource("training/models/mini")));
  }

  @ParameterizedTest
  @CsvSource({"bert-mlm, 5", "distilbert-mlm, 2", "bert-dense, 2"})
  void others(String model, int variants) throws IOException {
    assertEquals(variants, check(Shared.golden("training/models/" + model)));
  }

  private static int check(Path directory) throws IOException {
    GoldenModel model = new GoldenModel(directory);
    Path variants = directory.resolve("variants.json");
    Map<String, Object> batch = JSON.std.mapFrom(Files.readString(directory.resolve("batch.json")));
    List<TrainingGolden> cases = TrainingGolden.cases(variants, "variants");
    for (TrainingGolden golden : cases) {
      Map<String, Object> settings = TrainingGolden.object(golden.get("settings"));
      try (Student student = model.student(settings, 2)) {
        List<Parameter> parameters = new ArrayList<>(student.parameters());
        if (settings.get("rank").equals("mlm")) {
          checkMasked(golden, student, batch.get("mlm"));
        } else {
          Parameter idf = new Parameter("idf", model.idf());
          checkRanking(golden, student, settings, idf, GoldenModel.batch(batch));
          if (settings.containsKey("trainable_idf")) {
            parameters.add(idf);
          }
        }
        parameters.forEach(p -> golden.checkFloats("grad." + p.name(), p.gradients()));
        golden.checkFloats("out.grad_norm", Clipping.norm(parameters));
        assertEquals(gradientsOf(golden), names(parameters), golden.toString());
      }
    }
    return cases.size();
  }

  private static Set<String> names(List<Parameter> parameters) {
    Set<String> names = new TreeSet<>();
    parameters.forEach(p -> names.add("grad." + p.name()));
    return names;
  }

  private static Set<String> gradientsOf(TrainingGolden golden) {
    Set<String> names = new TreeSet<>(TrainingGolden.object(golden.get("tolerance")).keySet());
    names.removeIf(name -> !name.startsWith("grad."));
    return names;
  }

  private static void checkMasked(TrainingGolden golden, Student student, Object batch) {
    TokenBatch texts = TokenBatch.of(GoldenModel.maskedTexts(batch));
    double loss = student.maskedTokens(texts, GoldenModel.masked(batch), student.newTape(), 1);
    golden.checkFloats("out.loss", loss);
  }

  private static void checkRanking(
      TrainingGolden golden,
      Student student,
      Map<String, Object> settings,
      Parameter idf,
      GoldenModel.Ranking ranking) {
    TokenizedBatch batch = ranking.batch();
    boolean isSiamese = settings.get("queries").equals("siamese");
    IdfTable table = IdfTable.of(idf.values());
    IdfMatching matching =
        new IdfMatching(
            settings.get("queries").equals("idf") ? table : IdfTable.binary(student.columns()),
            GoldenModel.special());
    Tape ofQueries = student.newTape();
    Tape ofDocuments = student.newTape();
    SparseRows q =
        isSiamese
            ? student.forward(TokenBatch.of(batch.queries()), ofQueries)
            : matching.forward(batch.queries());
    SparseRows d = student.forward(TokenBatch.of(batch.documents()), ofDocuments);
    Objective objective =
        new Objective(
            GoldenModel.ranking(settings),
            1,
            GoldenModel.sparsity(settings, "lambda_d", 1),
            GoldenModel.sparsity(settings, "lambda_q", 1));
    BatchLoss loss =
        objective.add(
            new Objective.Vectors(q, d, Optional.empty()),
            ranking.targets(),
            new Objective.Prices(table, new double[0], 0),
            1,
            0);
    student.backward(ofDocuments, d, 0);
    if (isSiamese) {
      student.backward(ofQueries, q, 0);
    } else {
      matching.backward(q);
      table.addGradientsTo(idf.gradients());
    }
    golden.checkFloats("out.loss", loss.total());
    golden.checkFloats("out.rank", loss.ranking());
    if (golden.hasTensor("out.flops")) {
      golden.checkFloats("out.flops", loss.sparsity());
    }
    if (golden.hasTensor("out.query_flops")) {
      golden.checkFloats("out.query_flops", loss.querySparsity());
    }
    golden.checkFloats("out.documents", dense(d));
    golden.checkFloats("out.documents_gradient", keptGradients(d, golden));
    golden.checkFloats("out.queries", dense(q));
  }

  private static double[] dense(SparseRows rows) {
    return IntStream.range(0, rows.rows())
        .mapToObj(rows::denseRow)
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  /// The reference has a gradient for entries that are 0 too, which its relu then takes away.
  private static double[] keptGradients(SparseRows rows, TrainingGolden golden) {
    double[] gradients = golden.doubles("out.documents_gradient");
    for (int row = 0; row < rows.rows(); row++) {
      for (int e = rows.start(row); e < rows.end(row); e++) {
        gradients[row * rows.columns() + rows.id(e)] = rows.gradient(e);
      }
    }
    return gradients;
  }

  @ParameterizedTest
  @ValueSource(strings = {"idf-matching-double-log", "siamese"})
  void threadsChangeNoBit(String variant) throws IOException {
    GoldenModel model = new GoldenModel(Golden.resource("training/models/mini"));
    Map<String, Object> batch =
        JSON.std.mapFrom(Files.readString(model.directory().resolve("batch.json")));
    List<List<Parameter>> found = new ArrayList<>();
    for (int threads = 1; threads <= 3; threads++) {
      try (Student student =
          model.student(Map.of("double_log", variant.endsWith("double-log")), threads)) {
        Tape tape = student.newTape();
        SparseRows d =
            student.forward(TokenBatch.of(GoldenModel.batch(batch).batch().documents()), tape);
        for (int e = 0; e < d.size(); e++) {
          d.addGradient(e, 1.0 / (1 + e));
        }
        student.backward(tape, d, 0);
        found.add(student.parameters());
      }
    }
    for (int i = 0; i < found.getFirst().size(); i++) {
      float[] alone = found.get(0).get(i).gradients();
      String name = found.get(0).get(i).name();
      assertTrue(Arrays.equals(alone, found.get(1).get(i).gradients()), name);
      assertTrue(Arrays.equals(alone, found.get(2).get(i).gradients()), name);
    }
  }
}
