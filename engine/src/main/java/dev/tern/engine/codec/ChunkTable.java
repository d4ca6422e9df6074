package dev.tern.engine.codec;

import static dev.tern.engine.format.Layout.CHUNK_ENTRY_BYTES;

import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.SegmentSection;
import dev.tern.engine.store.Region;
import dev.tern.engine.store.SectionFile;
import java.lang.foreign.MemorySegment;

/// Of each chunk its window, and how many postings and runs its term has in the chunks before it.
/// The entries of a term are read after [PostingsCheck] has compared them with their checksums.
public final class ChunkTable {
  private final Region entries;

  /// Reads the table of a segment.
  public ChunkTable(SectionFile file) throws CorruptIndexException {
    entries = file.unverified(SegmentSection.CHUNKS.id());
    if (entries.length() % CHUNK_ENTRY_BYTES != 0) {
      throw entries.damaged(0, "the table of chunks does not consist of whole entries");
    }
  }

  /// Number of chunks.
  public long size() {
    return entries.length() / CHUNK_ENTRY_BYTES;
  }

  /// The window of a chunk.
  public int window(long chunk) {
    return entries.i32(chunk * CHUNK_ENTRY_BYTES);
  }

  /// Postings of the term before the chunk.
  public int postingsBefore(long chunk) {
    return entries.i32(chunk * CHUNK_ENTRY_BYTES + Integer.BYTES);
  }

  /// Runs of the term before the chunk.
  public int runsBefore(long chunk) {
    return entries.i32(chunk * CHUNK_ENTRY_BYTES + 2 * Integer.BYTES);
  }

  /// Compares the entries of chunks `[from, to)` with their checksums.
  void verify(long from, long to) throws CorruptIndexException {
    entries.verify(from * CHUNK_ENTRY_BYTES, (to - from) * CHUNK_ENTRY_BYTES);
  }

  /// The entries.
  MemorySegment memory() {
    return entries.memory();
  }

  /// What to throw when the entry of a chunk cannot be right.
  CorruptIndexException damaged(long chunk, String found) {
    return entries.damaged(chunk * CHUNK_ENTRY_BYTES, found);
  }
}
