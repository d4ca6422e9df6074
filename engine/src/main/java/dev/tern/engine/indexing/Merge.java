package dev.tern.engine.indexing;

import dev.tern.engine.codec.BlobTable;
import dev.tern.engine.codec.DocumentSet;
import dev.tern.engine.codec.ForwardTable;
import dev.tern.engine.codec.KeyTable;
import dev.tern.engine.codec.LostWeights;
import dev.tern.engine.codec.PostingsPart;
import dev.tern.engine.codec.PostingsSink;
import dev.tern.engine.codec.Strings;
import dev.tern.engine.codec.TermTable;
import dev.tern.engine.codec.Vectors;
import dev.tern.engine.format.FileKind;
import dev.tern.engine.format.SegmentEntry;
import dev.tern.engine.format.SegmentForm;
import dev.tern.engine.format.SegmentSection;
import dev.tern.engine.format.Windows;
import dev.tern.engine.postings.DocumentCursor;
import dev.tern.engine.postings.ImpactCursor;
import dev.tern.engine.postings.Segment;
import dev.tern.engine.store.IndexFiles;
import dev.tern.engine.store.SectionFileWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.DoubleConsumer;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;

/// Writes the documents of several segments that were not deleted as one segment, in their order or
/// so that similar ones are neighbours.
///
/// Takes about 20 bytes of memory for each document, whatever the documents are: postings pass a
/// term at a time, keys, stored bytes and vectors one at a time. Where postings are kept by impact
/// only, a term's have to be put in order, which takes up to 8 bytes more; finding another order of
/// the documents takes up to 300, and a forward store 16 for each weight that impacts do not stand
/// for.
final class Merge {
  /// A segment to be merged.
  ///
  /// @param deleted its documents that are left out
  record Source(Segment segment, DocumentSet deleted) {}

  private final List<Source> sources;

  /// The documents before each source, all those that are left out included.
  private final int[] bases;

  /// By the new docId, which document it was, counted over all sources.
  private final int[] olds;

  /// By that count, the new docId, or -1 for a document that is left out.
  private final int[] news;

  private boolean reordered;

  /// @param sources with at least one document that was not deleted
  Merge(List<Source> sources) {
    this.sources = sources;
    bases = new int[sources.size() + 1];
    int live = 0;
    for (int i = 0; i < sources.size(); i++) {
      bases[i + 1] = bases[i] + sources.get(i).segment().documents();
      live += sources.get(i).deleted().others();
    }
    news = new int[bases[sources.size()]];
    olds = new int[live];
    int next = 0;
    for (int i = 0; i < sources.size(); i++) {
      for (int docId = 0; docId < sources.get(i).segment().documents(); docId++) {
        boolean left = sources.get(i).deleted().contains(docId);
        news[bases[i] + docId] = left ? -1 : next;
        if (!left) {
          olds[next++] = bases[i] + docId;
        }
      }
    }
  }

  /// Orders the documents so that similar ones are neighbours.
  ///
  /// @param progress told the share of the work that is done, in `[0, 1]`
  void reorder(DoubleConsumer progress) {
    TopTerms top = new TopTerms(olds.length);
    int[] ordinals = new int[sources.size()];
    int number = 0;
    for (long term = nextTerm(ordinals); term <= Integer.MAX_VALUE; term = nextTerm(ordinals)) {
      for (int i = 0; i < ordinals.length; i++) {
        if (has(i, ordinals[i], term)) {
          ImpactCursor cursor = cursor(i, term);
          for (int docId = cursor.docId(); docId != DocumentCursor.END; docId = cursor.next()) {
            int to = news[bases[i] + docId];
            if (to >= 0) {
              top.add(to, number, cursor.impact());
            }
          }
          ordinals[i]++;
        }
      }
      number++;
    }
    int[] order = Bisection.order(top.toTerms(number), progress);
    int[] before = olds.clone();
    for (int docId = 0; docId < order.length; docId++) {
      olds[docId] = before[order[docId]];
      news[olds[docId]] = docId;
    }
    reordered = true;
  }

  /// Writes the segment and returns when it has reached the disk.
  ///
  /// @param form of all segments of the index
  /// @param number of the new file
  /// @param progress told the share of the work that is done, in `[0, 1]`
  SegmentEntry write(IndexFiles files, SegmentForm form, long number, DoubleConsumer progress)
      throws IOException {
    Windows windows = form.windows(olds.length);
    try (SectionFileWriter file = new SectionFileWriter(files, FileKind.SEGMENT, number)) {
      long postings = Postings.write(file, windows, form, sink -> postings(sink, progress));
      KeyTable.write(file, strings(Field.KEY), keyOrder());
      BlobTable.write(
          file, SegmentSection.STORED_OFFSETS, SegmentSection.STORED_BYTES, strings(Field.STORED));
      if (form.forwardStore()) {
        ForwardTable.write(file, vectors());
        LostWeights.write(file, lost());
      }
      return new SegmentEntry(file.finish(), windows, postings);
    }
  }

