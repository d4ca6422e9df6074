package dev.tern.bench;

import dev.tern.bench.plain.PlainInversion;
import dev.tern.bench.synthetic.ImpactDocuments;
import dev.tern.encoder.SparseVector;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Encoded documents with integer impacts: the greatest weight of all becomes 255. Immutable.
final class EncodedDocuments implements ImpactDocuments {
  private static final int MAX_IMPACT = 255;

  private final int[][] terms;
  private final int[][] impacts;

  private EncodedDocuments(int[][] terms, int[][] impacts) {
    this.terms = terms;
    this.impacts = impacts;
  }

  static EncodedDocuments of(List<SparseVector> vectors) {
    float greatest = 0;
    for (SparseVector vector : vectors) {
      for (int i = 0; i < vector.size(); i++) {
        greatest = Math.max(greatest, vector.weight(i));
      }
    }
    int[][] terms = new int[vectors.size()][];
    int[][] impacts = new int[vectors.size()][];
    for (int document = 0; document < terms.length; document++) {
      SparseVector vector = vectors.get(document);
      float step = greatest / MAX_IMPACT;
      int[] places =
          IntStream.range(0, vector.size())
              .filter(i -> PlainInversion.impact(vector.weight(i), step) > 0)
              .toArray();
      terms[document] = Arrays.stream(places).map(vector::id).toArray();
      impacts[document] =
          Arrays.stream(places).map(i -> PlainInversion.impact(vector.weight(i), step)).toArray();
    }
    return new EncodedDocuments(terms, impacts);
  }

  @Override
  public int documents() {
    return terms.length;
  }

  @Override
  public long postings() {
    long sum = 0;
    for (int[] each : terms) {
      sum += each.length;
    }
    return sum;
  }

  @Override
  public int size(int document) {
    return terms[document].length;
  }

  @Override
  public int term(int document, int position) {
    return terms[document][position];
  }

  @Override
  public int impact(int document, int position) {
    return impacts[document][position];
  }
}
