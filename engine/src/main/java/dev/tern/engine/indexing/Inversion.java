package dev.tern.engine.indexing;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.codec.PostingsWriter;
import java.io.IOException;
import java.util.List;
import org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap;

/// Turns vectors by document into postings by term: a counting sort.
///
/// The first pass counts the documents of each term, the second puts each posting into the next
/// place of its term. Documents are visited in order, so postings of a term are in order too.
final class Inversion {
  private final int[] terms;

  /// Postings of `terms[i]` are in places `starts[i]` to `starts[i + 1]`.
  private final int[] starts;

  private final int[] documents;
  private final byte[] impacts;

  /// @param vectors by docId, with fewer than 2³¹ weights in all
  Inversion(List<SparseVector> vectors, Quantizer quantizer) {
    IntIntHashMap places = count(vectors, quantizer);
    terms = places.keySet().toSortedArray();
    starts = new int[terms.length + 1];
    for (int i = 0; i < terms.length; i++) {
      starts[i + 1] = starts[i] + places.get(terms[i]);
      places.put(terms[i], starts[i]);
    }
    documents = new int[starts[terms.length]];
    impacts = new byte[documents.length];
    for (int docId = 0; docId < vectors.size(); docId++) {
      SparseVector vector = vectors.get(docId);
      for (int i = 0; i < vector.size(); i++) {
        int impact = quantizer.impact(vector.weight(i));
        if (impact > 0) {
          int place = places.addToValue(vector.id(i), 1) - 1;
          documents[place] = docId;
          impacts[place] = (byte) impact;
        }
      }
    }
  }

  private static IntIntHashMap count(List<SparseVector> vectors, Quantizer quantizer) {
    IntIntHashMap documentFrequencies = new IntIntHashMap();
    for (SparseVector vector : vectors) {
      for (int i = 0; i < vector.size(); i++) {
        if (quantizer.count(vector.weight(i)) > 0) {
          documentFrequencies.addToValue(vector.id(i), 1);
        }
      }
    }
    return documentFrequencies;
  }

  /// Number of postings.
  int postings() {
    return documents.length;
  }

  /// Writes the postings of all terms.
  void write(PostingsWriter writer) throws IOException {
    for (int i = 0; i < terms.length; i++) {
      writer.put(terms[i], documents, impacts, starts[i], starts[i + 1]);
    }
    writer.finish();
  }
}
