package dev.tern.encoder.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class QuotedTest {
  @Test
  void whatDoesNotShowBecomesAQuestionMark() {
    assertEquals("\"a b?[31m?c?d?\"", Quoted.of("a b\u001B[31m\nc\u202Ed\uD800"));
    assertEquals("grün \uD83D\uDC26", Quoted.plain("grün \uD83D\uDC26"));
    assertEquals("\"\"", Quoted.of(""));
  }

  @Test
  void cutsBetweenCharacters() {
    String birds = "\uD83D\uDC26".repeat(120);
    assertEquals(birds, Quoted.plain(birds));
    assertEquals(birds + "...", Quoted.plain(birds + "x"));
  }
}
