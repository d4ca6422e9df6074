package dev.tern.encoder.training.state;

import dev.tern.encoder.text.Quoted;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/// Named arrays of floats and of whole numbers: all that a run needs to go on as if it had never
/// stopped. Arrays are shared with who put them in until the state is written.
public final class TrainingState {
  private final String source;
  private final SortedMap<String, float[]> floats = new TreeMap<>();
  private final SortedMap<String, long[]> longs = new TreeMap<>();

  /// @param source where it was read from, for messages
  TrainingState(String source) {
    this.source = source;
  }

  /// An empty state, to be filled and written.
  public TrainingState() {
    this("the state of this run");
  }

  /// Adds an array, not copied.
  ///
  /// @throws IllegalArgumentException if there is one of this name
  public void put(String name, float[] values) {
    if (floats.putIfAbsent(name, values) != null) {
      throw new IllegalArgumentException("a name is used once: name=" + name);
    }
  }

  /// Adds whole numbers, not copied. A double is kept as its bits.
  ///
  /// @throws IllegalArgumentException if there is an array of whole numbers of this name
  public void put(String name, long... values) {
    if (longs.putIfAbsent(name, values) != null) {
      throw new IllegalArgumentException("a name is used once: name=" + name);
    }
  }

  /// Copies an array into `target`.
  ///
  /// @throws StateException if it is absent or has another length
  public void copyTo(String name, float[] target) throws StateException {
    float[] values = floats.get(name);
    check(name, values == null ? -1 : values.length, target.length);
    System.arraycopy(values, 0, target, 0, target.length);
  }

  /// A copy of whole numbers.
  ///
  /// @throws StateException if they are absent or not as many as expected
  public long[] longs(String name, int expected) throws StateException {
    long[] values = longs.get(name);
    check(name, values == null ? -1 : values.length, expected);
    return values.clone();
  }

  /// The refusal of a value that is there and cannot be.
  public StateException refusal(String name, String what) {
    return new StateException(
        Quoted.of(name) + " in " + source + " " + what + "; resume with the files it was made of");
  }

  private void check(String name, int found, int expected) throws StateException {
    if (found < 0) {
      throw refusal(name, "is absent");
    }
    if (found != expected) {
      throw refusal(name, "has " + found + " values and this run needs " + expected);
    }
  }

  SortedMap<String, float[]> floats() {
    return floats;
  }

  SortedMap<String, long[]> longs() {
    return longs;
  }

  /// Whether both hold the same bits under the same names.
  @Override
  public boolean equals(Object other) {
    return other instanceof TrainingState that
        && floats.keySet().equals(that.floats.keySet())
        && longs.keySet().equals(that.longs.keySet())
        && longs.keySet().stream().allMatch(k -> Arrays.equals(longs.get(k), that.longs.get(k)))
        && floats.keySet().stream().allMatch(k -> Arrays.equals(floats.get(k), that.floats.get(k)));
  }

  @Override
  public int hashCode() {
    return 31 * floats.keySet().hashCode() + longs.keySet().hashCode();
  }
}
