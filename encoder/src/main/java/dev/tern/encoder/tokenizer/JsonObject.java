package dev.tern.encoder.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.text.Quoted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An object of a JSON file whose fields are read with the type that they must have. What is absent
/// and what is `null` is the same.
///
/// @param place file and path in it, for errors
record JsonObject(String place, Map<String, Object> fields) {
  /// A vocabulary is read as field names, once each: keeping them in the parser's table of names
  /// only costs.
  private static final JSON READER =
      JSON.builder(
              JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build())
          .enable(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS)
          .build();

  /// Parses a file.
  ///
  /// @param file the name that errors give
  /// @throws TokenizerException if it is not one JSON object
  static JsonObject parse(byte[] bytes, String file) throws TokenizerException {
    Object value;
    try (JsonParser parser = READER.createParser(bytes)) {
      value = READER.anyFrom(parser);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "something follows the object");
      }
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " at line "
                  + e.getLocation().getLineNr()
                  + " column "
                  + e.getLocation().getColumnNr();
      throw new TokenizerException(
          file
              + ": not valid JSON"
              + where
              + " ("
              + Quoted.plain(e.getOriginalMessage())
              + "); fetch the file again",
          e);
    } catch (IOException e) {
      throw new TokenizerException(
          file + ": not valid JSON (" + e.getMessage() + "); fetch the file again", e);
    }
    return new JsonObject(file, asMap(value, file));
  }

  boolean has(String name) {
    return fields.get(name) != null;
  }

  Optional<JsonObject> findObject(String name) throws TokenizerException {
    return has(name)
        ? Optional.of(new JsonObject(at(name), asMap(fields.get(name), at(name))))
        : Optional.empty();
  }

  JsonObject object(String name) throws TokenizerException {
    return findObject(name).orElseThrow(() -> missing(name));
  }

  Optional<String> findString(String name) throws TokenizerException {
    return find(String.class, name, "a string");
  }

  String string(String name) throws TokenizerException {
    return findString(name).orElseThrow(() -> missing(name));
  }

  boolean flag(String name, boolean otherwise) throws TokenizerException {
    return find(Boolean.class, name, "true or false").orElse(otherwise);
  }

  /// A whole number that fits an `int`.
  Optional<Integer> findInteger(String name) throws TokenizerException {
    return find(Integer.class, name, "a whole number of 32 bits");
  }

  /// The objects of a list, none if it is absent.
  List<JsonObject> objects(String name) throws TokenizerException {
    List<JsonObject> objects = new ArrayList<>();
    for (Object value : find(List.class, name, "a list").orElse(List.of())) {
      String element = at(name) + "[" + objects.size() + "]";
      objects.add(new JsonObject(element, asMap(value, element)));
    }
    return objects;
  }

  /// The whole numbers of a list, which must be there.
  List<Integer> integers(String name) throws TokenizerException {
    List<Integer> integers = new ArrayList<>();
    for (Object value : find(List.class, name, "a list").orElseThrow(() -> missing(name))) {
      integers.add(as(Integer.class, value, at(name), "a list of whole numbers"));
    }
    return integers;
  }

  /// Where field `name` of this object stands.
  String at(String name) {
    return place + (place.contains(": ") ? "." : ": ") + Quoted.plain(name);
  }

  /// That the required field `name` is absent.
  TokenizerException missing(String name) {
    return new TokenizerException(at(name) + " is missing; save the tokenizer again");
  }

  private <T> Optional<T> find(Class<T> type, String name, String expected)
      throws TokenizerException {
    return has(name)
        ? Optional.of(as(type, fields.get(name), at(name), expected))
        : Optional.empty();
  }

  /// The keys of parsed objects are strings.
  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object value, String place) throws TokenizerException {
    return as(Map.class, value, place, "an object");
  }

  private static <T> T as(Class<T> type, Object value, String place, String expected)
      throws TokenizerException {
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    throw new TokenizerException(
        place
            + " must be "
            + expected
            + ", found "
            + Quoted.plain(String.valueOf(value))
            + "; save the tokenizer again");
  }
}
