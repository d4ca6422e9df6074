package dev.tern.engine.indexing;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.codec.ForwardTable;
import dev.tern.engine.codec.LostWeights;
import dev.tern.engine.codec.Vectors;
import dev.tern.engine.store.SectionFileWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;

/// Writes the vectors of new documents, and which of their weights the impacts do not stand for.
///
/// @param vectors by docId
/// @param quantizer that made the impacts
record ForwardStore(List<SparseVector> vectors, Quantizer quantizer) {
  /// Writes the sections.
  void write(SectionFileWriter file) throws IOException {
    ForwardTable.write(
        file,
        new Vectors() {
          @Override
          public int size() {
            return vectors.size();
          }

          @Override
          public int length(int docId) {
            return vectors.get(docId).size();
          }

          @Override
          public void copy(int docId, int[] terms, float[] weights) {
            vectors.get(docId).copyTo(terms, weights, 0);
          }
        });
    LostWeights.write(file, lost());
  }

  private long[] lost() {
    LongArrayList found = new LongArrayList();
    for (int docId = 0; docId < vectors.size(); docId++) {
      SparseVector vector = vectors.get(docId);
      for (int i = 0; i < vector.size(); i++) {
        float weight = vector.weight(i);
        boolean saturated = quantizer.saturates(weight);
        if (saturated || quantizer.drops(weight)) {
          found.add(
              (long) vector.id(i) << Integer.SIZE
                  | (saturated ? LostWeights.SATURATED : 0)
                  | docId);
        }
      }
    }
    long[] sorted = found.toArray();
    Arrays.sort(sorted);
    return sorted;
  }
}