  private <P extends PostingsPart> long postings(PostingsSink<P> writer, DoubleConsumer progress)
      throws IOException {
    P part = writer.part();
    int[] ordinals = new int[sources.size()];
    int[] docIds = new int[olds.length];
    byte[] impacts = new byte[olds.length];
    PostingsOrder sort = new PostingsOrder(reordered ? olds.length : 0);
    long terms = 0;
    for (int i = 0; i < ordinals.length; i++) {
      terms += terms(i).size();
    }
    long passed = 0;
    long written = 0;
    for (long term = nextTerm(ordinals); term <= Integer.MAX_VALUE; term = nextTerm(ordinals)) {
      int count = 0;
      for (int i = 0; i < ordinals.length; i++) {
        if (has(i, ordinals[i], term)) {
          count = copy(cursor(i, term), bases[i], docIds, impacts, count);
          ordinals[i]++;
          passed++;
        }
      }
      if (count > 0) {
        if (reordered) {
          sort.sort(docIds, impacts, count);
        }
        part.put((int) term, docIds, impacts, 0, count);
        if (part.bytes() >= PostingsPart.ENOUGH_BYTES) {
          writer.append(part);
          part = writer.part();
        }
      }
      written += count;
      progress.accept((double) passed / terms);
    }
    writer.append(part);
    writer.finish();
    return written;
  }

  private boolean has(int source, int ordinal, long term) {
    return ordinal < terms(source).size() && terms(source).id(ordinal) == term;
  }

  private ImpactCursor cursor(int source, long term) {
    return sources.get(source).segment().postings((int) term).orElseThrow().cursor();
  }

  /// The least term that the next ordinals have, or a number that is no term.
  private long nextTerm(int[] ordinals) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < ordinals.length; i++) {
      if (ordinals[i] < terms(i).size()) {
        least = Math.min(least, terms(i).id(ordinals[i]));
      }
    }
    return least;
  }

  private TermTable terms(int source) {
    return sources.get(source).segment().postings().terms();
  }

  private int copy(ImpactCursor cursor, int base, int[] docIds, byte[] impacts, int from) {
    int count = from;
    for (int docId = cursor.docId(); docId != DocumentCursor.END; docId = cursor.next()) {
      int to = news[base + docId];
      if (to >= 0) {
        docIds[count] = to;
        impacts[count++] = (byte) cursor.impact();
      }
    }
    return count;
  }

  /// The new docIds in the order of their keys: each source has them in order already.
  private int[] keyOrder() {
    PriorityQueue<Next> queue = new PriorityQueue<>();
    int[] order = new int[olds.length];
    int found = 0;
    for (int i = 0; i < sources.size(); i++) {
      queue.add(new Next(i, 0, keys(i)));
    }
    while (!queue.isEmpty()) {
      Next next = queue.remove();
      KeyTable keys = keys(next.source);
      int docId = news[bases[next.source] + keys.docId(next.place)];
      if (docId >= 0) {
        order[found++] = docId;
      }
      int place = next.place + 1;
      if (place < keys.documents()) {
        queue.add(new Next(next.source, place, keys));
      }
    }
    return order;
  }

  /// The next key of a source.
  private static final class Next implements Comparable<Next> {
    private final int source;
    private final int place;
    private final byte[] key;

    Next(int source, int place, KeyTable keys) {
      this.source = source;
      this.place = place;
      key = keys.utf8(keys.docId(place));
    }

    @Override
    public int compareTo(Next other) {
      return Arrays.compareUnsigned(key, other.key);
    }
  }

  private KeyTable keys(int source) {
    return sources.get(source).segment().keys();
  }

  private enum Field {
    KEY,
    STORED
  }

  private Strings strings(Field field) {
    return new Strings() {
      @Override
      public int size() {
        return olds.length;
      }

      @Override
      public int length(int docId) {
        int source = source(olds[docId]);
        int old = olds[docId] - bases[source];
        return field == Field.KEY
            ? keys(source).length(old)
            : sources.get(source).segment().stored().length(old);
      }

      @Override
      public byte[] get(int docId) {
        int source = source(olds[docId]);
        int old = olds[docId] - bases[source];
        return field == Field.KEY
            ? keys(source).utf8(old)
            : sources.get(source).segment().stored(old);
      }
    };
  }

  private ForwardTable forward(int source) {
    return sources.get(source).segment().forward().orElseThrow();
  }

  private Vectors vectors() {
    return new Vectors() {
      @Override
      public int size() {
        return olds.length;
      }

      @Override
      public int length(int docId) throws IOException {
        int source = source(olds[docId]);
        return forward(source).length(olds[docId] - bases[source]);
      }

      @Override
      public void copy(int docId, int[] terms, float[] weights) throws IOException {
        int source = source(olds[docId]);
        forward(source).copy(olds[docId] - bases[source], terms, weights);
      }
    };
  }

  /// The lost weights of all sources with their new docIds.
  private long[] lost() {
    LongArrayList found = new LongArrayList();
    for (int i = 0; i < sources.size(); i++) {
      LostWeights lost = sources.get(i).segment().lost().orElseThrow();
      for (int place = 0; place < lost.size(); place++) {
        int docId = news[bases[i] + lost.document(place)];
        if (docId >= 0) {
          found.add(lost.entry(place) - lost.document(place) + docId);
        }
      }
    }
    long[] sorted = found.toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  private int source(int old) {
    int found = Arrays.binarySearch(bases, 0, sources.size(), old);
    return found >= 0 ? found : -found - 2;
  }
}
