package dev.tern.encoder.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// Files in every form that is supported, and refusals that say what is wrong and where.
class TokenizerFilesTest {
  private static final String TOKENIZER =
      """
      {"truncation": {"max_length": 3}, "padding": {"strategy": {"Fixed": 9}},
       "added_tokens": [{"id": 1, "content": "[SEP]", "special": true, "normalized": false}],
       "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                      "strip_accents": null, "lowercase": true},
       "pre_tokenizer": {"type": "BertPreTokenizer"},
       "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 1], "cls": ["[CLS]", 2]},
       "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                 "max_input_chars_per_word": 100,
                 "vocab": {"[UNK]": 0, "[SEP]": 1, "[CLS]": 2, "a": 3, "##b": 4, "A": 5}}}
      """;

  @TempDir Path directory;

  @Test
  void embeddedTruncationAndPaddingAreIgnored() throws IOException {
    assertIds(TOKENIZER, "ab a ab a", 2, 3, 4, 3, 3, 4, 3, 1);
  }

  @Test
  void componentsInSequencesAndOldFormsAreRead() throws IOException {
    String sequences =
        TOKENIZER
            .replace(
                "{\"type\": \"BertPreTokenizer\"}", sequence("pretokenizers", "BertPreTokenizer"))
            .replace("\"type\": \"WordPiece\", ", "")
            .replace("BertProcessing", "RobertaProcessing");
    assertIds(sequences, "ab A", 2, 3, 4, 3, 1);
    String noNormalizer =
        TOKENIZER.replaceFirst("(?s)\"normalizer\": \\{.*?\\}", "\"normalizer\": null");
    assertIds(noNormalizer, "ab A", 2, 3, 4, 5, 1);
    String noTemplate =
        TOKENIZER.replaceFirst("(?s)\"post_processor\": \\{.*?\\}", "\"post_processor\": null");
    assertIds(noTemplate, "ab A", 3, 4, 3);
    String template =
        TOKENIZER.replaceFirst(
            "(?s)\"post_processor\": \\{.*?\\}",
            """
            "post_processor": {"type": "TemplateProcessing",
              "single": [{"SpecialToken": {"id": "x"}}, {"Sequence": {"id": "A"}}],
              "special_tokens": {"x": {"ids": [2, 1]}}}\
            """);
    assertIds(template, "ab", 2, 1, 3, 4);
  }

  @Test
  void idsMayBeLeftOut() throws IOException {
    Tokenizer tokenizer = json(TOKENIZER.replace("\"A\": 5", "\"A\": 7"));
    assertEquals(8, tokenizer.vocabulary().size());
    assertEquals("", tokenizer.vocabulary().token(6));
    assertEquals("A", tokenizer.vocabulary().token(7));
  }

  @Test
  void unknownComponentsAreRefusedByName() {
    assertBroken("\"WordPiece\"", "\"BPE\"", "model of type BPE", "supported: WordPiece");
    assertBroken("\"BertNormalizer\"", "\"NFC\"", "normalizer of type NFC", "BertNormalizer");
    assertBroken(
        "\"BertPreTokenizer\"", "\"Whitespace\"", "pre_tokenizer of type Whitespace", "Bert");
    assertBroken("\"BertProcessing\"", "\"ByteLevel\"", "post_processor of type ByteLevel", "Bert");
    assertBroken("{\"type\": \"BertPreTokenizer\"}", "null", "no pre_tokenizer");
    assertBroken(
        "{\"type\": \"BertPreTokenizer\"}",
        sequence("pretokenizers", "BertPreTokenizer", "Digits"),
        "pre_tokenizer.pretokenizers[1] of type Digits");
  }

