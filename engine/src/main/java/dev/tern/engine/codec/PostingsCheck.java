package dev.tern.engine.codec;

import static dev.tern.engine.format.Layout.BITMAP_BYTES;
import static dev.tern.engine.format.Layout.FIRSTS_OF_RUNS;
import static dev.tern.engine.format.Layout.RANK_BYTES;
import static dev.tern.engine.format.Layout.RUN_BYTES;
import static dev.tern.engine.format.Windows.BLOCK;

import dev.tern.engine.format.CodeBook;
import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.Windows;

/// Checks all that walking the chunks and lists of postings relies on.
///
/// The checksums have already shown that the bytes are those that were written; this shows that
/// whoever wrote them kept to the format: every chunk lies where the tables say, and all documents
/// that can be read from it are in its window and in the segment. It reads everything but the
/// impacts of terms that are not scarce.
public final class PostingsCheck implements TermCheck {
  private final TermTable terms;
  private final ChunkTable chunks;
  private final PostingBytes bytes;
  private final Windows windows;

  /// Of the postings of a segment.
  public PostingsCheck(TermTable terms, ChunkTable chunks, PostingBytes bytes, Windows windows) {
    this.terms = terms;
    this.chunks = chunks;
    this.bytes = bytes;
    this.windows = windows;
  }

  @Override
  public void tables(long postings) throws CorruptIndexException {
    terms.check(windows.documents(), postings);
    terms.checkOffsets(chunks.size(), bytes.postingsLength(), bytes.boundsLength());
  }

  @Override
  public void term(int ordinal) throws CorruptIndexException {
    entry(ordinal);
    chunks.verify(terms.firstChunk(ordinal), terms.firstChunk(ordinal + 1));
    bytes.verifyPostings(terms.postings(ordinal), terms.postings(ordinal + 1));
    bytes.verifyBounds(terms.bounds(ordinal), terms.bounds(ordinal + 1));
    if (windows.isFrequent(terms.documentFrequency(ordinal))) {
      frequent(ordinal);
    } else if (windows.isScarce(terms.documentFrequency(ordinal))) {
      scarce(ordinal);
    } else {
      rare(ordinal);
    }
  }

  /// A scarce term has no chunks and no bounds, others have some.
  private void entry(int ordinal) throws CorruptIndexException {
    boolean scarce = windows.isScarce(terms.documentFrequency(ordinal));
    if (terms.maxImpact(ordinal) == 0
        || terms.postings(ordinal) == terms.postings(ordinal + 1)
        || scarce != (terms.firstChunk(ordinal) == terms.firstChunk(ordinal + 1))
        || scarce != (terms.bounds(ordinal) == terms.bounds(ordinal + 1))) {
      throw terms.damaged(ordinal, "the entry of a term cannot be right");
    }
  }

  private void frequent(int ordinal) throws CorruptIndexException {
    long first = terms.firstChunk(ordinal);
    int documentFrequency = terms.documentFrequency(ordinal);
    if (terms.firstChunk(ordinal + 1) - first != windows.windows()
        || terms.bounds(ordinal + 1) - terms.bounds(ordinal) != windows.blocks()
        || terms.postings(ordinal + 1) - terms.postings(ordinal)
            != (long) windows.blocks() * (BITMAP_BYTES + RANK_BYTES) + documentFrequency) {
      throw terms.damaged(ordinal, "a frequent term does not have the bytes of its postings");
    }
    int before = 0;
    long position = terms.postings(ordinal);
    for (int window = 0; window < windows.windows(); window++) {
      int blocks = windows.blocksOf(window);
      if (chunks.window(first + window) != window
          || chunks.postingsBefore(first + window) != before) {
        throw chunks.damaged(first + window, "the chunk is not that of its window");
      }
      int rank = 0;
      for (int block = 0; block < blocks; block++) {
        if (bytes.rank(position, blocks, block) != rank) {
          throw bytes.damagedPostings(position, "the ranks of a chunk are not those of its bits");
        }
        rank += Long.bitCount(bytes.bitmap(position, block));
      }
      before += rank;
      position += (long) blocks * (BITMAP_BYTES + RANK_BYTES) + rank;
      // Before the next chunk is looked at, which a chunk with too many bits would move away.
      if (before > documentFrequency) {
        throw terms.damaged(ordinal, "a frequent term has more documents than it should");
      }
    }
    int last = windows.windows() - 1;
    int block = windows.blocksOf(last) - 1;
    long chunk = terms.postings(ordinal + 1) - (before - chunks.postingsBefore(first + last));
    chunk -= (long) windows.blocksOf(last) * (BITMAP_BYTES + RANK_BYTES);
    long beyond = windows.documents() % BLOCK == 0 ? 0 : -1L << windows.documents() % BLOCK;
    if (before != documentFrequency || (bytes.bitmap(chunk, block) & beyond) != 0) {
      throw terms.damaged(ordinal, "a frequent term has documents that do not exist");
    }
  }

