package dev.tern.encoder.training.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.text.Quoted;
import dev.tern.encoder.text.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// An object of a configuration, whose keys are known by being asked for: [#end()] refuses those
/// that nobody has asked for. `null` counts as absent.
final class ConfigObject {
  private static final long MAX_BYTES = 10_000_000;
  private static final JSON READER =
      JSON.builder().enable(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS).build();

  private final Path file;

  /// Keys from the root with a point behind each, empty at the root.
  private final String prefix;

  private final Map<String, Object> values;
  private final SortedSet<String> asked = new TreeSet<>();

  private ConfigObject(Path file, String prefix, Map<String, Object> values) {
    this.file = file;
    this.prefix = prefix;
    this.values = values;
  }

  /// Reads a file.
  ///
  /// @throws ConfigException if it is missing, too large, not UTF-8 or no JSON object, or a key is
  ///   given twice
  static ConfigObject read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new ConfigException(file + " is missing or not a file; check the path");
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new ConfigException(
          file + " has " + Files.size(file) + " bytes, far more than a configuration needs");
    }
    String text =
        Utf8.decode(Files.readAllBytes(file))
            .orElseThrow(() -> new ConfigException(file + " is not UTF-8; save it as UTF-8"));
    try (JsonParser parser = READER.createParser(text)) {
      Object root = READER.anyFrom(parser);
      if (parser.nextToken() != null) {
        throw new ConfigException(file + " goes on after the end of its JSON object; remove that");
      }
      return new ConfigObject(file, "", object(file.toString(), root));
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
      String reason = Quoted.plain(e.getOriginalMessage());
      throw new ConfigException(file + line + ": malformed JSON (" + reason + "); correct it", e);
    }
  }

  @SuppressWarnings("unchecked") // The keys of a JSON object are texts.
  private static Map<String, Object> object(String what, Object value) throws ConfigException {
    if (!(value instanceof Map<?, ?> map)) {
      throw new ConfigException(what + " must be a JSON object {...}");
    }
    return (Map<String, Object>) map;
  }

  private Optional<Object> find(String key) {
    asked.add(key);
    return Optional.ofNullable(values.get(key));
  }

  /// Whether the key is there with a value.
  boolean has(String key) {
    return find(key).isPresent();
  }

  /// The object under a key; empty where it is absent.
  ConfigObject object(String key) throws ConfigException {
    Object value = find(key).orElse(Map.of());
    return new ConfigObject(file, prefix + key + ".", object(name(key), value));
  }

  /// The objects of the list under a key; none where it is absent.
  List<ConfigObject> objects(String key) throws ConfigException {
    if (!(find(key).orElse(List.of()) instanceof List<?> list)) {
      throw refusal(key, "must be a list of objects [{...}]");
    }
    List<ConfigObject> objects = new ArrayList<>();
    for (Object element : list) {
      String place = key + "[" + objects.size() + "]";
      objects.add(new ConfigObject(file, prefix + place + ".", object(name(place), element)));
    }
    return objects;
  }

  /// The text under a key, not blank.
  Optional<String> findText(String key) throws ConfigException {
    Optional<Object> value = find(key);
    if (value.isPresent() && !(value.get() instanceof String text && !text.isBlank())) {
      throw refusal(key, "must be a text, found " + Quoted.of(value.get().toString()));
    }
    return value.map(String.class::cast);
  }

  /// The text under a key that must be there.
  String text(String key) throws ConfigException {
    return findText(key).orElseThrow(() -> missing(key));
  }

  /// The path under a key, relative to the directory of the file.
  Optional<Path> findPath(String key) throws ConfigException {
    Optional<String> text = findText(key);
    try {
      return text.map(file.toAbsolutePath()::resolveSibling);
    } catch (InvalidPathException e) {
      throw refusal(key, "must be a path, found " + Quoted.of(text.orElseThrow()));
    }
  }

  /// The path under a key that must be there.
  Path path(String key) throws ConfigException {
    return findPath(key).orElseThrow(() -> missing(key));
  }

  /// The constant whose name in lower case stands under a key.
  <E extends Enum<E>> E choice(String key, E ifAbsent) throws ConfigException {
    Optional<String> text = findText(key);
    List<String> names = new ArrayList<>();
    for (E constant : ifAbsent.getDeclaringClass().getEnumConstants()) {
      names.add(constant.name().toLowerCase(Locale.ROOT));
      if (text.isEmpty() ? constant == ifAbsent : text.get().equals(names.getLast())) {
        return constant;
      }
    }
    String found = text.orElseThrow();
    String hint = NearestName.of(found, names).map(ConfigObject::didYouMean).orElse("");
    throw refusal(key, "must be one of " + names + ", found " + Quoted.of(found) + hint);
  }

  /// The truth value under a key.
  boolean flag(String key, boolean ifAbsent) throws ConfigException {
    if (!(find(key).orElse(ifAbsent) instanceof Boolean flag)) {
      throw refusal(key, "must be true or false, found " + Quoted.of(values.get(key).toString()));
    }
    return flag;
  }

  /// The number under a key.
  Optional<Double> findNumber(String key, Range range) throws ConfigException {
    Optional<Object> value = find(key);
    if (value.isPresent()
        && !(value.get() instanceof Number number && range.contains(number.doubleValue()))) {
      throw refusal(
          key, "must be a number " + range + ", found " + Quoted.of(value.get().toString()));
    }
    return value.map(number -> ((Number) number).doubleValue());
  }

  /// The number under a key.
  double number(String key, Range range, double ifAbsent) throws ConfigException {
    return findNumber(key, range).orElse(ifAbsent);
  }

  /// The whole number under a key, if it is there.
  Optional<Integer> findInteger(String key, int least, int most) throws ConfigException {
    Optional<Object> value = find(key);
    if (value.isPresent()
        && !(value.get() instanceof Integer number && number >= least && number <= most)) {
      throw refusal(
          key,
          "must be a whole number from "
              + least
              + " to "
              + most
              + ", found "
              + Quoted.of(value.get().toString()));
    }
    return value.map(Integer.class::cast);
  }

  /// The whole number under a key.
  int integer(String key, int least, int most, int ifAbsent) throws ConfigException {
    return findInteger(key, least, most).orElse(ifAbsent);
  }

  /// The refusal of what stands under a key, or of its absence.
  ConfigException refusal(String key, String what) {
    return new ConfigException(name(key) + " " + what);
  }

  /// The refusal of a key that must be there.
  ConfigException missing(String key) {
    return refusal(key, "is missing; add it");
  }

  private static String didYouMean(String nearest) {
    return "; did you mean " + Quoted.of(nearest) + "?";
  }

  private String name(String key) {
    return file + ": " + Quoted.of(prefix + key);
  }

  /// Refuses keys that nobody has asked for.
  void end() throws ConfigException {
    for (String key : values.keySet()) {
      if (!asked.contains(key)) {
        throw refusal(
            key,
            "is not a known key"
                + NearestName.of(key, asked)
                    .map(ConfigObject::didYouMean)
                    .orElse("; known are " + asked));
      }
    }
  }
}