  @Test
  void brokenVocabulariesAreRefused() {
    assertBroken("\"A\": 5", "\"A\": 3", "id 3 stands for both \"a\" and \"A\"");
    assertBroken("\"A\": 5", "\"a\": 5", "not valid JSON", "Duplicate");
    assertBroken("\"A\": 5", "\"A\": -1", "token \"A\" has id -1", "[0, 4194304)");
    assertBroken("\"A\": 5", "\"A\": 4194304", "token \"A\" has id 4194304");
    assertBroken("\"A\": 5", "\"A\": 99999999999", "token \"A\" has id 99999999999");
    assertBroken("\"A\": 5", "\"A\": \"5\"", "token \"A\" has id 5, ids must be whole numbers");
    assertBroken("\"A\": 5", "\"A\": 5.5", "token \"A\" has id 5.5");
    assertBroken("\"A\": 5", "\"A\": null", "token \"A\" has id null");
    assertBroken("\"A\": 5", "\"\\ud83d\": 5", "id 5 holds a lone surrogate");
    assertBroken(
        "{\"[UNK]\": 0, \"[SEP]\": 1, \"[CLS]\": 2, \"a\": 3, \"##b\": 4, \"A\": 5}",
        "{}",
        "vocab is empty");
    assertBroken(
        "{\"[UNK]\": 0, \"[SEP]\": 1, \"[CLS]\": 2, \"a\": 3, \"##b\": 4, \"A\": 5}",
        "[]",
        "vocab must be an object");
    assertBroken(
        "\"unk_token\": \"[UNK]\"",
        "\"unk_token\": \"<unk>\"",
        "\"<unk>\"",
        "not in the vocabulary");
    assertBroken(
        "{\"id\": 1, \"content\": \"[SEP]\"",
        "{\"id\": 4, \"content\": \"[SEP]\"",
        "added token \"[SEP]\" has id 4",
        "gives it 1");
    assertBroken(
        "{\"id\": 1, \"content\": \"[SEP]\"",
        "{\"id\": 4, \"content\": \"new\"",
        "id 4 stands for both");
    assertBroken("\"content\": \"[SEP]\"", "\"content\": \"\"", "added_tokens[0].content is empty");
  }

  @Test
  void brokenFieldsAreRefused() {
    assertBroken("100", "-1", "model.max_input_chars_per_word is -1");
    assertBroken("{\"id\": 1,", "{", "added_tokens[0].id is missing");
    assertBroken("100", "\"100\"", "model.max_input_chars_per_word must be a whole number");
    assertBroken(
        "\"lowercase\": true", "\"lowercase\": 1", "normalizer.lowercase must be true or false");
    assertBroken("\"model\"", "\"modell\"", "test.json: model is missing");
    assertBroken(
        "\"cls\": [\"[CLS]\", 2]", "\"cls\": [2]", "post_processor.cls must be a token and its id");
    assertBroken(
        "\"cls\": [\"[CLS]\", 2]", "\"cls\": [\"[CLS]\", 6]", "id 6", "vocabulary of 6 rows");
    assertBroken(
        "\"added_tokens\": [",
        "\"added_tokens\": [3, ",
        "added_tokens[0] must be an object, found 3");
    assertBroken(
        "\"added_tokens\": [", "\"added_tokens\": [null, ", "added_tokens[0] must be an object");
    assertBroken(
        "BertProcessing", "TemplateProcessing", "post_processor.single must hold the text once");
    assertBroken("}}}", "}}", "not valid JSON at line");
    assertBroken("}}}", "}}}}", "test.json");
    assertBroken("}}}", "}}} 5", "something follows the object");
    assertRefused(() -> json(""), "test.json");
    assertRefused(() -> json("[1]"), "test.json must be an object");
    assertRefused(() -> json("null"), "test.json must be an object");
    assertRefused(() -> json("[".repeat(100_000)), "not valid JSON");
  }

