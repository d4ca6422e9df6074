package dev.tern.engine.postings;

import static dev.tern.engine.format.Layout.FIRSTS_OF_RUNS;

import dev.tern.engine.codec.PostingBytes;
import dev.tern.engine.format.Layout;
import dev.tern.engine.format.Windows;

/// Where the superblocks of a rare term start in its chunks: the way into the middle of a chunk.
/// Made from the postings when the term is first asked for. Immutable.
final class RareSuperblocks {
  /// Of each superblock how many postings and runs its chunk has before it. A chunk has at most
  /// 16,384 postings, and fewer than 256 runs before its last superblock.
  private final char[] postingsBefore;

  private final byte[] runsBefore;

  RareSuperblocks(RarePostings postings, PostingBytes bytes, Windows windows) {
    postingsBefore = new char[windows.superblocks()];
    runsBefore = new byte[windows.superblocks()];
    for (long chunk = postings.firstChunk(); chunk < postings.endChunk(); chunk++) {
      addChunk(postings, chunk, bytes, windows);
    }
  }

  private void addChunk(RarePostings postings, long chunk, PostingBytes bytes, Windows windows) {
    int window = postings.window(chunk);
    int superblock = window * windows.superblocksPerWindow();
    int end = superblock + windows.superblocksOf(window);
    int first = superblock;
    int count = postings.count(chunk);
    long position = postings.position(chunk);
    long runs = postings.runs(chunk);
    int run = 0;
    for (int i = 0; i < count; i += Long.BYTES) {
      long ids = bytes.ids(position + i) & FIRSTS_OF_RUNS;
      ids &= count - i < Long.BYTES ? (1L << ((count - i) * Byte.SIZE)) - 1 : -1;
      for (; ids != 0; ids &= ids - 1) {
        int block = bytes.runBlock(runs + (long) run * Layout.RUN_BYTES);
        int next = first + block / windows.blocksPerSuperblock();
        while (superblock < next) {
          superblock++;
          start(superblock, i + Long.numberOfTrailingZeros(ids) / Byte.SIZE, run);
        }
        run++;
      }
    }
    while (++superblock < end) {
      start(superblock, count, run);
    }
  }

  private void start(int superblock, int postings, int runs) {
    postingsBefore[superblock] = (char) postings;
    runsBefore[superblock] = (byte) runs;
  }

  /// Postings of its chunk before a superblock.
  int postingsBefore(int superblock) {
    return postingsBefore[superblock];
  }

  /// Runs of its chunk before a superblock.
  int runsBefore(int superblock) {
    return runsBefore[superblock] & 0xFF;
  }
}
