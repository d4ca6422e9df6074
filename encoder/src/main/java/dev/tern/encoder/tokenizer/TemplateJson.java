package dev.tern.encoder.tokenizer;

import java.util.ArrayList;
import java.util.List;

/// Reads the `post_processor` of a `tokenizer.json`: which special tokens go around a single text.
final class TemplateJson {
  private TemplateJson() {}

  /// @param processor of type TemplateProcessing, BertProcessing or RobertaProcessing; the latter
  ///   two put one token on either side
  static Template read(JsonObject processor, Vocabulary vocabulary) throws TokenizerException {
    if (processor.string("type").equals("TemplateProcessing")) {
      return template(processor, vocabulary);
    }
    return new Template(
        new int[] {tokenAndId(processor, "cls", vocabulary)},
        new int[] {tokenAndId(processor, "sep", vocabulary)});
  }

  private static Template template(JsonObject processor, Vocabulary vocabulary)
      throws TokenizerException {
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    int texts = 0;
    for (JsonObject piece : processor.objects("single")) {
      if (piece.has("Sequence")) {
        texts++;
      } else {
        String name = piece.object("SpecialToken").string("id");
        JsonObject token = processor.object("special_tokens").object(name);
        for (int id : token.integers("ids")) {
          (texts == 0 ? before : after).add(checked(id, token.at("ids"), vocabulary));
        }
      }
    }
    if (texts != 1) {
      throw new TokenizerException(
          processor.at("single")
              + " must hold the text once, found "
              + texts
              + " times; save the tokenizer again");
    }
    return new Template(array(before), array(after));
  }

  /// Reads `name: [token, id]`.
  private static int tokenAndId(JsonObject processor, String name, Vocabulary vocabulary)
      throws TokenizerException {
    if (processor.fields().get(name) instanceof List<?> pair
        && pair.size() == 2
        && pair.get(1) instanceof Integer id) {
      return checked(id, processor.at(name), vocabulary);
    }
    throw new TokenizerException(
        processor.at(name) + " must be a token and its id; save the tokenizer again");
  }

  private static int checked(int id, String place, Vocabulary vocabulary)
      throws TokenizerException {
    if (id < 0 || id >= vocabulary.size()) {
      throw new TokenizerException(
          place
              + " holds id "
              + id
              + ", which is outside the vocabulary of "
              + vocabulary.size()
              + " rows; check the file");
    }
    return id;
  }

  private static int[] array(List<Integer> ids) {
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }
}
