package dev.tern.encoder.checkpoint;

import dev.tern.encoder.text.Quoted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/// Reads and writes the table of tokens that stand for others in a query: lines of
///
/// ```
/// token TAB other TAB factor LF
/// ```
///
/// in any order. A query that has `token` has `other` too, with `factor` times the weight that
/// `token` has in it, unless it has `other` with a larger weight anyway. Where the entries come
/// from, a rule or training, makes no difference.
public final class ExpansionFile {
  /// Most others that a token stands for, which bounds what a query costs.
  public static final int MAX_OTHERS = 4;

  private final Path file;
  private final int vocabularySize;
  private final ToIntFunction<String> idOf;
  private final List<Entry> entries = new ArrayList<>();
  private final Set<Long> pairs = new HashSet<>();
  private final byte[] others;

  /// A token that stands for another one.
  ///
  /// @param token id of the one in the query
  /// @param other id of the one that is added
  /// @param factor of the weight of `token`, finite and above 0
  public record Entry(int token, int other, float factor) {
    /// Refuses a token that stands for itself, ids below 0 and a factor outside its range.
    public Entry {
      if (token < 0 || other < 0 || token == other) {
        throw new IllegalArgumentException(
            "a token stands for another one: token=" + token + " other=" + other);
      }
      if (!(factor > 0) || factor == Float.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "a factor is finite and above 0: token=" + token + " factor=" + factor);
      }
    }
  }

  private ExpansionFile(Path file, int vocabularySize, ToIntFunction<String> idOf) {
    this.file = file;
    this.vocabularySize = vocabularySize;
    this.idOf = idOf;
    this.others = new byte[vocabularySize];
  }

  /// The entries of a file, in its order.
  ///
  /// @param vocabularySize of the tokenizer
  /// @param idOf the id of a token, -1 for one that the vocabulary does not have
  /// @throws CheckpointException if a line is none, names a token that the vocabulary does not
  ///   have, or one that stands for itself, for another twice or for more than [#MAX_OTHERS]
  /// @throws IOException if the file cannot be read
  public static List<Entry> read(Path file, int vocabularySize, ToIntFunction<String> idOf)
      throws IOException {
    return new ExpansionFile(file, vocabularySize, idOf).read();
  }

  private List<Entry> read() throws IOException {
    String text = TextFile.read(file);
    int number = 0;
    for (int begin = 0; begin < text.length(); ) {
      int end = text.indexOf('\n', begin);
      end = end < 0 ? text.length() : end;
      number++;
      add(text.substring(begin, end), file + " line " + number);
      begin = end + 1;
    }
    return entries;
  }

  private void add(String line, String where) throws CheckpointException {
    int first = line.indexOf('\t');
    int second = line.indexOf('\t', first + 1);
    if (first < 1 || second < first + 2 || line.indexOf('\t', second + 1) >= 0) {
      throw new CheckpointException(
          where + " must be a token, another token and a factor, with" + " tabs between");
    }
    int token = id(line.substring(0, first), where);
    int other = id(line.substring(first + 1, second), where);
    if (token == other) {
      throw new CheckpointException(where + " lets a token stand for itself; take the line out");
    }
    if (!pairs.add((long) token << Integer.SIZE | other)) {
      throw new CheckpointException(where + " has the two tokens of an earlier line again");
    }
    if (++others[token] > MAX_OTHERS) {
      throw new CheckpointException(
          where + " lets a token stand for more than " + MAX_OTHERS + " others");
    }
    entries.add(new Entry(token, other, factor(line.substring(second + 1), where)));
  }

  private int id(String token, String where) throws CheckpointException {
    int id = idOf.applyAsInt(token);
    if (id < 0 || id >= vocabularySize) {
      throw new CheckpointException(
          where
              + " has the token "
              + Quoted.of(token)
              + ", which is not in the vocabulary; table and tokenizer are of different models");
    }
    return id;
  }

  private static float factor(String text, String where) throws CheckpointException {
    try {
      float factor = Float.parseFloat(text);
      if (factor > 0 && factor < Float.POSITIVE_INFINITY) {
        return factor;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new CheckpointException(
        where + " has the factor " + Quoted.of(text) + ", expected a finite one above 0");
  }

  /// Writes entries, in their order, into a new file.
  ///
  /// @param token the text of an id; without tabs and ends of lines
  /// @throws IOException if the file exists or cannot be written
  public static void write(Path file, List<Entry> entries, IntFunction<String> token)
      throws IOException {
    StringBuilder text = new StringBuilder();
    for (Entry entry : entries) {
      text.append(token.apply(entry.token())).append('\t');
      text.append(token.apply(entry.other())).append('\t');
      text.append(entry.factor()).append('\n');
    }
    Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
  }
}
