package dev.tern.engine.codec;

import dev.tern.engine.format.CodeBook;
import dev.tern.engine.format.Layout;
import dev.tern.engine.format.Windows;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;

/// Chunks and lists of some terms, with their bounds and the tables that find them; offsets count
/// from the start of the part.
public final class WindowedPart implements PostingsPart {
  private final Windows windows;
  private final ChunkBytes chunk;
  private final ScarceBytes scarce;

  final GrowingBytes postings = new GrowingBytes();
  final GrowingBytes bounds = new GrowingBytes();

  /// Three numbers for each chunk, see [ChunkTable].
  final IntArrayList chunks = new IntArrayList();

  final TermEntries entries = new TermEntries();
  final LongArrayList termChunks = new LongArrayList();
  final LongArrayList termPostings = new LongArrayList();
  final LongArrayList termBounds = new LongArrayList();

  /// @param codes of all impacts
  WindowedPart(Windows windows, CodeBook codes) {
    this.windows = windows;
    this.chunk = new ChunkBytes(windows, codes);
    this.scarce = new ScarceBytes(codes);
  }

  @Override
  public void put(int term, int[] documents, byte[] impacts, int from, int to) {
    entries.add(term, impacts, from, to);
    termChunks.add(chunks.size() / 3);
    termPostings.add(postings.size());
    termBounds.add(bounds.size());
    if (windows.isFrequent(to - from)) {
      putFrequent(documents, impacts, from, to);
    } else if (windows.isScarce(to - from)) {
      int count = scarce.make(documents, impacts, from, to);
      postings.add(scarce.bytes(), count);
    } else {
      putRare(documents, impacts, from, to);
    }
  }

  /// Every window has its chunk, so that it is found by its number.
  private void putFrequent(int[] documents, byte[] impacts, int from, int to) {
    int next = from;
    for (int window = 0; window < windows.windows(); window++) {
      chunks.addAll(window, next - from, 0);
      int end = endOfWindow(documents, next, to, window);
      int count = chunk.frequent(window, documents, impacts, next, end);
      postings.add(chunk.bytes(), count);
      bounds.add(chunk.maxima(), chunk.blocks());
      next = end;
    }
  }

  private void putRare(int[] documents, byte[] impacts, int from, int to) {
    int runs = 0;
    for (int next = from; next < to; ) {
      int window = windows.windowOf(documents[next]);
      chunks.addAll(window, next - from, runs);
      int end = endOfWindow(documents, next, to, window);
      int count = chunk.rare(window, documents, impacts, next, end, next - from);
      postings.add(chunk.bytes(), count);
      bounds.add(chunk.runs(), chunk.runCount() * Layout.RUN_BYTES);
      runs += chunk.runCount();
      next = end;
    }
  }

  private int endOfWindow(int[] documents, int from, int to, int window) {
    long limit = (long) windows.firstDocId(window) + windows.windowDocuments();
    int end = from;
    while (end < to && documents[end] < limit) {
      end++;
    }
    return end;
  }

  /// Forgets all terms.
  void clear() {
    postings.clear();
    bounds.clear();
    chunks.clear();
    entries.clear();
    termChunks.clear();
    termPostings.clear();
    termBounds.clear();
  }

  @Override
  public long bytes() {
    return postings.size();
  }
}
