package dev.tern.encoder.checkpoint;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.text.Quoted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/// Reads a table of query weights in one of its three published forms.
///
/// ```
/// idf.json                  {token: weight, ...}; a token that is not in it weighs 0
/// query_token_weights.txt   token TAB weight LF ...; a token that is not in it weighs 1
/// model.safetensors         the tensor "weight" [V] in the order of the vocabulary
/// ```
///
/// The two defaults are those of the programs that read these files: the published Python code
/// fills the weights of `idf.json` into zeros, and the file of lines leaves out what weighs 1.
public final class QueryWeightFile {
  private final Path file;
  private final int vocabularySize;
  private final ToIntFunction<String> idOf;
  private final float[] weights;
  private final BitSet seen = new BitSet();

  private QueryWeightFile(Path file, int vocabularySize, ToIntFunction<String> idOf) {
    this.file = file;
    this.vocabularySize = vocabularySize;
    this.idOf = idOf;
    this.weights = new float[vocabularySize];
  }

  /// The table that a folder holds, if it holds one that can be read.
  ///
  /// @param tensor whether `model.safetensors` is one; at the root of a model it is the transformer
  static Optional<Path> find(Path folder, boolean tensor) {
    Path weights = folder.resolve("model.safetensors");
    if (tensor && Files.exists(weights)) {
      return Optional.of(weights);
    }
    Path idf = folder.resolve("idf.json");
    if (Files.exists(idf)) {
      return Optional.of(idf);
    }
    Path lines = folder.resolve("query_token_weights.txt");
    return Files.exists(lines) ? Optional.of(lines) : Optional.empty();
  }

  /// The weights by token id, as many as the vocabulary has tokens.
  ///
  /// @param file in one of the three forms, by the end of its name
  /// @param vocabularySize of the tokenizer; a tensor of more rows (some models pad theirs) is cut
  /// @param idOf the id of a token, -1 for one that the vocabulary does not have
  /// @throws CheckpointException if the file and the vocabulary do not agree, or if a weight is
  ///   below 0 or not finite
  /// @throws IOException if the file cannot be read
  public static float[] read(Path file, int vocabularySize, ToIntFunction<String> idOf)
      throws IOException {
    return new QueryWeightFile(file, vocabularySize, idOf).read();
  }

  /// Writes a table in the form of `idf.json`, over one that is there.
  ///
  /// @param weight of each id in `[0, tokens)`, finite
  /// @param token of each id; the empty one is left out, as are weights of 0
  public static void writeJson(
      Path file, int tokens, IntFunction<Float> weight, IntFunction<String> token)
      throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int id = 0; id < tokens; id++) {
      if (weight.apply(id) > 0 && !token.apply(id).isEmpty()) {
        values.put(token.apply(id), weight.apply(id));
      }
    }
    Files.writeString(file, JSON.std.asString(values) + "\n");
  }

  private float[] read() throws IOException {
    String name = file.getFileName().toString();
    if (name.endsWith(".json")) {
      readJson();
    } else if (name.endsWith(".txt")) {
      readLines();
    } else {
      readTensor();
    }
    return weights;
  }

  private void readJson() throws IOException {
    Map<String, Object> entries = JsonDocument.read(file).values();
    if (entries.isEmpty()) {
      throw new CheckpointException(
          file + " has no query weights; write {\"token\": weight, ...} into it");
    }
    for (Map.Entry<String, Object> entry : entries.entrySet()) {
      String token = entry.getKey();
      if (!(entry.getValue() instanceof Number weight)) {
        throw new CheckpointException(
            "token " + Quoted.of(token) + " in " + file + " has no number as its weight");
      }
      put(token, weight.doubleValue(), file.toString());
    }
  }

  private void readLines() throws IOException {
    Arrays.fill(weights, 1);
    String text = TextFile.read(file);
    int number = 0;
    for (int begin = 0; begin < text.length(); ) {
      int end = text.indexOf('\n', begin);
      end = end < 0 ? text.length() : end;
      number++;
      readLine(text.substring(begin, end), file + " line " + number);
      begin = end + 1;
    }
  }

  private void readLine(String line, String where) throws CheckpointException {
    // The last tab: a token may be anything, a weight never holds one.
    int tab = line.lastIndexOf('\t');
    double weight;
    try {
      weight = Double.parseDouble(line.substring(tab + 1));
    } catch (NumberFormatException e) {
      throw new CheckpointException(where + " must be a token, a tab and a weight", e);
    }
    if (tab < 1) {
      throw new CheckpointException(where + " must be a token, a tab and a weight");
    }
    put(line.substring(0, tab), weight, where);
  }

  private void readTensor() throws IOException {
    try (Checkpoint checkpoint = Checkpoint.openFile(file)) {
      long[] shape = checkpoint.shape("weight");
      if (shape.length != 1 || shape[0] < vocabularySize || shape[0] > Integer.MAX_VALUE) {
        throw new CheckpointException(
            "tensor \"weight\" in "
                + file
                + " has shape "
                + Arrays.toString(shape)
                + ", expected one weight for each of the "
                + vocabularySize
                + " tokens of the vocabulary; table and tokenizer are of different models");
      }
      float[] values = checkpoint.read("weight", (int) shape[0]);
      for (int id = 0; id < vocabularySize; id++) {
        weights[id] = checked(values[id], "row " + id + " of tensor \"weight\" in " + file, "");
      }
    }
  }

  private void put(String token, double weight, String where) throws CheckpointException {
    int id = idOf.applyAsInt(token);
    if (id < 0 || id >= vocabularySize) {
      throw new CheckpointException(
          where
              + " has the token "
              + Quoted.of(token)
              + ", which is not in the vocabulary; table and tokenizer are of different models");
    }
    if (seen.get(id)) {
      throw new CheckpointException(where + " has the token " + Quoted.of(token) + " again");
    }
    seen.set(id);
    weights[id] = checked(weight, where, " for the token " + Quoted.of(token));
  }

  private static float checked(double weight, String where, String what)
      throws CheckpointException {
    float rounded = (float) weight;
    if (!(rounded >= 0) || rounded == Float.POSITIVE_INFINITY) {
      throw new CheckpointException(
          where + " has the weight " + weight + what + ", expected a finite one of at least 0");
    }
    return rounded;
  }
}