  @Test
  void vocabTextWithItsConfiguration() throws IOException {
    write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\n##b \r\nA\n\u00E9\ne\n\u2028\nx\u4E2D");
    assertArrayEquals(new int[] {2, 4, 5, 4, 8, 3}, read("ab A \u00E9"));
    Tokenizer tokenizer = TokenizerFiles.read(directory, TokenizerOptions.DEFAULT);
    assertEquals(11, tokenizer.vocabulary().size());
    assertTrue(tokenizer.isSpecial(0) && tokenizer.isSpecial(3) && !tokenizer.isSpecial(4));
    write(
        "tokenizer_config.json",
        "{\"do_lower_case\": false, \"tokenizer_class\": \"BertTokenizerFast\"}");
    assertArrayEquals(new int[] {2, 4, 5, 6, 7, 3}, read("ab A \u00E9"));
    write(
        "tokenizer_config.json", "{\"strip_accents\": false, \"cls_token\": {\"content\": \"a\"}}");
    write("special_tokens_map.json", "{\"cls_token\": \"A\", \"sep_token\": \"A\"}");
    assertArrayEquals(new int[] {4, 4, 5, 4, 7, 6}, read("ab A \u00E9"));
    write("tokenizer_config.json", "{\"tokenize_chinese_chars\": false}");
    assertArrayEquals(new int[] {6, 10, 6}, read("x\u4E2D"));
    write("tokenizer_config.json", "{\"added_tokens_decoder\": {\"11\": {\"content\": \"new\"}}}");
    assertArrayEquals(new int[] {6, 4, 11, 4, 6}, read("a NEW a"));
  }

  @Test
  void repeatedLinesOfVocabTextMeanTheLast() throws IOException {
    write("vocab.txt", "[UNK]\n[CLS]\n[SEP]\na\na\n\n");
    assertArrayEquals(new int[] {1, 4, 2}, read("a"));
    Vocabulary vocabulary = TokenizerFiles.read(directory, TokenizerOptions.DEFAULT).vocabulary();
    assertEquals(
        List.of(6, "a", ""), List.of(vocabulary.size(), vocabulary.token(3), vocabulary.token(5)));
  }

  @Test
  void brokenDirectoriesAreRefused() throws IOException {
    assertDirectoryRefused("neither a tokenizer.json nor a vocab.txt", directory.toString());
    write("vocab.txt", "");
    assertDirectoryRefused("vocab.txt is empty");
    write("vocab.txt", "[UNK]\n[CLS]\na");
    assertDirectoryRefused("the sep_token \"[SEP]\" is not in the vocabulary");
    write("vocab.txt", "[CLS]\n[SEP]");
    assertDirectoryRefused("the unk_token \"[UNK]\" is not in the vocabulary");
    Files.write(directory.resolve("vocab.txt"), new byte[] {'a', '\n', (byte) 0xC3, '\n'});
    assertDirectoryRefused("line 2 is not UTF-8");
    write("vocab.txt", "[UNK]\n[CLS]\n[SEP]\na");
    write("tokenizer_config.json", "{\"tokenizer_class\": \"BertJapaneseTokenizer\"}");
    assertDirectoryRefused("BertJapaneseTokenizer is not supported", "BertTokenizer");
    write("tokenizer_config.json", "{\"do_basic_tokenize\": false}");
    assertDirectoryRefused("do_basic_tokenize false is not supported");
    write("tokenizer_config.json", "{\"added_tokens_decoder\": {\"x\": {\"content\": \"new\"}}}");
    assertDirectoryRefused("added_tokens_decoder.x must be named by an id");
    write("tokenizer_config.json", "{\"cls_token\": 7}");
    assertDirectoryRefused("cls_token must be a string, found 7");
    write("tokenizer_config.json", "{");
    assertDirectoryRefused("tokenizer_config.json: not valid JSON");
    write("added_tokens.json", "{}");
    assertDirectoryRefused("added_tokens.json is not supported");
    write("tokenizer.json", "{\"model\": 3}");
    assertDirectoryRefused("tokenizer.json: model must be an object, found 3");
  }

