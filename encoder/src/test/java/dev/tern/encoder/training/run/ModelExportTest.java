package dev.tern.encoder.training.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.QueryEncoder;
import dev.tern.encoder.SparseEncoder;
import dev.tern.encoder.SparseOptions;
import dev.tern.encoder.SparseVector;
import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.SpladeActivation;
import dev.tern.encoder.training.optimiser.Parameter;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelExportTest {
  private static final String TEXT = "the river runs to the sea";

  @TempDir Path directory;

  private static ModelExport export(Path source, SpladeActivation activation) throws IOException {
    return new ModelExport(
        ModelDirectory.open(source).documentSide(), activation, 64, "# A card\n");
  }

  /// All weights, each a little larger.
  private static List<Parameter> grown(Path source) throws IOException {
    List<Parameter> parameters = new ArrayList<>();
    Path folder = ModelDirectory.open(source).documentSide().folder();
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      for (String name : checkpoint.names()) {
        int[] shape = Arrays.stream(checkpoint.shape(name)).mapToInt(Math::toIntExact).toArray();
        float[] values = checkpoint.read(name, shape);
        for (int i = 0; i < values.length; i++) {
          values[i] *= 1.25f;
        }
        parameters.add(new Parameter(name, values));
      }
    }
    return parameters;
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert-mlm-tiny", "distilbert-mlm-tiny", "router-tiny"})
  void whatIsNotTrainedStays(String testCase) throws IOException {
    Path source = Golden.resource("encoder/" + testCase + "/model");
    Path target = directory.resolve("model");
    export(source, SpladeActivation.LOG1P_RELU).write(target, List.of(), Optional.empty());
    SparseOptions single =
        SparseOptions.DEFAULT.withActivation(SpladeActivation.LOG1P_RELU).withMaxTokens(64);
    try (SparseEncoder before = SparseEncoder.load(source, single);
        SparseEncoder after = SparseEncoder.load(target)) {
      assertEquals(before.encode(TEXT), after.encode(TEXT));
      assertEquals(64, after.maxTokens());
      assertFalse(after.encode(TEXT).isEmpty());
    }
    assertEquals("# A card\n", Files.readString(target.resolve("README.md")));
  }

  @Test
  void trainedWeightsAreInTheFile() throws IOException {
    Path source = Golden.resource("encoder/bert-mlm-tiny/model");
    Path target = directory.resolve("model");
    List<Parameter> parameters = grown(source);
    export(source, SpladeActivation.LOG1P_RELU).write(target, parameters, Optional.empty());
    try (Checkpoint before = Checkpoint.open(source);
        Checkpoint after = Checkpoint.open(target)) {
      assertEquals(before.names(), after.names());
      for (Parameter parameter : parameters) {
        int[] shape =
            Arrays.stream(before.shape(parameter.name())).mapToInt(Math::toIntExact).toArray();
        assertArrayEquals(parameter.values(), after.read(parameter.name(), shape));
      }
    }
    try (SparseEncoder queries = SparseEncoder.load(target);
        QueryEncoder same = QueryEncoder.load(target)) {
      assertEquals(queries.encode(TEXT), same.encode(TEXT), "queries go through the model");
    }
  }

  @ParameterizedTest
  @EnumSource(SpladeActivation.class)
  void aTableServesTheQueries(SpladeActivation activation) throws IOException {
    Path source = Golden.resource("encoder/router-tiny/model");
    Path target = directory.resolve("model");
    float[] table = new float[1146];
    for (int id = 5; id < table.length; id++) {
      table[id] = id % 7 == 0 ? 0 : 1f / id;
    }
    export(source, activation).write(target, List.of(), Optional.of(table));
    try (QueryEncoder queries = QueryEncoder.load(target)) {
      SparseVector query = queries.encode(TEXT);
      int[] ids = queries.tokenizer().encodePlain(TEXT, 100);
      assertFalse(query.isEmpty());
      for (int id : ids) {
        assertEquals(table[id], query.weightOf(id));
      }
    }
    // Whoever does not know routers finds the transformer and the table at the root.
    Files.delete(target.resolve("modules.json"));
    try (QueryEncoder queries = QueryEncoder.load(target);
        SparseEncoder documents = SparseEncoder.load(target);
        SparseEncoder before =
            SparseEncoder.load(
                source, SparseOptions.DEFAULT.withActivation(activation).withMaxTokens(64))) {
      assertEquals(
          table[queries.tokenizer().encodePlain("sea", 9)[0]], queries.encode("sea").weight(0));
      assertEquals(before.encode(TEXT), documents.encode(TEXT));
    }
  }

  /// What sentence-transformers saves itself has the same files with the same keys; the names of
  /// packages and the place of the transformer are those of the models that are published.
  @Test
  void theLayoutIsThatOfSentenceTransformers() throws IOException {
    Path golden = Golden.resource("encoder/router-tiny/model");
    Path target = directory.resolve("model");
    export(golden, SpladeActivation.LOG1P_LOG1P_RELU)
        .write(target, List.of(), Optional.of(new float[1146]));
    Map<?, ?> module = (Map<?, ?>) JSON.std.listFrom(text(target, "modules.json")).getFirst();
    Map<?, ?> saved = (Map<?, ?>) JSON.std.listFrom(text(golden, "modules.json")).getFirst();
    assertEquals(saved.keySet(), module.keySet());
    assertEquals("Router", simpleName(module.get("type")));
    assertEquals("Router", simpleName(saved.get("type")));
    Map<?, ?> own = JSON.std.mapFrom(text(target, "router_config.json"));
    Map<?, ?> router = JSON.std.mapFrom(text(golden, "router_config.json"));
    assertEquals(router.keySet(), own.keySet());
    for (String route : List.of("query", "document")) {
      List<String> classes = classes(own, route);
      assertEquals(
          classes(router, route), classes.stream().map(n -> n.replace("MLM", "")).toList());
    }
    Map<?, ?> parameters = (Map<?, ?>) router.get("parameters");
    ((Map<?, ?>) own.get("parameters"))
        .forEach((key, value) -> assertEquals(parameters.get(key), value, key.toString()));
    Map<?, ?> pooling = JSON.std.mapFrom(text(golden, "document_1_SpladePooling/config.json"));
    JSON.std
        .mapFrom(text(target, "document_1_SpladePooling/config.json"))
        .forEach((key, value) -> assertEquals(pooling.get(key), value, key));
    String table = "query_0_SparseStaticEmbedding";
    assertEquals(
        JSON.std.mapFrom(text(golden, table + "/config.json")),
        JSON.std.mapFrom(text(target, table + "/config.json")));
    try (Checkpoint theirs = Checkpoint.open(golden.resolve(table));
        Checkpoint ours = Checkpoint.open(target.resolve(table))) {
      assertEquals(theirs.names(), ours.names());
      assertArrayEquals(theirs.shape("weight"), ours.shape("weight"));
    }
  }

  private static String text(Path folder, String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  private static String simpleName(Object type) {
    String name = type.toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /// The classes of the modules of a route.
  private static List<String> classes(Map<?, ?> router, String route) {
    Map<?, ?> types = (Map<?, ?>) router.get("types");
    List<?> modules = (List<?>) ((Map<?, ?>) router.get("structure")).get(route);
    return modules.stream().map(module -> simpleName(types.get(module))).toList();
  }

  @Test
  void aParameterOfAnotherModelIsRefused() throws IOException {
    ModelExport export =
        export(Golden.resource("encoder/bert-mlm-tiny/model"), SpladeActivation.LOG1P_RELU);
    CheckpointException refusal =
        assertThrows(
            CheckpointException.class,
            () ->
                export.write(
                    directory.resolve("model"),
                    List.of(new Parameter("stranger", new float[1])),
                    Optional.empty()));
    assertTrue(refusal.getMessage().contains("stranger"), refusal::getMessage);
  }

  @Test
  void aReplacementThatFailsLeavesTheOneBefore() throws IOException {
    Path target = directory.resolve("best");
    Directories.replace(target, folder -> write(folder, "first"));
    Directories.replace(target, folder -> write(folder, "second"));
    assertThrows(
        IOException.class,
        () ->
            Directories.replace(
                target,
                folder -> {
                  write(folder, "third");
                  throw new IOException("full");
                }));
    assertEquals("second", Files.readString(target.resolve("file")));
    Files.move(target, directory.resolve("best.before"));
    Directories.recover(target);
    assertEquals("second", Files.readString(target.resolve("file")));
    try (var files = Files.list(directory)) {
      assertEquals(List.of(target), files.toList());
    }
  }

  private static void write(Path folder, String text) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("file"), text);
  }
}
