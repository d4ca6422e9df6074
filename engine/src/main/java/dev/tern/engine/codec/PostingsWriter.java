package dev.tern.engine.codec;

import dev.tern.engine.format.Layout;
import dev.tern.engine.format.SegmentSection;
import dev.tern.engine.store.SectionFileWriter;
import java.io.IOException;
import org.eclipse.collections.impl.list.mutable.primitive.ByteArrayList;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;

/// Writes the postings of a segment, term after term, and the tables that find them.
///
/// The postings go to the file at once; the tables, about 14 bytes a block, are kept until
/// [#finish].
public final class PostingsWriter {
  private final SectionFileWriter file;
  private final int blockPostings;

  private final int[] gaps = new int[Layout.MAX_BLOCK_POSTINGS];
  private final byte[] packed =
      new byte[PackedInts.bytes(PackedInts.MAX_WIDTH, Layout.MAX_BLOCK_POSTINGS)];

  private final LongArrayList blockOffsets = new LongArrayList();
  private final IntArrayList blockLastDocuments = new IntArrayList();
  private final ByteArrayList blockMaxImpacts = new ByteArrayList();
  private final IntArrayList termIds = new IntArrayList();
  private final IntArrayList termDocumentFrequencies = new IntArrayList();
  private final LongArrayList termBlocks = new LongArrayList();
  private final ByteArrayList termMaxImpacts = new ByteArrayList();
  private long written;

  /// Starts the section of the postings.
  ///
  /// @param blockPostings in every block of a term but the last
  public PostingsWriter(SectionFileWriter file, int blockPostings) throws IOException {
    this.file = file;
    this.blockPostings = blockPostings;
    file.begin(SegmentSection.POSTINGS.id());
  }

  /// Writes the postings of the next term, which are those in positions `from` to `to` of the
  /// arrays; there is at least one.
  ///
  /// @param term above every term so far
  /// @param documents strictly ascending within the term
  /// @param impacts 1 to 255, as unsigned bytes
  public void put(int term, int[] documents, byte[] impacts, int from, int to) throws IOException {
    termIds.add(term);
    termDocumentFrequencies.add(to - from);
    termBlocks.add(blockOffsets.size());
    int termMax = 0;
    int previous = -1;
    for (int start = from; start < to; start += blockPostings) {
      int end = Math.min(to - start, blockPostings) + start;
      termMax = Math.max(termMax, putBlock(previous, documents, impacts, start, end));
      previous = documents[end - 1];
    }
    termMaxImpacts.add((byte) termMax);
  }

  /// Writes one block and returns its greatest impact. A gap is the number of docIds left out
  /// between a document and the one before, which for the first one in the list is -1.
  private int putBlock(int previous, int[] documents, byte[] impacts, int start, int end)
      throws IOException {
    int count = end - start;
    int last = previous;
    int max = 0;
    for (int i = 0; i < count; i++) {
      gaps[i] = documents[start + i] - last - 1;
      last = documents[start + i];
      max = Math.max(max, impacts[start + i] & 0xFF);
    }
    int width = PackedInts.widthOf(gaps, count);
    int bytes = PackedInts.bytes(width, count);
    PackedInts.pack(gaps, count, width, packed, 0);
    blockOffsets.add(written);
    blockLastDocuments.add(last);
    blockMaxImpacts.add((byte) max);
    file.putByte(width);
    file.putBytes(packed, 0, bytes);
    file.putBytes(impacts, start, count);
    written += 1 + bytes + count;
    return max;
  }

  /// Ends the section of the postings and writes the tables.
  public void finish() throws IOException {
    file.putBytes(new byte[Layout.POSTINGS_PADDING_BYTES], 0, Layout.POSTINGS_PADDING_BYTES);
    termBlocks.add(blockOffsets.size());
    blockOffsets.add(written);
    putLongs(SegmentSection.BLOCK_OFFSETS, blockOffsets);
    putInts(SegmentSection.BLOCK_LAST_DOCUMENTS, blockLastDocuments);
    putBytes(SegmentSection.BLOCK_MAX_IMPACTS, blockMaxImpacts);
    putInts(SegmentSection.TERM_IDS, termIds);
    putInts(SegmentSection.TERM_DOCUMENT_FREQUENCIES, termDocumentFrequencies);
    putLongs(SegmentSection.TERM_BLOCKS, termBlocks);
    putBytes(SegmentSection.TERM_MAX_IMPACTS, termMaxImpacts);
  }

  private void putBytes(SegmentSection section, ByteArrayList values) throws IOException {
    file.begin(section.id());
    for (int i = 0; i < values.size(); i++) {
      file.putByte(values.get(i));
    }
  }

  private void putInts(SegmentSection section, IntArrayList values) throws IOException {
    file.begin(section.id());
    for (int i = 0; i < values.size(); i++) {
      file.putInt(values.get(i));
    }
  }

  private void putLongs(SegmentSection section, LongArrayList values) throws IOException {
    file.begin(section.id());
    for (int i = 0; i < values.size(); i++) {
      file.putLong(values.get(i));
    }
  }
}