  /// Every prefix of a file, and every file with one byte changed, is read or refused.
  @Test
  void damagedFilesNeverFailOtherwise() {
    byte[] whole = TOKENIZER.getBytes(StandardCharsets.UTF_8);
    int refused = 0;
    for (int i = 0; i < whole.length; i++) {
      for (int change : new int[] {-1, 1, 32, 128}) {
        byte[] damaged = change < 0 ? Arrays.copyOf(whole, i) : whole.clone();
        if (change > 0) {
          damaged[i] ^= (byte) change;
        }
        try (InputStream in = new ByteArrayInputStream(damaged)) {
          TokenizerFiles.readJson(in, "damaged", TokenizerOptions.DEFAULT).encode("ab [SEP] a", 9);
        } catch (IOException e) {
          assertTrue(e instanceof TokenizerException, e::toString);
          refused++;
        }
      }
    }
    assertTrue(refused > 2 * whole.length, "refused=" + refused);
  }

  /// What a hostile file makes a message say must not reach the terminal as it is.
  @Test
  void messagesStayHarmlessAndShort() {
    String hostile = "\\u001b[31m" + "x".repeat(40_000);
    for (String json :
        new String[] {
          TOKENIZER.replace("BertPreTokenizer", hostile),
          TOKENIZER.replace("\"[UNK]\": 0", "\"" + hostile + "\": -1"),
          TOKENIZER.replace("\"[UNK]\": 0", "\"" + hostile + "\": \"" + hostile + "\"")
        }) {
      assertTrue(json.contains(hostile));
      String message = assertThrows(TokenizerException.class, () -> json(json)).getMessage();
      assertTrue(message.length() < 500 && message.indexOf('\u001B') < 0, message);
    }
  }

  /// Tokens of one hash code must not make reading quadratic.
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void tokensThatCollideAreReadAsFast() throws IOException {
    StringBuilder lines = new StringBuilder("[UNK]\n[CLS]\n[SEP]\n");
    for (int i = 0; i < 1 << 17; i++) {
      for (int bit = 0; bit < 17; bit++) {
        lines.append((i >> bit & 1) == 0 ? "aa" : "bB"); // one hash code for both
      }
      lines.append('\n');
    }
    write("vocab.txt", lines.toString());
    Tokenizer tokenizer = TokenizerFiles.read(directory, TokenizerOptions.DEFAULT);
    assertEquals(3 + (1 << 17), tokenizer.vocabulary().size());
    assertArrayEquals(new int[] {3}, tokenizer.encodePlain("aa".repeat(17), 9));
  }

  @Test
  void filesTooLargeToBeTokenizersAreNotRead() throws IOException {
    try (RandomAccessFile file =
        new RandomAccessFile(directory.resolve("tokenizer.json").toFile(), "rw")) {
      file.setLength((32 << 20) + 1);
    }
    assertDirectoryRefused("tokenizer.json has more than 33554432 bytes");
  }

  static void assertRefused(Executable reading, String... expected) {
    String message = assertThrows(TokenizerException.class, reading).getMessage();
    for (String part : expected) {
      assertTrue(message.contains(part), () -> "expected " + part + " in: " + message);
    }
    assertTrue(message.indexOf('\n') < 0, message);
  }

  private static void assertBroken(String part, String replacement, String... expected) {
    assertTrue(TOKENIZER.contains(part), part);
    assertRefused(() -> json(TOKENIZER.replace(part, replacement)), expected);
  }

  private void assertDirectoryRefused(String... expected) {
    assertRefused(() -> TokenizerFiles.read(directory, TokenizerOptions.DEFAULT), expected);
  }

  private static void assertIds(String json, String text, int... expected) throws IOException {
    assertArrayEquals(expected, json(json).encode(text, 64), json);
  }

  private static Tokenizer json(String text) throws IOException {
    InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return TokenizerFiles.readJson(in, "test.json", TokenizerOptions.DEFAULT);
  }

  private static String sequence(String list, String... types) {
    StringBuilder text = new StringBuilder("{\"type\": \"Sequence\", \"" + list + "\": [");
    for (int i = 0; i < types.length; i++) {
      text.append(i == 0 ? "" : ", ").append("{\"type\": \"").append(types[i]).append("\"}");
    }
    return text.append("]}").toString();
  }

  private int[] read(String text) throws IOException {
    return TokenizerFiles.read(directory, TokenizerOptions.DEFAULT).encode(text, 64);
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }
}
