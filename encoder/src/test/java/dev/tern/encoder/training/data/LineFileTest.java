package dev.tern.encoder.training.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tern.testing.Randomized;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineFileTest {
  @TempDir Path directory;

  @Test
  void findsLinesAndCountsBlankOnes() throws IOException {
    Path file = directory.resolve("a.txt");
    Files.writeString(file, "\uFEFFone\r\n\n  \t\r\ntwo\u2028\u0085zwei\n\nthree");
    try (LineFile lines = LineFile.open(file)) {
      assertEquals(3, lines.size());
      assertEquals("three", lines.line(2));
      assertEquals("two\u2028\u0085zwei", lines.line(1));
      assertEquals("one", lines.line(0));
      assertEquals(file + ":6", lines.place(2));
    }
  }

  @Randomized(runs = 10)
  void equalsThePlainDefinition(RandomGenerator random) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(300); i > 0; i--) {
      text.append("äx".repeat(random.nextInt(8) == 0 ? random.nextInt(70_000) : random.nextInt(3)));
      text.append(random.nextBoolean() ? "\n" : "\r\n");
    }
    List<String> expected = new ArrayList<>(Arrays.asList(text.toString().split("\r?\n")));
    expected.removeIf(String::isBlank);
    Path packed = directory.resolve("random.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
    try (LineFile lines = LineFile.open(packed)) {
      assertEquals(expected.size(), lines.size());
      for (int line = lines.size() - 1; line >= 0; line--) {
        assertEquals(expected.get(line), lines.line(line));
      }
    }
  }

  @Test
  void refusesWhatIsNoText() throws IOException {
    Path file = directory.resolve("bad.txt");
    Files.write(file, new byte[] {'a', '\n', (byte) 0xFF, '\n'});
    try (LineFile lines = LineFile.open(file)) {
      assertEquals(
          file + ":2: the line is not UTF-8; convert the file to UTF-8",
          assertThrows(TrainingDataException.class, () -> lines.line(1)).getMessage());
    }
    assertThrows(TrainingDataException.class, () -> LineFile.open(directory.resolve("absent.txt")));
    Path broken = directory.resolve("broken.gz");
    Files.write(broken, new byte[] {1, 2, 3});
    assertThrows(TrainingDataException.class, () -> LineFile.open(broken));
  }
}
