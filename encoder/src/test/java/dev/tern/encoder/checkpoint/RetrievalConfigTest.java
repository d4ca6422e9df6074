package dev.tern.encoder.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.checkpoint.ExpansionFile.Entry;
import dev.tern.encoder.checkpoint.LexicalFloor.Combination;
import dev.tern.encoder.checkpoint.RetrievalConfig.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetrievalConfigTest {
  @TempDir private Path directory;

  @Test
  void isReadAsItWasWritten() throws IOException {
    assertEquals(RetrievalConfig.NONE, RetrievalConfig.read(directory));
    for (RetrievalConfig config :
        List.of(
            RetrievalConfig.NONE,
            new RetrievalConfig(
                Optional.of(LexicalFloor.DEFAULT),
                0.5f,
                Optional.of("expansion.tsv"),
                new Reading(OptionalInt.of(512), OptionalInt.of(160), false)),
            new RetrievalConfig(
                Optional.empty(),
                0,
                Optional.empty(),
                new Reading(OptionalInt.of(2), OptionalInt.empty(), true)),
            new RetrievalConfig(
                Optional.empty(),
                0,
                Optional.empty(),
                new Reading(OptionalInt.empty(), OptionalInt.of(1), true)),
            new RetrievalConfig(
                Optional.of(new LexicalFloor(Combination.MAXIMUM, 0.1f, 2, 0, 1e6f)),
                1,
                Optional.empty(),
                Reading.ONCE))) {
      config.write(directory);
      assertEquals(config, RetrievalConfig.read(directory));
    }
    Files.writeString(directory.resolve("tern.json"), "{\"version\": 1, \"floor\": {}}");
    assertEquals(Optional.of(LexicalFloor.DEFAULT), RetrievalConfig.read(directory).floor());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | \"version\" in",
        "{'version': 2} | newer version of Tern",
        "{'version': 1, 'flor': {}} | the key \"flor\"",
        "{'version': 1, 'floor': 1} | must be an object",
        "{'version': 1, 'documents': {'titles': 1}} | \"titles\" in",
        "{'version': 1, 'documents': {'max_terms': 0}} | \"max_terms\" in",
        "{'version': 1, 'documents': {'title': true}} | the key \"title\"",
        "{'version': 1, 'floor': {'beta': 0}} | \"beta\" in",
        "{'version': 1, 'floor': {'beta': 1e99}} | \"beta\" in",
        "{'version': 1, 'floor': {'b': 1.5}} | \"b\" in",
        "{'version': 1, 'floor': {'k1': -1}} | \"k1\" in",
        "{'version': 1, 'floor': {'average_length': 0}} | \"average_length\" in",
        "{'version': 1, 'floor': {'combination': 'product'}} | must be sum or maximum",
        "{'version': 1, 'floor': {'alpha': 1}} | the key \"alpha\"",
        "{'version': 1, 'queries': {'repetition': 2}} | \"repetition\" in",
        "{'version': 1, 'queries': {'repetition': 'often'}} | must be a number",
        "{'version': 1, 'queries': {'expansion': '../e.tsv'}} | a file in the same directory",
        "{'version': 1, 'queries': {'stems': 1}} | the key \"stems\"",
        "{'version': 1 | is not valid JSON",
      })
  void whatIsNotUnderstoodIsRefused(String json, String part) throws IOException {
    Path file = directory.resolve("tern.json");
    Files.writeString(file, json.replace('\'', '"'));
    String message =
        assertThrows(CheckpointException.class, () -> RetrievalConfig.read(directory)).getMessage();
    assertTrue(message.contains(part) && message.contains(file.toString()), message);
  }

  @Test
  void anExpansionIsReadAsItWasWritten() throws IOException {
    List<String> tokens = List.of("a", "##b", "\u4e00", "d e", "f");
    List<Entry> entries =
        List.of(new Entry(0, 1, 0.3f), new Entry(2, 3, 1e-7f), new Entry(0, 4, 7));
    Path file = directory.resolve("expansion.tsv");
    ExpansionFile.write(file, entries, tokens::get);
    assertEquals(entries, ExpansionFile.read(file, tokens.size(), tokens::indexOf));
    assertThrows(IOException.class, () -> ExpansionFile.write(file, entries, tokens::get));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a>b | line 1 must be a token, another token and a factor",
        "a>b>1>2 | line 1 must be a token",
        ">b>1 | line 1 must be a token",
        "a>>1 | line 1 must be a token",
        "a>z>1 | \"z\", which is not in the vocabulary",
        "a>a>1 | stand for itself",
        "a>b>1/a>b>2 | line 2 has the two tokens of an earlier line",
        "a>b>0 | factor \"0\"",
        "a>b>-1 | factor \"-1\"",
        "a>b>NaN | factor \"NaN\"",
        "a>b>much | factor \"much\"",
        "a>b>1/a>c>1/a>d>1/a>e>1/a>f>1 | line 5 lets a token stand for more than 4",
      })
  void linesThatAreNoneAreRefused(String lines, String part) throws IOException {
    Path file = directory.resolve("expansion.tsv");
    Files.writeString(file, lines.replace('>', '\t').replace('/', '\n'));
    String message =
        assertThrows(
                CheckpointException.class, () -> ExpansionFile.read(file, 6, "abcdef"::indexOf))
            .getMessage();
    assertTrue(message.contains(part) && message.startsWith(file.toString()), message);
  }
}
