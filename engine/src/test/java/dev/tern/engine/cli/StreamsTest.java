package dev.tern.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Standard input and output as pipes, files and terminals have them.
class StreamsTest {
  @TempDir static Path directory;

  private static String index;

  @BeforeAll
  static void makeAnIndex() throws IOException {
    Path corpus =
        Files.writeString(
            directory.resolve("corpus.jsonl"),
            """
            {"_id": "1", "title": "a\\u001b[31m\\nb", "text": "sea\\r\\n\\u0000\\u202e  bird \\u0007"}
            {"_id": "\\u001b2", "text": "Größe 東京"}
            """);
    index = directory.resolve("index").toString();
    Program.succeed("index", "--out", index, corpus.toString());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void endsQuietlyWhenTheReaderHasEnough() {
    Program.Result result =
        Program.shell(directory, "yes sea | tern search index --json | head -n 1");
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(1, result.out().lines().count(), result.out());
    assertEquals("", result.err());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void failsWhereOutputIsLost() {
    assumeTrue(Files.exists(Path.of("/dev/full")), "skipped: there is no /dev/full here");
    for (String command : List.of("search index sea", "--help")) {
      Program.Result result = Program.shell(directory, "tern " + command + " > /dev/full");
      assertEquals(1, result.exitCode(), command);
      assertEquals(
          "tern: standard output cannot be written (No space left on device); is the disk full?\n",
          result.err());
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void refusesWhatIsNotUtf8() {
    String printf = "printf 'sea\\n\\377\\376\\n' | ";
    Program.Result result = Program.shell(directory, printf + "tern search index --json");
    assertEquals(1, result.exitCode());
    assertEquals("tern: the input is not UTF-8; convert it first\n", result.err());
    result = Program.shell(directory, "LC_ALL=C; export LC_ALL; tern search index Größe");
    assertTrue(
        result.exitCode() == 0 || result.err().contains("set LC_ALL=C.UTF-8"), result.toString());
    assertEquals(result.exitCode() == 0, result.out().contains("1 of 2 documents"));
  }

  @Test
  void readsQueriesWithByteOrderMarkAndWindowsLines() {
    String out = Program.runWithInput("\uFEFFGröße\r\nsea\r\n", "search", index, "--json").out();
    List<String> lines = out.lines().toList();
    assertEquals(2, lines.size(), out);
    assertTrue(lines.get(0).startsWith("{\"query\":\"Größe\","), out);
    assertTrue(lines.get(1).startsWith("{\"query\":\"sea\","), out);
  }

  @Test
  void textsCannotSteerTheTerminal() {
    String out = Program.succeed("search", index, "sea", "größe");
    assertTrue(out.contains("  a\uFFFD[31m b  1\n"), out);
    assertTrue(out.contains("  sea \uFFFD\uFFFD bird \uFFFD\n"), out);
    assertTrue(out.contains("  \uFFFD2\n"), out);
    Program.Result refused = Program.run("explain", index, "sea", "\u001b[2J");
    assertTrue(refused.err().startsWith("tern: no document has the key '"), refused.err());
    assertTrue(refused.err().indexOf('\u001b') < 0, refused.err());
  }

  @Test
  void takesQueriesLiterally() throws IOException {
    Path file = Files.writeString(directory.resolve("words.txt"), "sea");
    String at = "@" + file;
    assertTrue(
        Program.succeed("search", index, at, "--json").contains("\"query\":\"@"), "an @ is an @");
    String dash = Program.succeed("search", index, "--", "-sea");
    assertTrue(dash.contains("1 of 2 documents"), dash);
  }
}
