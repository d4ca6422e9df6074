package dev.tern.engine.codec;

import dev.tern.engine.format.CodeBook;
import dev.tern.engine.format.Layout;
import dev.tern.engine.format.SegmentSection;
import dev.tern.engine.format.Windows;
import dev.tern.engine.store.SectionFileWriter;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;

/// Writes the postings of a segment, part after part, and the tables that find them.
///
/// The postings go to the file at once; bounds and tables, about a byte a posting, are kept until
/// [#finish].
public final class PostingsWriter implements PostingsSink<WindowedPart> {
  private final SectionFileWriter file;
  private final Windows windows;
  private final CodeBook codes;

  private final GrowingBytes bounds = new GrowingBytes();
  private final IntArrayList chunks = new IntArrayList();
  private final TermEntries entries = new TermEntries();
  private final LongArrayList termChunks = new LongArrayList();
  private final LongArrayList termPostings = new LongArrayList();
  private final LongArrayList termBounds = new LongArrayList();
  private final Queue<WindowedPart> appended = new ConcurrentLinkedQueue<>();
  private long written;

  /// Starts the section of the postings.
  ///
  /// @param codes of all impacts
  public PostingsWriter(SectionFileWriter file, Windows windows, CodeBook codes)
      throws IOException {
    this.file = file;
    this.windows = windows;
    this.codes = codes;
    file.begin(SegmentSection.POSTINGS.id());
  }

  @Override
  public WindowedPart part() {
    WindowedPart free = appended.poll();
    return free == null ? new WindowedPart(windows, codes) : free;
  }

  @Override
  public void append(WindowedPart part) throws IOException {
    addAll(termChunks, chunks.size() / 3, part.termChunks);
    addAll(termPostings, written, part.termPostings);
    addAll(termBounds, bounds.size(), part.termBounds);
    entries.add(part.entries);
    chunks.addAll(part.chunks);
    bounds.add(part.bounds);
    part.postings.writeTo(file);
    written += part.postings.size();
    part.clear();
    appended.add(part);
  }

  private static void addAll(LongArrayList all, long base, LongArrayList offsets) {
    for (int i = 0; i < offsets.size(); i++) {
      all.add(base + offsets.get(i));
    }
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
