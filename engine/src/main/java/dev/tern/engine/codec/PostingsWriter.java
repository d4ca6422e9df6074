package dev.tern.engine.codec;

import dev.tern.engine.format.CodeBook;
import dev.tern.engine.format.Layout;
import dev.tern.engine.format.SegmentSection;
import dev.tern.engine.format.Windows;
import dev.tern.engine.store.SectionFileWriter;
import java.io.IOException;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;

/// Writes the postings of a segment, term after term, and the tables that find them.
///
/// The postings go to the file at once; bounds and tables, about a byte a posting, are kept until
/// [#finish].
public final class PostingsWriter implements PostingsSink {
  private final SectionFileWriter file;
  private final Windows windows;
  private final ChunkBytes chunk;
  private final ScarceBytes scarce;

  private final GrowingBytes bounds = new GrowingBytes();
  private final IntArrayList chunks = new IntArrayList();
  private final TermEntries entries = new TermEntries();
  private final LongArrayList termChunks = new LongArrayList();
  private final LongArrayList termPostings = new LongArrayList();
  private final LongArrayList termBounds = new LongArrayList();
  private long written;

  /// Starts the section of the postings.
  ///
  /// @param codes of all impacts
  public PostingsWriter(SectionFileWriter file, Windows windows, CodeBook codes)
      throws IOException {
    this.file = file;
    this.windows = windows;
    this.chunk = new ChunkBytes(windows, codes);
    this.scarce = new ScarceBytes(codes);
    file.begin(SegmentSection.POSTINGS.id());
  }

  @Override
  public void put(int term, int[] documents, byte[] impacts, int from, int to) throws IOException {
    entries.add(term, impacts, from, to);
    termChunks.add(chunks.size() / 3);
    termPostings.add(written);
    termBounds.add(bounds.size());
    if (windows.isFrequent(to - from)) {
      putFrequent(documents, impacts, from, to);
    } else if (windows.isScarce(to - from)) {
      int count = scarce.make(documents, impacts, from, to);
      putBytes(scarce.bytes(), count);
    } else {
      putRare(documents, impacts, from, to);
    }
  }

  /// Every window has its chunk, so that it is found by its number.
  private void putFrequent(int[] documents, byte[] impacts, int from, int to) throws IOException {
    int next = from;
    for (int window = 0; window < windows.windows(); window++) {
      chunks.addAll(window, next - from, 0);
      int end = endOfWindow(documents, next, to, window);
      int count = chunk.frequent(window, documents, impacts, next, end);
      putBytes(chunk.bytes(), count);
      bounds.add(chunk.maxima(), chunk.blocks());
      next = end;
    }
  }

  private void putRare(int[] documents, byte[] impacts, int from, int to) throws IOException {
    int runs = 0;
    for (int next = from; next < to; ) {
      int window = windows.windowOf(documents[next]);
      chunks.addAll(window, next - from, runs);
      int end = endOfWindow(documents, next, to, window);
      int count = chunk.rare(window, documents, impacts, next, end, next - from);
      putBytes(chunk.bytes(), count);
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

  private void putBytes(byte[] bytes, int count) throws IOException {
    file.putBytes(bytes, 0, count);
    written += count;
  }

  /// Ends the section of the postings and writes bounds and tables.
  @Override
  public void finish() throws IOException {
    byte[] padding = new byte[Layout.VECTOR_PADDING_BYTES];
    file.putBytes(padding, 0, padding.length);
    termChunks.add(chunks.size() / 3);
    termPostings.add(written);
    termBounds.add(bounds.size());
    file.begin(SegmentSection.BOUNDS.id());
    bounds.writeTo(file);
    file.putBytes(padding, 0, padding.length);
    putInts(SegmentSection.CHUNKS, chunks);
    entries.writeIds(file);
    putLongs(SegmentSection.TERM_CHUNKS, termChunks);
    putLongs(SegmentSection.TERM_POSTINGS, termPostings);
    putLongs(SegmentSection.TERM_BOUNDS, termBounds);
    entries.writeImpacts(file);
  }

  private void putInts(SegmentSection section, IntArrayList values) throws IOException {
    file.begin(section.id());
    file.putInts(values.toArray());
  }

  private void putLongs(SegmentSection section, LongArrayList values) throws IOException {
    file.begin(section.id());
    file.putLongs(values.toArray());
  }
}
