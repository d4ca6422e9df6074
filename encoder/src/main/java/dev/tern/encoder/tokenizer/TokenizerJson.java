package dev.tern.encoder.tokenizer;

import dev.tern.encoder.text.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads a `tokenizer.json`, the format of the Hugging Face tokenizers library.
///
/// Each component names its type; one that is not known here is refused by name, because a guess
/// would give wrong ids silently. `truncation` and `padding` are ignored, since the caller says how
/// many tokens it wants, and `decoder` too, since ids are never turned back.
final class TokenizerJson {
  private final String file;
  private final JsonObject root;
  private final VocabularyBuilder rows;

  private TokenizerJson(JsonObject root, String file) {
    this.root = root;
    this.file = file;
    rows = new VocabularyBuilder(file);
  }

  /// @param file the name that errors give
  static Tokenizer read(byte[] bytes, String file, TokenizerOptions options)
      throws TokenizerException {
    return new TokenizerJson(JsonObject.parse(bytes, file), file).wordPiece(options);
  }

  private Tokenizer wordPiece(TokenizerOptions options) throws TokenizerException {
    JsonObject model = root.object("model");
    // Files from before the types of models were written are told by the field that only WordPiece
    // has.
    if (model.has("type") || !model.has("max_input_chars_per_word")) {
      require(model, "WordPiece");
    }
    Vocabulary pieces = vocabulary(model.object("vocab"));
    WordPiece.Settings settings =
        new WordPiece.Settings(
            unknownId(model, pieces),
            model.findString("continuing_subword_prefix").orElse("##"),
            maxCodePoints(model));
    requireBertPreTokenizer();
    List<AddedToken> added = new ArrayList<>();
    for (JsonObject token : root.objects("added_tokens")) {
      int id = token.findInteger("id").orElseThrow(() -> token.missing("id"));
      AddedToken read = AddedToken.read(token, id);
      rows.add(read);
      added.add(read);
    }
    Vocabulary all = rows.build();
    return new WordPieceTokenizer(
        new WordPieceTokenizer.Parts(
            all, added, normalizer(), new WordPiece(pieces, settings), template(all)),
        options);
  }

  private Vocabulary vocabulary(JsonObject vocab) throws TokenizerException {
    for (Map.Entry<String, Object> row : vocab.fields().entrySet()) {
      if (!(row.getValue() instanceof Integer id)) {
        throw new TokenizerException(
            file
                + ": token "
                + Quoted.of(row.getKey())
                + " has id "
                + Quoted.plain(String.valueOf(row.getValue()))
                + ", ids must be whole numbers in [0, "
                + VocabularyBuilder.MAX_SIZE
                + "); check the file");
      }
      rows.add(row.getKey(), id);
    }
    if (vocab.fields().isEmpty()) {
      throw new TokenizerException(vocab.place() + " is empty; fetch the file again");
    }
    return rows.build();
  }

  private int unknownId(JsonObject model, Vocabulary pieces) throws TokenizerException {
    String token = model.findString("unk_token").orElse("[UNK]");
    if (!pieces.contains(token)) {
      throw new TokenizerException(
          model.at("unk_token")
              + " is "
              + Quoted.of(token)
              + ", which is not in the vocabulary; add it to model.vocab");
    }
    return pieces.idOf(token);
  }

  private static int maxCodePoints(JsonObject model) throws TokenizerException {
    String name = "max_input_chars_per_word";
    int maxCodePoints = model.findInteger(name).orElse(100);
    if (maxCodePoints < 0) {
      throw new TokenizerException(
          model.at(name) + " is " + maxCodePoints + " and must not be negative; BERT has 100");
    }
    return maxCodePoints;
  }

  private BertNormalizer normalizer() throws TokenizerException {
    List<JsonObject> parts = flattened("normalizer", "normalizers");
    if (parts.isEmpty()) {
      return new BertNormalizer(new BertNormalizer.Steps(false, false, false, false));
    }
    JsonObject bert = only(parts);
    require(bert, "BertNormalizer");
    boolean lowercase = bert.flag("lowercase", true);
    return new BertNormalizer(
        new BertNormalizer.Steps(
            bert.flag("clean_text", true),
            bert.flag("handle_chinese_chars", true),
            bert.flag("strip_accents", lowercase),
            lowercase));
  }

  private void requireBertPreTokenizer() throws TokenizerException {
    List<JsonObject> parts = flattened("pre_tokenizer", "pretokenizers");
    if (parts.isEmpty()) {
      throw new TokenizerException(
          file + ": there is no pre_tokenizer; supported: BertPreTokenizer");
    }
    require(only(parts), "BertPreTokenizer");
  }

  private Template template(Vocabulary all) throws TokenizerException {
    List<JsonObject> parts = flattened("post_processor", "processors");
    if (parts.isEmpty()) {
      return Template.NONE;
    }
    JsonObject processor = only(parts);
    require(processor, "TemplateProcessing", "BertProcessing", "RobertaProcessing");
    return TemplateJson.read(processor, all);
  }

  /// The components under `name`, with sequences of components laid out flat.
  private List<JsonObject> flattened(String name, String listName) throws TokenizerException {
    List<JsonObject> parts = new ArrayList<>();
    Optional<JsonObject> component = root.findObject(name);
    if (component.isPresent()) {
      flatten(component.get(), listName, parts);
    }
    return parts;
  }

  /// No deeper than the JSON parser lets objects be nested.
  private static void flatten(JsonObject component, String listName, List<JsonObject> parts)
      throws TokenizerException {
    if (component.findString("type").orElse("").equals("Sequence")) {
      for (JsonObject part : component.objects(listName)) {
        flatten(part, listName, parts);
      }
    } else {
      parts.add(component);
    }
  }

  private JsonObject only(List<JsonObject> parts) throws TokenizerException {
    if (parts.size() > 1) {
      throw new TokenizerException(
          parts.get(1).place()
              + " of type "
              + Quoted.plain(parts.get(1).findString("type").orElse("(none)"))
              + " comes after another component, and sequences of several are not supported;"
              + " use a WordPiece tokenizer of the BERT family");
    }
    return parts.getFirst();
  }

  private static void require(JsonObject component, String... supported) throws TokenizerException {
    String type = component.findString("type").orElse("(none)");
    if (!List.of(supported).contains(type)) {
      throw new TokenizerException(
          String.format(
              Locale.ROOT,
              "%s of type %s is not supported; supported: %s",
              component.place(),
              Quoted.plain(type),
              String.join(", ", supported)));
    }
  }
}
