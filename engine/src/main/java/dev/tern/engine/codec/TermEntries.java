package dev.tern.engine.codec;

import dev.tern.engine.format.SegmentSection;
import dev.tern.engine.store.SectionFileWriter;
import java.io.IOException;
import java.util.Arrays;
import org.eclipse.collections.impl.list.mutable.primitive.ByteArrayList;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/// What the table of terms says of each of them in every layout, while its postings are written.
final class TermEntries {
  private final IntArrayList ids = new IntArrayList();
  private final IntArrayList documentFrequencies = new IntArrayList();
  private final ByteArrayList maxImpacts = new ByteArrayList();
  private final ByteArrayList topImpacts = new ByteArrayList();
  private final int[] impactCounts = new int[256];

  /// Adds the next term with the impacts in positions `from` to `to`.
  void add(int term, byte[] impacts, int from, int to) {
    ids.add(term);
    documentFrequencies.add(to - from);
    Arrays.fill(impactCounts, 0);
    for (int i = from; i < to; i++) {
      impactCounts[impacts[i] & 0xFF]++;
    }
    int max = impactCounts.length - 1;
    while (impactCounts[max] == 0) {
      max--;
    }
    maxImpacts.add((byte) max);
    topImpacts.addAll(TermTable.topImpacts(impactCounts));
  }

  /// Forgets all terms.
  void clear() {
    ids.clear();
    documentFrequencies.clear();
    maxImpacts.clear();
    topImpacts.clear();
  }

  /// Adds the terms of others behind these.
  void add(TermEntries others) {
    ids.addAll(others.ids);
    documentFrequencies.addAll(others.documentFrequencies);
    maxImpacts.addAll(others.maxImpacts);
    topImpacts.addAll(others.topImpacts);
  }

  /// Writes the sections of the terms and in how many documents they are.
  void writeIds(SectionFileWriter file) throws IOException {
    file.begin(SegmentSection.TERM_IDS.id());
    file.putInts(ids.toArray());
    file.begin(SegmentSection.TERM_DOCUMENT_FREQUENCIES.id());
    file.putInts(documentFrequencies.toArray());
  }

  /// Writes the sections of the greatest impacts.
  void writeImpacts(SectionFileWriter file) throws IOException {
    file.begin(SegmentSection.TERM_MAX_IMPACTS.id());
    file.putBytes(maxImpacts.toArray(), 0, maxImpacts.size());
    file.begin(SegmentSection.TERM_TOP_IMPACTS.id());
    file.putBytes(topImpacts.toArray(), 0, topImpacts.size());
  }
}
