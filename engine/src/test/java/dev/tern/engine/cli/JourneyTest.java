package dev.tern.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a new user does, command by command, with the program as it is started.
class JourneyTest {
  @TempDir static Path directory;

  private static String index;

  @BeforeAll
  static void makeAnIndex() throws IOException {
    Path corpus = directory.resolve("corpus.jsonl");
    Files.write(
        corpus,
        List.of(
            "{\"_id\": \"tern\", \"title\": \"Tern\", \"text\": \"A sea bird with a forked tail.\"}",
            "{\"_id\": \"heron\", \"text\": \"A bird that wades in fresh water. Größe: 1 m\"}",
            "{\"_id\": \"empty\", \"text\": \"\"}",
            "",
            "{\"_id\": \"ship\", \"title\": \"Ship\", \"text\": \"It crosses the sea, the sea!\"}"));
    index = directory.resolve("birds.tern").toString();
    Program.Result result = Program.run("index", "--out", index, corpus.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().startsWith("4 documents, "), result.out());
    assertEquals("", result.err());
  }

  @Test
  void findsShowsAndExplains() {
    Program.Result result = Program.run("search", index, "sea", "bird", "--explain");
    assertEquals(0, result.exitCode(), result.err());
    List<String> lines = result.out().lines().toList();
    assertTrue(lines.get(0).matches(" 1 +[0-9.]+  Tern  tern"), result.out());
    assertEquals("A sea bird with a forked tail.", lines.get(1).strip());
    assertTrue(lines.get(2).strip().matches("= (sea|bird) [0-9.]+ \\+ (sea|bird) [0-9.]+"));
    assertTrue(lines.getLast().startsWith("3 of 4 documents in "), result.out());
  }

  @Test
  void anotherOrderFindsTheSame() {
    String ordered = directory.resolve("ordered.tern").toString();
    Path all = directory.resolve("corpus.jsonl");
    String out = Program.succeed("index", "--out", ordered, "--reorder", all.toString());
    assertTrue(out.startsWith("4 documents, "), out);
    String query = "sea\n";
    assertEquals(
        Program.runWithInput(query, "search", index).out().lines().limit(4).toList(),
        Program.runWithInput(query, "search", ordered).out().lines().limit(4).toList());
  }

  @Test
  void searchesByWeightsAndInTwoPhases() {
    String forward = directory.resolve("forward.tern").toString();
    String corpus = directory.resolve("corpus.jsonl").toString();
    Program.succeed("index", "--out", forward, "--forward", corpus);
    List<String> lines =
        Program.succeed("search", forward, "--exact-float", "--explain", "sea bird")
            .lines()
            .toList();
    assertTrue(lines.get(0).matches(" 1 +[0-9.]+  Tern  tern"), lines.toString());
    assertTrue(lines.get(2).strip().matches("= (sea|bird) [0-9.]+ \\+ (sea|bird) [0-9.]+"));
    String none = Program.run("search", index, "--exact-float", "sea").err();
    assertTrue(none.contains("has no forward store"), none);
    String all =
        Program.succeed(
            "search", index, "--two-phase", "--prune-ratio", "1", "--counters", "forked sea");
    assertTrue(all.contains("rescored"), all);
    assertTrue(
        all.lines().anyMatch(line -> line.startsWith("in two phases: documents with scores")), all);
    for (List<String> refused :
        List.of(
            List.of("--two-phase", "--exact-float"),
            List.of("--two-phase", "--budget", "9"),
            List.of("--exact-float", "--with", index),
            List.of("--max-window", "60"),
            List.of("--two-phase", "--expansion-rate", "1"))) {
      List<String> command = new ArrayList<>(List.of("search", forward, "sea"));
      command.addAll(refused);
      Program.Result result = Program.run(command.toArray(String[]::new));
      assertEquals(2, result.exitCode(), result.toString());
    }
    Program.Result append = Program.run("index", "--out", forward, "--append", "--forward", corpus);
    assertEquals(2, append.exitCode(), append.toString());
  }

