package dev.tern.encoder.training.teacher;

import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.training.data.Example;
import java.util.Arrays;
import org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap;
import org.eclipse.collections.impl.set.mutable.primitive.LongHashSet;

/// Words in common as a teacher: BM25 over tokens, with the document frequencies and the mean
/// length of the documents that are trained on (Robertson et al. 1994, in Lucene's form):
///
/// `s = sum over j in q of qtf_j ln(1 + (N - df_j + 0.5) / (df_j + 0.5)) tf_j / (tf_j + k1 (1 - b +
/// b length / meanLength))`
///
/// Texts are tokenized whole, special tokens do not count.
public final class Bm25Scores implements ScoreSource {
  private static final double K1 = 0.9;
  private static final double B = 0.4;

  private final Tokenizer tokenizer;
  private final int[] df;
  private final long documents;
  private final double meanLength;

  private Bm25Scores(Tokenizer tokenizer, int[] df, long documents, double meanLength) {
    this.tokenizer = tokenizer;
    this.df = df;
    this.documents = documents;
    this.meanLength = meanLength;
  }

  /// Counts documents, each text once.
  public static final class Counting {
    private final Tokenizer tokenizer;
    private final int[] df;
    private final LongHashSet seen = new LongHashSet();
    private long tokens;

    /// @param tokenizer that cuts texts into words
    public Counting(Tokenizer tokenizer) {
      this.tokenizer = tokenizer;
      this.df = new int[tokenizer.vocabulary().size()];
    }

    /// Counts a document, unless its text was counted before.
    public void add(String text) {
      if (seen.add(TextHash.of(text).high())) {
        int[] ids = tokenizer.encodePlain(text, Integer.MAX_VALUE);
        tokens += ids.length;
        Arrays.stream(ids).distinct().forEach(id -> df[id]++);
      }
    }

    /// The weight `ln(1 + (N - df_j + 0.5) / (df_j + 0.5))` of each token; those that no document
    /// holds weigh most, special ones nothing.
    public float[] idf() {
      float[] idf = new float[df.length];
      for (int id = 0; id < idf.length; id++) {
        idf[id] = tokenizer.isSpecial(id) ? 0 : (float) rarity(seen.size(), df[id]);
      }
      return idf;
    }

    /// The teacher that knows these documents.
    public Bm25Scores scores() {
      return new Bm25Scores(
          tokenizer,
          df.clone(),
          seen.size(),
          Math.max(1, (double) tokens / Math.max(1, seen.size())));
    }
  }

  private static double rarity(long documents, int df) {
    return StrictMath.log(1 + (documents - df + 0.5) / (df + 0.5));
  }

  @Override
  public double[] scores(Example example) {
    int[] query = tokenizer.encodePlain(example.query().text(), Integer.MAX_VALUE);
    return example.documents().stream()
        .mapToDouble(document -> score(query, document.text()))
        .toArray();
  }

  private double score(int[] query, String document) {
    int[] tokens = tokenizer.encodePlain(document, Integer.MAX_VALUE);
    IntIntHashMap counts = new IntIntHashMap();
    for (int id : tokens) {
      counts.addToValue(id, 1);
    }
    double norm = K1 * (1 - B + B * tokens.length / meanLength);
    double score = 0;
    for (int id : query) {
      int tf = counts.get(id);
      if (tf > 0 && !tokenizer.isSpecial(id)) {
        // A document that was not counted may hold a word that no counted one does.
        score += rarity(documents, df[id]) * tf / (tf + norm);
      }
    }
    return score;
  }
}
