package dev.tern.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

/// What a person reads: sentences, numbers, progress, beginnings of texts.
class ConsoleTest {
  @Test
  void progressHasRateShareAndTimeLeft() {
    assertEquals("indexing: documents ...", progress(0, 0, 0, 0));
    assertEquals("indexing: 0 of 5,183 documents", progress(0, 5183, 0, 3));
    assertEquals("indexing: 1,000 documents, 100/s", progress(1000, 0, 10, 0));
    assertEquals("indexing: 1,000 documents, 100/s, 50 %, 10 s left", progress(1000, 2000, 10, 0));
    assertEquals("indexing: 1,000 documents, 100/s, 50 %, 6.0 s left", progress(1000, 2000, 10, 4));
    assertEquals("indexing: 10 documents, 0.5/s, 1 %, 33:00 min left", progress(10, 1000, 20, 0));
    assertEquals("indexing: 11 documents, 11/s, 100 %, 0.0 s left", progress(11, 10, 1, 0));
  }

  @Test
  void progressWithANoteIsBrief() {
    assertEquals("1,000 of 2,000 steps, 10 s left", Progress.brief("steps", 1000, 2000, 10));
  }

  private static String progress(long done, long total, double seconds, double since) {
    return Progress.line("indexing", "documents", done, total, seconds, since);
  }

  @Test
  void timesHaveTheirUnit() {
    assertEquals("0.4 s", Progress.time(0.44));
    assertEquals("10 s", Progress.time(9.96));
    assertEquals("59 s", Progress.time(59.4));
    assertEquals("1:00 min", Progress.time(59.6));
    assertEquals("59:59 min", Progress.time(3599));
    assertEquals("2:01 h", Progress.time(7265));
  }

  @Test
  void countsHaveTheirUnit() {
    assertEquals("0 documents", Count.of(0, "document"));
    assertEquals("1 document", Count.of(1, "document"));
    assertEquals("12,345 documents", Count.of(12345, "document"));
  }

  @Test
  void textsFitOnALineAndStayThere() {
    assertEquals("a b", SearchReport.beginning(" a \n\t b "));
    assertEquals("\uFFFD[31m \uFFFD", SearchReport.beginning("\u001b[31m \u202e"));
    String words = "word ".repeat(40);
    String beginning = SearchReport.beginning(words);
    assertEquals(words.substring(0, 94) + " ...", beginning);
    assertEquals(
        "\uD83D\uDC1F".repeat(96) + " ...", SearchReport.beginning("\uD83D\uDC1F".repeat(97)));
  }

  @Test
  void failuresAreSentences() {
    assertEquals("x does not exist; check the path", sentence(new NoSuchFileException("x")));
    assertEquals(
        "x may not be read or written by this user", sentence(new AccessDeniedException("x")));
    assertEquals(
        "x cannot be used (Read-only file system); check the path",
        sentence(new FileSystemException("x", null, "Read-only file system")));
    assertEquals(
        "the disk is full while writing x: No space left on device; make room and run it again,"
            + " nothing committed is lost",
        sentence(new FileSystemException("x", null, "No space left on device")));
    assertEquals(
        "the input is not UTF-8; convert it first", sentence(new MalformedInputException(1)));
    assertEquals(
        "inner", Failure.sentence(new UncheckedIOException("outer", new IOException("inner"))));
    assertEquals(
        "java.lang.IllegalStateException: x (this is a fault of Tern; --debug shows where)",
        Failure.sentence(new IllegalStateException("x")));
  }

  private static String sentence(IOException failure) {
    return Failure.sentence(failure);
  }
}