  @Test
  void anotherLayoutFindsTheSameAndRefusesWhatItCannotServe() {
    String impacts = directory.resolve("impacts.tern").toString();
    String all = directory.resolve("corpus.jsonl").toString();
    Program.succeed("index", "--out", impacts, "--layout", "impact-ordered", all);
    String query = "sea bird\n";
    assertEquals(
        Program.runWithInput(query, "search", index).out().lines().limit(4).toList(),
        Program.runWithInput(query, "search", impacts).out().lines().limit(4).toList());
    String counted = Program.succeed("search", impacts, "sea", "bird", "--counters");
    assertTrue(counted.contains("score-at-a-time"), counted);
    assertTrue(counted.contains("  layout           impact-ordered"), counted);
    String few = Program.succeed("search", impacts, "sea", "bird", "--budget", "1");
    assertTrue(few.contains("scores that are shown may be too low by up to"), few);
    Program.Result refused =
        Program.run("search", impacts, "sea", "--algorithm", "windowed_hybrid");
    assertEquals(2, refused.exitCode(), refused.err());
    assertTrue(
        refused.err().contains("whose layout is impact-ordered; leave it out"), refused.err());
    refused = Program.run("search", index, "sea", "--algorithm", "score_at_a_time");
    assertEquals(2, refused.exitCode(), refused.err());
    assertTrue(refused.err().contains("or make the index with --layout both"), refused.err());
    refused = Program.run("index", "--out", impacts, "--append", "--layout", "both", all);
    assertEquals(2, refused.exitCode(), refused.err());
    assertTrue(refused.err().contains("keeps the layout that it was made with"), refused.err());
    Program.succeed("index", "--out", impacts, "--append", all);
  }

  @Test
  void severalIndexesAnswerTogether() throws IOException {
    Path some = directory.resolve("two.jsonl");
    Files.write(some, Files.readAllLines(directory.resolve("corpus.jsonl")).subList(0, 2));
    String other = directory.resolve("two.tern").toString();
    Program.succeed("index", "--out", other, some.toString());
    String out = Program.succeed("search", index, "--with", other, "sea");
    List<String> lines = out.lines().toList();
    assertTrue(lines.get(0).matches(" 1 +0\\.0325  Tern  tern"), out);
    assertEquals("A sea bird with a forked tail.", lines.get(1).strip());
    assertTrue(lines.get(2).matches(" 2 +0\\.0164  Ship  ship"), out);
    assertTrue(lines.getLast().startsWith("2 documents from 2 indexes in "), out);
    List<String> answers =
        Program.runWithInput(
                "sea\n\n", "search", index, "--with", other, "--fusion", "scores", "--json")
            .out()
            .lines()
            .toList();
    assertEquals(List.of("ship", "tern"), keys(answers.get(0)));
    assertEquals(List.of(), keys(answers.get(1)));
    for (String[] wrong : new String[][] {{"--explain"}, {"--fusion", "best"}, {"-k", "0"}}) {
      List<String> arguments = new ArrayList<>(List.of("search", index, "--with", other, "sea"));
      arguments.addAll(List.of(wrong));
      assertEquals(2, Program.run(arguments.toArray(String[]::new)).exitCode(), wrong[0]);
    }
  }

