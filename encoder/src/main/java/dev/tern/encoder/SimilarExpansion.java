package dev.tern.encoder;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;

import dev.tern.encoder.checkpoint.ExpansionFile.Entry;
import dev.tern.encoder.kernel.Matmul;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.kernel.Strip;
import dev.tern.encoder.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The expansion by the model: a word i stands for the words j whose embeddings `e` point where its
/// own does, apart from where they all point:
///
/// `cos_ij = (e_i - m) . (e_j - m) / (|e_i - m| |e_j - m|)`, m the mean of all words' embeddings
///
/// The [#NEIGHBOURS] with the largest cosine are taken, if it is above [#LEAST_COSINE]. With
/// splade-tiny, that proposes `vehicle` for `car` and `tumor` for `cancer`, and the factor .1
/// raises the mean NDCG@10 of five collections from .5275 to .5304 without training; four
/// neighbours above .3 gain .0017, and twice the factor no more.
final class SimilarExpansion {
  /// How many words a word stands for.
  static final int NEIGHBOURS = 2;

  private static final float LEAST_COSINE = 0.4f;

  /// Whole English words; what a piece of a word stands for depends on the rest.
  private static final Pattern WORD = Pattern.compile("[a-z]{3,}");

  private SimilarExpansion() {}

  /// @param table words that weigh nothing in it are left out
  /// @param factor of the weight of the word in the query
  static List<Entry> of(
      Vocabulary vocabulary, QueryTable table, WordEmbeddings embeddings, float factor) {
    int[] words = words(vocabulary, table);
    Matrix unit = directions(words, embeddings);
    PackedMatrix packed = PackedMatrix.of(unit.columns(), unit.toArray());
    Matrix cosines = new Matrix(Math.max(1, words.length));
    Strip strip = new Strip();
    List<Entry> entries = new ArrayList<>();
    for (int row = 0, rows; row < words.length; row += rows) {
      rows = Strip.next(words.length - row);
      cosines.resize(rows);
      for (int column = 0; column < words.length; column += PANEL) {
        Matmul.multiply(unit, row, rows, 0, packed, column / PANEL, strip);
        strip.store(cosines, 0, column, Math.min(PANEL, words.length - column));
      }
      for (int r = 0; r < rows; r++) {
        for (int neighbour : nearest(cosines, r, row + r)) {
          entries.add(new Entry(words[row + r], words[neighbour], factor));
        }
      }
    }
    return entries;
  }

  private static int[] words(Vocabulary vocabulary, QueryTable table) {
    List<Integer> words = new ArrayList<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      if (WORD.matcher(vocabulary.token(id)).matches() && table.weight(id) > 0) {
        words.add(id);
      }
    }
    return words.stream().mapToInt(Integer::intValue).toArray();
  }

  /// `(e_i - m) / |e_i - m|` for each word; 0 where that is nothing.
  private static Matrix directions(int[] words, WordEmbeddings embeddings) {
    int columns = embeddings.columns();
    double[] mean = new double[columns];
    for (int word : words) {
      for (int c = 0; c < columns; c++) {
        mean[c] += embeddings.values()[word * columns + c] / (double) words.length;
      }
    }
    Matrix unit = new Matrix(columns);
    unit.resize(words.length);
    for (int i = 0; i < words.length; i++) {
      double squares = 0;
      for (int c = 0; c < columns; c++) {
        double d = embeddings.values()[words[i] * columns + c] - mean[c];
        squares += d * d;
      }
      double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
      for (int c = 0; c < columns; c++) {
        double d = embeddings.values()[words[i] * columns + c] - mean[c];
        unit.values()[unit.offset(i) + c] = (float) (d * scale);
      }
    }
    return unit;
  }

  /// The columns of a row with the largest cosines, the largest first and the first of equal ones.
  private static List<Integer> nearest(Matrix cosines, int row, int self) {
    List<Integer> nearest = new ArrayList<>();
    while (nearest.size() < NEIGHBOURS) {
      int best = -1;
      float most = LEAST_COSINE;
      for (int column = 0; column < cosines.columns(); column++) {
        float cosine = cosines.values()[cosines.offset(row) + column];
        if (cosine > most && column != self && !nearest.contains(column)) {
          most = cosine;
          best = column;
        }
      }
      if (best < 0) {
        break;
      }
      nearest.add(best);
    }
    return nearest;
  }
}