  /// Entry after entry as [ScarceReader] does, but nothing branches on what they are, which takes a
  /// quarter of the time. Documents ascend, so that it is enough to look at the last one.
  private void scarce(int ordinal) throws CorruptIndexException {
    long position = terms.postings(ordinal);
    int gapBits = bytes.gapBits(position);
    if (!ScarceReader.isGapBits(gapBits)) {
      throw bytes.damagedPostings(position, "a scarce term has no gaps of so many bits");
    }
    CodeBook codes = bytes.codes();
    int codeMask = (1 << codes.bits()) - 1;
    int width = gapBits + codes.bits();
    long widest = (1L << gapBits) - 1;
    long bit = (position + 1) * Byte.SIZE;
    long end = terms.postings(ordinal + 1) * Byte.SIZE;
    long docId = -1;
    long found = 0;
    long narrow = 0; // not 0 if an entry is neither a posting nor the widest gap
    int greatest = 0;
    int last = 0;
    for (; bit + width <= end; bit += width) {
      long entry = bytes.entry(bit);
      long gap = entry & widest;
      last = (int) (entry >>> gapBits) & codeMask;
      docId += gap + 1;
      int none = (last - 1) >> (Integer.SIZE - 1); // all ones if it is no posting
      found += 1 + none;
      narrow |= none & (gap ^ widest);
      greatest = Math.max(greatest, last);
    }
    if (docId >= windows.documents() || narrow != 0 || greatest > codes.greatestCode()) {
      throw bytes.damagedPostings(position, "a scarce term has documents that do not exist");
    }
    long rest = bytes.entry(bit) & ((1L << (end - bit)) - 1);
    if (found != terms.documentFrequency(ordinal)
        || codes.impact(greatest) != terms.maxImpact(ordinal)
        || last == 0
        || rest != 0) {
      throw bytes.damagedPostings(position, "a scarce term does not have its postings");
    }
  }

  private void rare(int ordinal) throws CorruptIndexException {
    long first = terms.firstChunk(ordinal);
    long end = terms.firstChunk(ordinal + 1);
    int documentFrequency = terms.documentFrequency(ordinal);
    long runs = (terms.bounds(ordinal + 1) - terms.bounds(ordinal)) / RUN_BYTES;
    if (terms.bounds(ordinal + 1) - terms.bounds(ordinal) != runs * RUN_BYTES
        || runs > documentFrequency
        || terms.postings(ordinal + 1)
            != bytes.rareChunk(terms.postings(ordinal), end - first, documentFrequency)
        || chunks.postingsBefore(first) != 0
        || chunks.runsBefore(first) != 0) {
      throw terms.damaged(ordinal, "a rare term does not have the bytes of its postings");
    }
    int window = -1;
    for (long chunk = first; chunk < end; chunk++) {
      boolean last = chunk == end - 1;
      int postingsEnd = last ? documentFrequency : chunks.postingsBefore(chunk + 1);
      int runsEnd = last ? (int) runs : chunks.runsBefore(chunk + 1);
      if (chunks.window(chunk) <= window
          || chunks.window(chunk) >= windows.windows()
          || postingsEnd <= chunks.postingsBefore(chunk)
          || postingsEnd > documentFrequency
          || runsEnd <= chunks.runsBefore(chunk)
          || runsEnd > runs) {
        throw chunks.damaged(chunk, "the entry of a chunk cannot be right");
      }
      window = chunks.window(chunk);
      runs(ordinal, window, chunks.runsBefore(chunk), runsEnd);
      ids(ordinal, window, chunk, postingsEnd, runsEnd - chunks.runsBefore(chunk));
    }
  }

  private void runs(int ordinal, int window, int from, int to) throws CorruptIndexException {
    int block = -1;
    for (int run = from; run < to; run++) {
      long position = terms.bounds(ordinal) + (long) run * RUN_BYTES;
      if (bytes.runBlock(position) <= block) {
        throw bytes.damagedBounds(position, "the runs of a chunk do not ascend");
      }
      block = bytes.runBlock(position);
    }
    if (block >= windows.blocksOf(window)) {
      throw bytes.damagedBounds(terms.bounds(ordinal), "a run is behind the last block");
    }
  }

  /// The first posting starts a run, and as many do as there are runs.
  private void ids(int ordinal, int window, long chunk, int end, int runs)
      throws CorruptIndexException {
    int count = end - chunks.postingsBefore(chunk);
    long position =
        bytes.rareChunk(
            terms.postings(ordinal),
            chunk - terms.firstChunk(ordinal),
            chunks.postingsBefore(chunk));
    int found = 0;
    int i = 0;
    for (; i <= count - Long.BYTES; i += Long.BYTES) {
      found += Long.bitCount(bytes.ids(position + i) & FIRSTS_OF_RUNS);
    }
    for (; i < count; i++) {
      found += bytes.id(position + i) >>> 7;
    }
    if (found != runs || bytes.id(position) < 0x80) {
      throw bytes.damagedPostings(position, "the postings of a chunk are not in its runs");
    }
    long next =
        bytes.rareChunk(terms.postings(ordinal), chunk + 1 - terms.firstChunk(ordinal), end);
    rest(position + count, count, next);
    if (window == windows.windows() - 1 && windows.documents() % BLOCK != 0) {
      lastBlock(ordinal, position, count, runs, chunk);
    }
  }

  /// Nothing is between the codes of a chunk and the next chunk.
  private void rest(long codes, int count, long next) throws CorruptIndexException {
    long bits = (long) count * bytes.codes().bits();
    int used = (int) (bits & (Byte.SIZE - 1)); // of the first byte
    for (long at = codes + (bits >>> 3); at < next; at++) {
      if (bytes.id(at) >>> used != 0) {
        throw bytes.damagedPostings(at, "something is behind the postings of a chunk");
      }
      used = 0;
    }
  }

  /// Documents of the last block of the segment exist.
  private void lastBlock(int ordinal, long position, int count, int runs, long chunk)
      throws CorruptIndexException {
    long lastRun = terms.bounds(ordinal) + (chunks.runsBefore(chunk) + (long) runs - 1) * RUN_BYTES;
    if (bytes.runBlock(lastRun) != windows.blocksOf(windows.windows() - 1) - 1) {
      return;
    }
    for (int i = count - 1; i >= 0; i--) {
      int id = bytes.id(position + i);
      if ((id & (BLOCK - 1)) >= windows.documents() % BLOCK) {
        throw bytes.damagedPostings(position + i, "a posting has a document that does not exist");
      }
      if (id >= 0x80) {
        return;
      }
    }
  }
}
