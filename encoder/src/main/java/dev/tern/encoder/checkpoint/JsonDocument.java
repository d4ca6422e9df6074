package dev.tern.encoder.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.text.Quoted;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A JSON file of a model directory whose root is an object, with access by key that says what is
/// wrong where.
///
/// A key whose value is `null` counts as absent throughout, as it does for the libraries that write
/// these files.
final class JsonDocument {
  private final Path file;
  private final Map<String, Object> values;

  private JsonDocument(Path file, Map<String, Object> values) {
    this.file = file;
    this.values = values;
  }

  /// Reads a file as a whole.
  ///
  /// @throws CheckpointException if it is missing, too large, not UTF-8, not JSON (duplicate keys
  ///   and trailing text included) or no object at the root
  static JsonDocument read(Path file) throws IOException {
    return new JsonDocument(file, object(file, parse(file)));
  }

  /// Reads a file whose root is an array of objects.
  ///
  /// @throws CheckpointException as [#read(Path)], or if it is no array of objects
  static List<JsonDocument> readArray(Path file) throws IOException {
    if (!(parse(file) instanceof List<?> array)) {
      throw new CheckpointException(file + " must be a JSON array");
    }
    List<JsonDocument> documents = new ArrayList<>();
    for (Object element : array) {
      documents.add(new JsonDocument(file, object(file, element)));
    }
    return documents;
  }

  private static Object parse(Path file) throws IOException {
    try (JsonParser parser = JSON.std.createParser(TextFile.read(file))) {
      Object root = JSON.std.anyFrom(parser);
      if (parser.nextToken() != null) {
        throw new CheckpointException(file + " goes on after the end of its JSON");
      }
      return root == null ? "null" : root;
    } catch (CheckpointException e) {
      throw e;
    } catch (IOException e) {
      String reason = e instanceof JsonProcessingException json ? json.getOriginalMessage() : "";
      throw new CheckpointException(file + " is not valid JSON: " + Quoted.plain(reason), e);
    }
  }

  private static Map<String, Object> object(Path file, Object value) throws CheckpointException {
    if (!(value instanceof Map<?, ?> map)) {
      throw new CheckpointException(file + " must be a JSON object");
    }
    return stringKeys(map);
  }

  @SuppressWarnings("unchecked") // The keys of a JSON object are texts.
  private static Map<String, Object> stringKeys(Map<?, ?> map) {
    return Collections.unmodifiableMap((Map<String, Object>) map);
  }

  /// Where the document was read from.
  Path file() {
    return file;
  }

  /// All keys and values.
  Map<String, Object> values() {
    return values;
  }

  /// Whether the key is there with a value.
  boolean has(String key) {
    return values.get(key) != null;
  }

  /// The object under a key.
  ///
  /// @throws CheckpointException if it is absent or something else
  Map<String, Object> object(String key) throws CheckpointException {
    if (!(values.get(key) instanceof Map<?, ?> map)) {
      throw refusal(key, "an object");
    }
    return stringKeys(map);
  }

  /// The object under a key as a document of its own.
  ///
  /// @throws CheckpointException if it is absent or something else
  JsonDocument part(String key) throws CheckpointException {
    return new JsonDocument(file, object(key));
  }

  /// Makes sure that no other keys are there.
  ///
  /// @throws CheckpointException if one is
  void requireKeys(Set<String> known) throws CheckpointException {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw new CheckpointException(
            file
                + " has the key "
                + Quoted.of(key)
                + ", which this version of Tern does not know; upgrade Tern or take it out");
      }
    }
  }

  /// The text under a key, if it is there.
  ///
  /// @throws CheckpointException if it is something else
  Optional<String> text(String key) throws CheckpointException {
    if (!has(key)) {
      return Optional.empty();
    }
    if (!(values.get(key) instanceof String text)) {
      throw refusal(key, "a text");
    }
    return Optional.of(text);
  }

  /// The truth value under a key, `ifAbsent` where it is absent.
  ///
  /// @throws CheckpointException if it is something else
  boolean flag(String key, boolean ifAbsent) throws CheckpointException {
    if (!has(key)) {
      return ifAbsent;
    }
    if (!(values.get(key) instanceof Boolean flag)) {
      throw refusal(key, "true or false");
    }
    return flag;
  }

  /// The whole number under a key, which must be there and lie in `[least, most]`.
  ///
  /// @throws CheckpointException if it does not
  int integer(String key, int least, int most) throws CheckpointException {
    if (!(values.get(key) instanceof Integer number) || number < least || number > most) {
      throw refusal(key, "a whole number from " + least + " to " + most);
    }
    return number;
  }

  /// The whole number under a key in `[least, most]`, `ifAbsent` where it is absent.
  ///
  /// @throws CheckpointException if it is there and does not lie in the range
  int integer(String key, int least, int most, int ifAbsent) throws CheckpointException {
    return has(key) ? integer(key, least, most) : ifAbsent;
  }

  /// The whole number of at least `least` under a key, where anything from `most` on counts as
  /// `most`; `most` too where it is absent. Writers of "no limit" put numbers far beyond a `long`.
  ///
  /// @throws CheckpointException if it is not such a number
  int atMost(String key, int least, int most) throws CheckpointException {
    if (!has(key)) {
      return most;
    }
    Optional<BigInteger> number =
        switch (values.get(key)) {
          case Integer value -> Optional.of(BigInteger.valueOf(value));
          case Long value -> Optional.of(BigInteger.valueOf(value));
          case BigInteger value -> Optional.of(value);
          default -> Optional.empty();
        };
    if (number.isEmpty() || number.get().compareTo(BigInteger.valueOf(least)) < 0) {
      throw refusal(key, "a whole number of at least " + least);
    }
    return number.get().min(BigInteger.valueOf(most)).intValueExact();
  }

  /// The number under a key, `ifAbsent` where it is absent.
  ///
  /// @throws CheckpointException if it is something else
  double number(String key, double ifAbsent) throws CheckpointException {
    if (!has(key)) {
      return ifAbsent;
    }
    if (!(values.get(key) instanceof Number number)) {
      throw refusal(key, "a number");
    }
    return number.doubleValue();
  }

  /// The number under a key in `[least, most]` as float32, `ifAbsent` where it is absent.
  ///
  /// @throws CheckpointException if it is something else or does not lie in the range
  float number(String key, float least, float most, float ifAbsent) throws CheckpointException {
    float number = (float) number(key, ifAbsent);
    if (!(number >= least && number <= most)) {
      throw refusal(key, "a number from " + least + " to " + most);
    }
    return number;
  }

  /// The refusal of the value under a key, saying what is expected and found.
  CheckpointException refusal(String key, String expected) {
    Object found = values.get(key);
    return new CheckpointException(
        Quoted.of(key)
            + " in "
            + file
            + " must be "
            + expected
            + ", "
            + (found == null ? "it is absent" : "found " + Quoted.of(found.toString())));
  }
}
