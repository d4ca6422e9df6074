package dev.tern.engine.evaluation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.tern.encoder.text.Quoted;
import dev.tern.encoder.text.Utf8;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Streams a file of one JSON object a line, `{"_id": "…", "title": "…", "text": "…"}`.
///
/// `_id` and `text` are required strings, `title` may be missing or null, other keys are ignored
/// whatever they hold. Ids must differ, for which all of them are kept (about 100 bytes each);
/// documents are not. Blank lines are skipped.
public final class JsonLines implements Closeable {
  private static final JsonFactory JSON = new JsonFactory();

  private final LineReader lines;
  private final Set<String> ids = new HashSet<>();

  private JsonLines(LineReader lines) {
    this.lines = lines;
  }

  /// Opens a text, gunzipped if its name ends in `.gz`.
  public static JsonLines open(TextSource source) throws IOException {
    return new JsonLines(LineReader.open(source));
  }

  /// The next document, or empty at the end.
  ///
  /// @throws CollectionException if the line is no JSON object, if a required key is missing, given
  ///   twice or no string, or if the id is empty or was seen before
  public Optional<BeirDocument> next() throws IOException {
    do {
      if (!lines.next()) {
        return Optional.empty();
      }
    } while (lines.line().isBlank());
    BeirDocument document = parse();
    if (!ids.add(document.id())) {
      throw lines.refusal(
          "the id '"
              + Quoted.plain(document.id())
              + "' is given for the second time; ids must differ");
    }
    return Optional.of(document);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private BeirDocument parse() throws IOException {
    try (JsonParser parser = JSON.createParser(lines.line())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw lines.refusal("the line is not a JSON object; write one object {...} a line");
      }
      Optional<String> id = Optional.empty();
      Optional<String> title = Optional.empty();
      Optional<String> text = Optional.empty();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        JsonToken value = parser.nextToken();
        switch (key) {
          case "_id" -> id = Optional.of(string(parser, key, id));
          case "text" -> text = Optional.of(string(parser, key, text));
          case "title" -> {
            if (value != JsonToken.VALUE_NULL) {
              title = Optional.of(string(parser, key, title));
            }
          }
          default -> parser.skipChildren();
        }
      }
      if (parser.nextToken() != null) {
        throw lines.refusal("something follows the JSON object; write one object a line");
      }
      return new BeirDocument(
          requireId(id), title.orElse(""), text.orElseThrow(() -> missing("text")));
    } catch (JsonProcessingException e) {
      // A breach of Jackson's own limits, such as nesting too deep, carries no location.
      String column = e.getLocation() == null ? "" : " at column " + e.getLocation().getColumnNr();
      throw lines.refusal(
          "the line is malformed JSON" + column + " (" + reason(e) + "); correct it", e);
    }
  }

  /// What Jackson says, without the places in its own terms that it puts into brackets.
  private static String reason(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    int place = message.indexOf(" (start marker at [");
    return Quoted.plain(place < 0 ? message : message.substring(0, place));
  }

  private String string(JsonParser parser, String key, Optional<String> before) throws IOException {
    if (before.isPresent()) {
      throw lines.refusal("the key \"" + key + "\" is given twice; remove one of them");
    }
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw lines.refusal(
          "the value of \"" + key + "\" is not a string; write it in double quotes");
    }
    return parser.getText();
  }

  private String requireId(Optional<String> found) throws CollectionException {
    String id = found.orElseThrow(() -> missing("_id"));
    if (id.isEmpty()) {
      throw lines.refusal("the value of \"_id\" is empty; give the line an id");
    }
    if (!Utf8.canCarry(id)) {
      throw lines.refusal("the value of \"_id\" has half a surrogate pair; use another id");
    }
    return id;
  }

  private CollectionException missing(String key) {
    return lines.refusal("the key \"" + key + "\" is missing; add it to the object");
  }
}
