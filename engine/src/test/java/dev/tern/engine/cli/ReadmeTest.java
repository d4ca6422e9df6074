package dev.tern.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.testing.Golden;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Everything that the README tells people to type works, in the order in which it stands there.
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Pattern COMMAND = Pattern.compile("(?m)^ {4}\\./tern (.*)$");
  private static final Pattern JAVA = Pattern.compile("(?s)```java\\n(.*?)```");
  private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @TempDir private Path directory;

  @Test
  void commandsWork() throws IOException {
    prepareWhatTheReadmeNames();
    List<String> commands = commands(README);
    assertTrue(commands.size() >= 10, commands::toString);
    run(commands);
  }

  /// What a page tells people to type, without `./tern`.
  static List<String> commands(Path page) throws IOException {
    return COMMAND.matcher(Files.readString(page)).results().map(match -> match.group(1)).toList();
  }

  private void run(List<String> commands) throws IOException {
    for (String command : commands) {
      if (command.equals("test") || command.startsWith("bench")) {
        continue; // The first runs this test; the module bench tests the second.
      }
      if (command.startsWith("index") && !command.contains("--append")) {
        deleteIndex(command);
      }
      List<String> arguments =
          ARGUMENT
              .matcher(command)
              .results()
              .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
              .toList();
      Program.Result result = Program.runIn(directory, arguments);
      assertEquals(0, result.exitCode(), command + ": " + result.err());
      assertTrue(!result.out().isBlank(), command);
    }
  }

  @Test
  void exampleCompilesAndRuns() throws Exception {
    Matcher example = JAVA.matcher(Files.readString(README));
    assertTrue(example.find());
    Path source = directory.resolve("Example.java");
    Files.writeString(
        source,
"""
        import dev.tern.engine.*;
        import dev.tern.engine.collection.*;
        import java.nio.file.Path;
        import java.util.ArrayList;
import java.util.List;

        class Example {
          public static void main(String[] arguments) throws Exception {
            %s
          }
        }
"""
            .formatted(
                example.group(1).replace("birds.tern", directory.resolve("birds").toString())));
    String classPath = System.getProperty("java.class.path");
    run("javac", "-cp", classPath, "-d", directory.toString(), source.toString());
    String out =
        run(
            "java",
            "--add-modules=jdk.incubator.vector",
            "-cp",
            directory + File.pathSeparator + classPath,
            "Example");
    assertTrue(out.lines().findFirst().orElse("").endsWith("  Tern"), out);
  }

  /// Runs a tool of the JDK and returns what it prints.
  private static String run(String tool, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addFirst(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out;
    try (InputStream stream = process.getInputStream()) {
      out = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertEquals(0, process.waitFor());
    return out;
  }

  private void prepareWhatTheReadmeNames() throws IOException {
    Files.writeString(
        directory.resolve("my-documents.jsonl"),
        """
        {"_id": "document-17", "title": "Eggs", "text": "Eggs keep for five weeks in the cold."}
        {"_id": "document-18", "title": "Milk", "text": "Milk keeps for a week."}
        """);
    Files.writeString(
        directory.resolve("more-documents.jsonl"),
        """
        {"_id": "document-18", "text": "Milk keeps for a week."}
        {"_id": "document-19", "text": "Bread keeps for three days."}
        """);
    Path model = directory.resolve("path/to/splade-model");
    Golden.copyModel("bert-mlm-tiny", model);
    Files.writeString(
        directory.resolve("path/to/idf.json"), "{\"river\": 2, \"year\": 1, \"years\": 1.5}");
    Path collection = Files.createDirectories(directory.resolve("path/to/scifact/qrels"));
    copyDemo("qrels.tsv", collection.resolve("test.tsv"));
    copyDemo("corpus.jsonl", collection.resolveSibling("corpus.jsonl"));
    copyDemo("queries.jsonl", collection.resolveSibling("queries.jsonl"));
    Files.writeString(directory.resolve("keys.txt"), "document-17\n");
    Files.writeString(directory.resolve("my.run"), "1 Q0 document-17 1 2.5 mine\n");
    Files.writeString(directory.resolve("qrels.tsv"), "1 0 document-17 1\n");
  }

  private static void copyDemo(String name, Path target) throws IOException {
    try (InputStream resource = DemoCommand.class.getResourceAsStream("demo/" + name)) {
      Files.copy(resource, target);
    }
  }

  /// So that each command that makes an index can have its name.
  private void deleteIndex(String command) throws IOException {
    for (String name : List.of("my.tern", "words.tern")) {
      Path index = directory.resolve(name);
      if (command.contains("--out " + name + " ") && Files.exists(index)) {
        new TemporaryDirectory(index).close();
      }
    }
  }
}
