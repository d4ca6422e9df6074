package dev.tern.engine.indexing;

import dev.tern.engine.format.WeightLosses;

/// The postings of a batch of vectors by term, three bytes each: a counting sort.
///
/// The first pass counts the documents of each term, the second puts each posting into the next
/// place of its term. Documents are visited in order, so postings of a term are in order too.
final class InvertedBatch {
  /// The terms that the batch has, by their numbers, ascending.
  private final int[] terms;

  /// Postings of `terms[i]` are in places `starts[i]` to `starts[i + 1]`.
  private final int[] starts;

  private final char[] documents;
  private final byte[] impacts;
  private final int documentCount;
  private final WeightLosses losses;

  /// @param numbers of terms there are
  InvertedBatch(VectorBatch batch, int numbers, Quantizer quantizer) {
    documentCount = batch.documents();
    byte[] quantized = new byte[batch.size()];
    losses = quantizer.quantize(batch.weights(), quantized);
    int[] places = new int[numbers];
    int distinct = count(batch, quantized, places);
    terms = new int[distinct];
    starts = new int[distinct + 1];
    int next = 0;
    for (int number = 0; number < numbers; number++) {
      int count = places[number];
      if (count > 0) {
        terms[next] = number;
        places[number] = starts[next];
        starts[next + 1] = starts[next] + count;
        next++;
      }
    }
    documents = new char[starts[distinct]];
    impacts = new byte[documents.length];
    fill(batch, quantized, places);
  }

  private static int count(VectorBatch batch, byte[] quantized, int[] counts) {
    int[] terms = batch.terms();
    int distinct = 0;
    for (int i = 0; i < quantized.length; i++) {
      if (quantized[i] != 0 && counts[terms[i]]++ == 0) {
        distinct++;
      }
    }
    return distinct;
  }

  private void fill(VectorBatch batch, byte[] quantized, int[] places) {
    int[] batchTerms = batch.terms();
    for (int document = 0; document < documentCount; document++) {
      int end = batch.start(document + 1);
      for (int i = batch.start(document); i < end; i++) {
        if (quantized[i] != 0) {
          int place = places[batchTerms[i]]++;
          documents[place] = (char) document;
          impacts[place] = quantized[i];
        }
      }
    }
  }

  /// Which of its weights have impacts that do not stand for them.
  WeightLosses losses() {
    return losses;
  }

  /// Number of documents.
  int documents() {
    return documentCount;
  }

  /// Number of terms.
  int size() {
    return terms.length;
  }

  /// The number of the term in a place.
  int term(int place) {
    return terms[place];
  }

  /// How many postings the term in a place has.
  int count(int place) {
    return starts[place + 1] - starts[place];
  }

  /// Copies the postings of the term in a place to `at` of arrays.
  ///
  /// @param base the docId of the first document
  void copy(int place, int base, int[] docIds, byte[] toImpacts, int at) {
    int from = starts[place];
    int count = count(place);
    for (int i = 0; i < count; i++) {
      docIds[at + i] = base + documents[from + i];
    }
    System.arraycopy(impacts, from, toImpacts, at, count);
  }
}