  @Test
  void addsWhatAnIndexDoesNotHave() throws IOException {
    Path some = directory.resolve("some.jsonl");
    Path all = directory.resolve("corpus.jsonl");
    Files.write(some, Files.readAllLines(all).subList(0, 2));
    String grown = directory.resolve("grown.tern").toString();
    Program.succeed("index", "--out", grown, some.toString());
    String out = Program.succeed("index", "--out", grown, "--append", all.toString());
    assertTrue(out.startsWith("4 documents, "), out);
    out = Program.succeed("index", "--out", grown, "--append", all.toString());
    assertTrue(out.startsWith("4 documents, "), out);
    List<String> answers =
        Program.runWithInput("sea\n", "search", grown, "--json").out().lines().toList();
    assertEquals(List.of("ship", "tern"), keys(answers.getFirst()));
    Program.Result other =
        Program.run("index", "--out", grown, "--append", "--k1", "2", all.toString());
    assertEquals(1, other.exitCode());
    assertTrue(other.err().contains("was made with tern.bm25.k1=0.9 and not 2"), other.err());
    Program.Result missing = Program.run("index", "--out", grown + "x", "--append", all.toString());
    assertEquals(1, missing.exitCode());
    assertTrue(missing.err().contains("does not exist"), missing.err());
  }

  @Test
  void answersInJsonOneLineForEachQuery() throws IOException {
    Program.Result result = Program.runWithInput("size größe\nsea\n\n", "search", index, "--json");
    assertEquals(0, result.exitCode(), result.err());
    List<String> lines = result.out().lines().toList();
    assertEquals(3, lines.size(), result.out());
    assertEquals(List.of("heron"), keys(lines.get(0)));
    assertEquals(List.of("ship", "tern"), keys(lines.get(1)));
    assertEquals(List.of(), keys(lines.get(2)));
    assertTrue(lines.get(0).contains("Größe"), lines.get(0));
  }

  @Test
  void keepsToKThresholdAndKeys() throws IOException {
    assertEquals(List.of("ship"), keys(search("sea", "-k", "1")));
    assertEquals(List.of(), keys(search("sea", "--threshold", "1000")));
    Path only = Files.writeString(directory.resolve("keys.txt"), "tern\nnobody\n");
    assertEquals(List.of("tern"), keys(search("sea", "--only", only.toString())));
    for (String algorithm : List.of("exhaustive", "max_score", "wand")) {
      assertEquals(
          List.of("tern", "ship", "heron"), keys(search("sea bird", "--algorithm", algorithm)));
    }
  }

  @Test
  void explanationAddsUpToTheScore() throws IOException {
    Map<String, Object> explanation =
        JSON.std.mapFrom(Program.succeed("explain", index, "a bird at sea", "tern", "--json"));
    double sum = 0;
    for (Object term : (List<?>) explanation.get("terms")) {
      sum += ((Number) ((Map<?, ?>) term).get("contribution")).doubleValue();
    }
    assertEquals(((Number) explanation.get("score")).doubleValue(), sum, 1e-4);
    assertTrue(sum > 0);
    String table = Program.succeed("explain", index, "a bird at sea", "tern");
    assertTrue(table.contains("score of tern"), table);
  }

  @Test
  void showsTheVectorOfAText() throws IOException {
    Map<String, Object> line =
        JSON.std.mapFrom(Program.succeed("encode", "a bird, a bird", "--json"));
    assertEquals(Map.of("a", 2.0, "bird", 2.0, ",", 1.0), line.get("vector"));
    String shown = Program.succeed("encode", "a bird, a bird");
    assertTrue(shown.contains("3 tokens with a weight"), shown);
  }

  @Test
  void explainsItself() {
    String help = Program.succeed("search", "--help");
    assertTrue(help.startsWith("Usage: tern search "), help);
    assertEquals(help, Program.succeed("help", "search"));
  }

  @Test
  void relaunchesItselfWithTheVectorModule() {
    Program.Result result = Program.run(List.of(), "", "search", index, "forked");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().contains("Tern  tern"), result.out());
  }

  private static String search(String query, String... more) {
    List<String> arguments = new ArrayList<>(List.of("search", index, query, "--json"));
    arguments.addAll(List.of(more));
    return Program.succeed(arguments.toArray(String[]::new));
  }

  private static List<String> keys(String json) throws IOException {
    List<?> hits = (List<?>) JSON.std.mapFrom(json).get("hits");
    return hits.stream().map(hit -> (String) ((Map<?, ?>) hit).get("key")).toList();
  }
}
