package dev.tern.encoder.training.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.text.Quoted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A line that is one JSON object, whose values are read with the type that they must have.
///
/// Keys that nobody asks for may hold anything. What is absent and what is `null` is the same.
public final class JsonRow {
  private static final JSON READER =
      JSON.builder().enable(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS).build();

  private final LineFile file;
  private final int line;
  private final Map<String, Object> values;

  private JsonRow(LineFile file, int line, Map<String, Object> values) {
    this.file = file;
    this.line = line;
    this.values = values;
  }

  /// Parses a line of a file.
  ///
  /// @throws TrainingDataException if it is no JSON object, or a key is given twice
  public static JsonRow read(LineFile file, int line) throws IOException {
    try (JsonParser parser = READER.createParser(file.line(line))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw file.refusal(line, "the line is not a JSON object; write one object {...} a line");
      }
      Map<String, Object> values = READER.mapFrom(parser);
      if (parser.nextToken() != null) {
        throw file.refusal(line, "something follows the JSON object; write one object a line");
      }
      return new JsonRow(file, line, values);
    } catch (JsonProcessingException e) {
      String column = e.getLocation() == null ? "" : " at column " + e.getLocation().getColumnNr();
      String reason = Quoted.plain(e.getOriginalMessage());
      throw file.refusal(
          line, "the line is malformed JSON" + column + " (" + reason + "); correct it", e);
    }
  }

  /// Whether the key is there with a value.
  public boolean has(String key) {
    return values.get(key) != null;
  }

  /// The text under a key, which must hold more than white space.
  public String text(String key) throws TrainingDataException {
    return text(key, required(key));
  }

  /// The text under a key, empty where it is absent.
  String textOrEmpty(String key) throws TrainingDataException {
    Object value = values.get(key);
    if (value != null && !(value instanceof String)) {
      throw refusal(Quoted.of(key) + " holds text, found " + Quoted.of(value.toString()));
    }
    return value == null ? "" : (String) value;
  }

  /// The texts under a key: a list that is not empty, or a single text.
  public List<String> texts(String key) throws TrainingDataException {
    if (!(required(key) instanceof List<?> list)) {
      return List.of(text(key));
    }
    List<String> texts = new ArrayList<>();
    for (Object element : list) {
      texts.add(text(key, element));
    }
    return notEmpty(key, texts);
  }

  /// The numbers under a key: a list that is not empty, each finite.
  public List<Double> numbers(String key) throws TrainingDataException {
    if (!(required(key) instanceof List<?> list)) {
      throw refusal("the value of " + Quoted.of(key) + " is not a list of numbers");
    }
    List<Double> numbers = new ArrayList<>();
    for (Object element : list) {
      if (!(element instanceof Number number) || !Double.isFinite(number.doubleValue())) {
        throw refusal(
            Quoted.of(key)
                + " holds finite numbers, found "
                + Quoted.of(String.valueOf(element))
                + " at position "
                + numbers.size());
      }
      numbers.add(number.doubleValue());
    }
    return notEmpty(key, numbers);
  }

  private <T> List<T> notEmpty(String key, List<T> list) throws TrainingDataException {
    if (list.isEmpty()) {
      throw refusal("the list " + Quoted.of(key) + " is empty; remove the row or fill the list");
    }
    return list;
  }

  private String text(String key, Object value) throws TrainingDataException {
    if (!(value instanceof String text)) {
      throw refusal(Quoted.of(key) + " holds text, found " + Quoted.of(String.valueOf(value)));
    }
    if (text.isBlank()) {
      throw refusal("there is an empty text under " + Quoted.of(key) + "; remove the row");
    }
    return text;
  }

  private Object required(String key) throws TrainingDataException {
    Object value = values.get(key);
    if (value == null) {
      throw refusal("the key " + Quoted.of(key) + " is missing; add it, or say which key it is");
    }
    return value;
  }

  /// The refusal of this row.
  public TrainingDataException refusal(String what) {
    return file.refusal(line, what);
  }
}
