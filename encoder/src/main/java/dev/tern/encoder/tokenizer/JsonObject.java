package dev.tern.encoder.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;
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
              + e.getOriginalMessage()
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
    Object value = fields.get(name);
    return value == null
        ? Optional.empty()
        : Optional.of(new JsonObject(at(name), asMap(value, at(name))));
  }

  JsonObject object(String name) throws TokenizerException {
    return findObject(name).orElseThrow(() -> missing(name));
  }

  Optional<String> findString(String name) throws TokenizerException {
    return Optional.ofNullable(as(String.class, fields.get(name), at(name), "a string"));
  }

  String string(String name) throws TokenizerException {
    return findString(name).orElseThrow(() -> missing(name));
  }

  Optional<Boolean> findFlag(String name) throws TokenizerException {
    return Optional.ofNullable(as(Boolean.class, fields.get(name), at(name), "true or false"));
  }

  boolean flag(String name, boolean otherwise) throws TokenizerException {
    return findFlag(name).orElse(otherwise);
  }

  /// A whole number that fits an `int`.
  int integer(String name) throws TokenizerException {
    if (!has(name)) {
      throw missing(name);
    }
    return as(Integer.class, fields.get(name), at(name), "a whole number of 32 bits");
  }

  /// The objects of a list, none if it is absent.
  List<JsonObject> objects(String name) throws TokenizerException {
    List<?> values = as(List.class, fields.get(name), at(name), "a list");
    List<JsonObject> objects = new ArrayList<>();
    for (int i = 0; values != null && i < values.size(); i++) {
      String element = at(name) + "[" + i + "]";
      objects.add(new JsonObject(element, asMap(values.get(i), element)));
    }
    return objects;
  }

  /// The whole numbers of a list, which must be there.
  List<Integer> integers(String name) throws TokenizerException {
    if (!has(name)) {
      throw missing(name);
    }
    List<Integer> integers = new ArrayList<>();
    for (Object value : as(List.class, fields.get(name), at(name), "a list")) {
      integers.add(as(Integer.class, value == null ? "null" : value, at(name), "whole numbers"));
    }
    return integers;
  }

  /// Where field `name` of this object stands.
  String at(String name) {
    return place + (place.contains(": ") ? "." : ": ") + name;
  }

  private TokenizerException missing(String name) {
    return new TokenizerException(at(name) + " is missing; save the tokenizer again");
  }

  /// The keys of parsed objects are strings.
  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object value, String place) throws TokenizerException {
    return as(Map.class, value == null ? "null" : value, place, "an object");
  }

  /// Null if `value` is null.
  private static <T> T as(Class<T> type, Object value, String place, String expected)
      throws TokenizerException {
    if (value == null || type.isInstance(value)) {
      return type.cast(value);
    }
    String found = value.toString();
    found = found.length() > 40 ? found.substring(0, 40) + "..." : found;
    throw new TokenizerException(
        place + " must be " + expected + ", found " + found + "; save the tokenizer again");
  }
}
