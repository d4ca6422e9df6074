package dev.tern.encoder.tokenizer;

import static dev.tern.encoder.tokenizer.BertCharacters.SPACE;

import dev.tern.encoder.text.Quoted;
import dev.tern.encoder.text.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a `vocab.txt`, the older form of BERT's vocabulary: a token a line, the line is the id.
///
/// All else stands in `tokenizer_config.json` and `special_tokens_map.json` beside it, or is what
/// BERT uses.
final class VocabularyText {
  /// Tokenizers that are BERT's by another name. Others read a `vocab.txt` too, but split words
  /// differently (BertJapaneseTokenizer).
  private static final List<String> CLASSES =
      List.of(
          "BertTokenizer",
          "DistilBertTokenizer",
          "ElectraTokenizer",
          "MobileBertTokenizer",
          "ConvBertTokenizer",
          "SqueezeBertTokenizer",
          "LayoutLMTokenizer");

  private final String file;
  private final JsonObject config;
  private final JsonObject specialTokens;

  /// @param file the name that errors give
  /// @param config `tokenizer_config.json`, without fields if there is none
  /// @param specialTokens `special_tokens_map.json`, without fields if there is none
  VocabularyText(String file, JsonObject config, JsonObject specialTokens) {
    this.file = file;
    this.config = config;
    this.specialTokens = specialTokens;
  }

  Tokenizer read(byte[] bytes, TokenizerOptions options) throws TokenizerException {
    requireBert();
    VocabularyBuilder rows = new VocabularyBuilder(file);
    List<String> lines = lines(bytes);
    for (int id = 0; id < lines.size(); id++) {
      rows.add(lines.get(id), id);
    }
    if (lines.isEmpty()) {
      throw new TokenizerException(file + " is empty; fetch the file again");
    }
    Vocabulary pieces = rows.build();
    List<AddedToken> added = addedTokens(pieces);
    for (AddedToken token : added) {
      rows.add(token);
    }
    boolean lowercase = config.flag("do_lower_case", true);
    BertNormalizer normalizer =
        new BertNormalizer(
            new BertNormalizer.Steps(
                true,
                config.flag("tokenize_chinese_chars", true),
                config.flag("strip_accents", lowercase),
                lowercase));
    WordPiece model =
        new WordPiece(
            pieces, new WordPiece.Settings(required("unk_token", "[UNK]", pieces), "##", 100));
    Template template =
        new Template(
            new int[] {required("cls_token", "[CLS]", pieces)},
            new int[] {required("sep_token", "[SEP]", pieces)});
    return new WordPieceTokenizer(
        new WordPieceTokenizer.Parts(rows.build(), added, normalizer, model, template), options);
  }

  private void requireBert() throws TokenizerException {
    String name = config.findString("tokenizer_class").orElse(CLASSES.getFirst());
    String slow = name.endsWith("Fast") ? name.substring(0, name.length() - 4) : name;
    if (!CLASSES.contains(slow)) {
      throw new TokenizerException(
          config.at("tokenizer_class")
              + " "
              + Quoted.plain(name)
              + " is not supported with a vocab.txt;"
              + " supported: "
              + String.join(", ", CLASSES));
    }
    if (!config.flag("do_basic_tokenize", true)) {
      throw new TokenizerException(
          config.at("do_basic_tokenize") + " false is not supported; set it to true");
    }
  }

  /// The special tokens that the vocabulary has, and those that the configuration lists by id.
  private List<AddedToken> addedTokens(Vocabulary pieces) throws TokenizerException {
    List<AddedToken> added = new ArrayList<>();
    Optional<JsonObject> listed = config.findObject("added_tokens_decoder");
    if (listed.isPresent()) {
      for (String key : listed.get().fields().keySet()) {
        int id;
        try {
          id = Integer.parseInt(key);
        } catch (NumberFormatException e) {
          throw new TokenizerException(
              listed.get().at(key) + " must be named by an id; save the tokenizer again", e);
        }
        added.add(AddedToken.read(listed.get().object(key), id));
      }
    }
    for (String[] name :
        new String[][] {
          {"pad_token", "[PAD]"},
          {"unk_token", "[UNK]"},
          {"cls_token", "[CLS]"},
          {"sep_token", "[SEP]"},
          {"mask_token", "[MASK]"}
        }) {
      String token = specialToken(name[0], name[1]);
      boolean known = added.stream().anyMatch(other -> other.content().equals(token));
      if (pieces.contains(token) && !token.isEmpty() && !known) {
        added.add(AddedToken.special(pieces.idOf(token), token));
      }
    }
    return added;
  }

  private int required(String name, String usual, Vocabulary pieces) throws TokenizerException {
    String token = specialToken(name, usual);
    if (!pieces.contains(token)) {
      throw new TokenizerException(
          file
              + ": the "
              + name
              + " "
              + Quoted.of(token)
              + " is not in the vocabulary; add a line for it"
              + " or name another in tokenizer_config.json");
    }
    return pieces.idOf(token);
  }

  private String specialToken(String name, String usual) throws TokenizerException {
    JsonObject source = config.has(name) ? config : specialTokens;
    if (source.fields().get(name) instanceof Map) {
      return source.object(name).string("content");
    }
    return source.findString(name).orElse(usual);
  }

  /// The lines without white space at their ends. Only a line feed ends a line: a vocabulary may
  /// hold the other line ends of Unicode as tokens.
  private List<String> lines(byte[] bytes) throws TokenizerException {
    List<String> lines = new ArrayList<>();
    for (int start = 0, end; start < bytes.length; start = end + 1) {
      end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      String line =
          Utf8.decode(bytes, start, end - start)
              .orElseThrow(() ->
                  new TokenizerException(
                      file + ": line " + (lines.size() + 1) + " is not UTF-8; convert the file"));
      lines.add(trimmed(line));
    }
    return lines;
  }

  private static String trimmed(String line) {
    int end = line.length();
    while (end > 0 && (BertCharacters.classes(line.charAt(end - 1)) & SPACE) != 0) {
      end--;
    }
    return line.substring(0, end);
  }
}
