package dev.tern.encoder.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The tensors of one reference case and how closely they must be met.
///
/// A reader of its own, so that an error of the reader under test cannot hide in the expectations;
/// it trusts the files.
public final class TrainingGolden {
  private final Map<String, Object> description;
  private final ByteBuffer bytes;
  private final Map<String, Object> header;
  private final int dataStart;
  private final String prefix;

  private TrainingGolden(Map<String, Object> description, Path file, String prefix)
      throws IOException {
    this.description = description;
    this.prefix = prefix;
    bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = (int) bytes.getLong(0);
    header = JSON.std.mapFrom(new String(bytes.array(), 8, headerLength, StandardCharsets.UTF_8));
    dataStart = 8 + headerLength;
  }

  /// The cases of a JSON list under `key` of a file of the training resources whose tensors lie in
  /// the file that they name, or that the whole list names.
  public static List<TrainingGolden> cases(String json, String key) throws IOException {
    return cases(Golden.resource("training/" + json), key);
  }

  /// The cases of a JSON list under `key` of a file.
  public static List<TrainingGolden> cases(Path file, String key) throws IOException {
    Map<String, Object> root = JSON.std.mapFrom(Files.readString(file));
    return ((List<?>) root.get(key))
        .stream().map(element -> read(file, root, object(element))).toList();
  }

  private static TrainingGolden read(
      Path file, Map<String, Object> root, Map<String, Object> description) {
    String tensors = (String) description.getOrDefault("file", root.get("file"));
    try {
      String prefix = description.containsKey("name") ? description.get("name") + "/" : "";
      return new TrainingGolden(description, file.resolveSibling(tensors), prefix);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// A file of tensors with what a JSON file says of them.
  public static TrainingGolden of(Map<String, Object> description, Path tensors)
      throws IOException {
    return new TrainingGolden(description, tensors, "");
  }

  /// The cases of the losses with one of the given ops.
  public static Stream<TrainingGolden> losses(String... ops) throws IOException {
    return ofOps("losses/cases.json", ops);
  }

  /// The cases of the layers with one of the given ops.
  public static Stream<TrainingGolden> layers(String... ops) throws IOException {
    return ofOps("layers/cases.json", ops);
  }

  private static Stream<TrainingGolden> ofOps(String file, String... ops) throws IOException {
    List<TrainingGolden> cases =
        cases(file, "cases").stream().filter(c -> List.of(ops).contains(c.op())).toList();
    assertTrue(!cases.isEmpty(), String.join(" ", ops));
    return cases.stream();
  }

  @SuppressWarnings("unchecked") // The keys of a JSON object are texts.
  public static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }

  public String op() {
    return (String) description.get("op");
  }

  public String name() {
    return (String) description.get("name");
  }

  public Object get(String key) {
    return description.get(key);
  }

  public boolean has(String param) {
    return params().get(param) != null;
  }

  public double number(String param) {
    return ((Number) params().get(param)).doubleValue();
  }

  public int integer(String param) {
    return ((Number) params().get(param)).intValue();
  }

  public Map<String, Object> params() {
    return object(description.get("params"));
  }

  /// The outputs that were recorded.
  public List<String> outputs() {
    return ((List<?>) description.get("outputs")).stream().map(String.class::cast).toList();
  }

  public int[] shape(String tensor) {
    return numbers(entry(prefix + tensor), "shape");
  }

  public double[] doubles(String tensor) {
    return doublesAt(prefix + tensor);
  }

  /// A tensor that belongs to the file and to no case.
  public double[] doublesAt(String path) {
    double[] values = new double[size(path) / Double.BYTES];
    slice(path).asDoubleBuffer().get(values);
    return values;
  }

  public int[] ints(String tensor) {
    String path = prefix + tensor;
    long[] values = new long[size(path) / Long.BYTES];
    slice(path).asLongBuffer().get(values);
    return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
  }

  public boolean hasTensor(String tensor) {
    return header.containsKey(prefix + tensor);
  }

  public float[] floats(String tensor) {
    double[] values = doubles(tensor);
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  /// Compares an output of a computation that rounds to float.
  public void checkFloats(String tensor, float[] found) {
    double[] wide = new double[found.length];
    Arrays.setAll(wide, i -> found[i]);
    checkFloats(tensor, wide);
  }

  /// Compares an output of a computation in double precision.
  public void check(String tensor, double... found) {
    checkWithin("tol64", tensor, found);
  }

  /// Compares an output of a computation that rounds to float.
  public void checkFloats(String tensor, double... found) {
    checkWithin("tol32", tensor, found);
  }

  private void checkWithin(String bound, String tensor, double... found) {
    double tolerance =
        ((Number) object(object(get("tolerance")).get(tensor)).get(bound)).doubleValue();
    double[] expected = doubles(tensor);
    String where = name() + "/" + tensor;
    assertEquals(expected.length, found.length, where);
    for (int i = 0; i < expected.length; i++) {
      // Not assertEquals(.., delta): it takes NaN for equal to NaN.
      assertTrue(
          Math.abs(expected[i] - found[i]) <= tolerance,
          where + "[" + i + "] expected " + expected[i] + " found " + found[i]);
    }
  }

  private ByteBuffer slice(String path) {
    return bytes
        .slice(dataStart + numbers(entry(path), "data_offsets")[0], size(path))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private int size(String path) {
    int[] offsets = numbers(entry(path), "data_offsets");
    return offsets[1] - offsets[0];
  }

  private Map<String, Object> entry(String path) {
    assertTrue(header.containsKey(path), path);
    return object(header.get(path));
  }

  private static int[] numbers(Map<String, Object> entry, String key) {
    return ((List<?>) entry.get(key))
        .stream().mapToInt(value -> ((Number) value).intValue()).toArray();
  }

  @Override
  public String toString() {
    return op() + " " + name();
  }
}
