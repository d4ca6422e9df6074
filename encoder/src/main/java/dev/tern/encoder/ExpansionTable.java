package dev.tern.encoder;

import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.ExpansionFile;
import dev.tern.encoder.checkpoint.ExpansionFile.Entry;
import dev.tern.encoder.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// For each token of a vocabulary the few others that a query with it is to find too, each with a
/// factor of the token's own weight: `E_ij` for the token `i` and the other `j`, at most
/// [ExpansionFile#MAX_OTHERS] above 0 for each `i`.
///
/// Immutable.
public final class ExpansionTable {
  /// Those of token `i` are `[begins[i], begins[i + 1])`; empty if the table is.
  private final int[] begins;

  private final int[] others;
  private final float[] factors;

  private ExpansionTable(int[] begins, int[] others, float[] factors) {
    this.begins = begins;
    this.others = others;
    this.factors = factors;
  }

  /// The table in which every token stands for itself alone.
  public static ExpansionTable none() {
    return new ExpansionTable(new int[1], new int[0], new float[0]);
  }

  /// A table of entries in any order.
  ///
  /// @throws IllegalArgumentException if a token has more others than it may, or one of them twice
  public static ExpansionTable of(List<Entry> entries) {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingInt(Entry::token).thenComparingInt(Entry::other));
    int tokens = sorted.isEmpty() ? 0 : sorted.getLast().token() + 1;
    int[] begins = new int[tokens + 1];
    int[] others = new int[sorted.size()];
    float[] factors = new float[sorted.size()];
    for (int i = 0; i < others.length; i++) {
      Entry entry = sorted.get(i);
      int token = entry.token();
      boolean again = i > 0 && sorted.get(i - 1).token() == token && others[i - 1] == entry.other();
      if (again || ++begins[token + 1] > ExpansionFile.MAX_OTHERS) {
        throw new IllegalArgumentException(
            "a token stands for at most "
                + ExpansionFile.MAX_OTHERS
                + " others, each once: token="
                + token);
      }
      others[i] = entry.other();
      factors[i] = entry.factor();
    }
    Arrays.parallelPrefix(begins, Integer::sum);
    return new ExpansionTable(begins, others, factors);
  }

  /// Reads the table of a model directory.
  ///
  /// @throws CheckpointException if the file is not what [ExpansionFile] says, or does not agree
  ///   with the vocabulary
  /// @throws IOException if the file cannot be read
  public static ExpansionTable read(Path file, Vocabulary vocabulary) throws IOException {
    return of(ExpansionFile.read(file, vocabulary.size(), vocabulary::idOf));
  }

  /// All entries, by token and then by other.
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (int token = 0; token + 1 < begins.length; token++) {
      for (int i = begin(token); i < end(token); i++) {
        entries.add(new Entry(token, others[i], factors[i]));
      }
    }
    return entries;
  }

  /// Number of entries.
  public int size() {
    return others.length;
  }

  /// Refuses a table for another vocabulary.
  ///
  /// @param rows of the vocabulary
  /// @throws IllegalArgumentException if a token of the table is outside
  void requireRows(int rows) {
    int most = Math.max(begins.length - 2, Arrays.stream(others).max().orElse(-1));
    if (most >= rows) {
      throw new IllegalArgumentException(
          "a token of the expansion is outside the vocabulary: token=" + most + " rows=" + rows);
    }
  }

  /// Where the entries of a token begin.
  int begin(int token) {
    return token + 1 < begins.length ? begins[token] : 0;
  }

  /// Where the entries of a token end.
  int end(int token) {
    return token + 1 < begins.length ? begins[token + 1] : 0;
  }

  /// The other token of an entry.
  int other(int entry) {
    return others[entry];
  }

  /// The factor of an entry.
  float factor(int entry) {
    return factors[entry];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExpansionTable that && entries().equals(that.entries());
  }

  @Override
  public int hashCode() {
    return entries().hashCode();
  }
}
