package dev.tern.engine.codec;

import static dev.tern.engine.format.Layout.BITMAP_BYTES;
import static dev.tern.engine.format.Layout.FIRST_OF_RUN;
import static dev.tern.engine.format.Layout.RANK_BYTES;
import static dev.tern.engine.format.Layout.RUN_BYTES;
import static dev.tern.engine.format.Windows.BLOCK;

import dev.tern.engine.format.CodeBook;
import dev.tern.engine.format.Windows;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The bytes of one chunk, the postings of a term in a window, while they are put together.
final class ChunkBytes {
  private static final VarHandle U16 =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle U64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int BLOCK_SHIFT = Integer.numberOfTrailingZeros(BLOCK);

  private final Windows windows;
  private final CodeBook codes;
  private final byte[] bytes;
  private final byte[] bounds;
  private int runs;
  private int blocks;

  ChunkBytes(Windows windows, CodeBook codes) {
    this.windows = windows;
    this.codes = codes;
    int perBlock = BITMAP_BYTES + RANK_BYTES + BLOCK;
    bytes = new byte[windows.blocksPerWindow() * Math.max(perBlock, 2 * BLOCK) + Long.BYTES];
    bounds = new byte[windows.blocksPerWindow() * RUN_BYTES];
  }

  /// Makes the chunk of a rare term from the postings in `[from, to)`, all in the window, and
  /// returns its length.
  ///
  /// @param before postings in the chunks before
  int rare(int window, int[] documents, byte[] impacts, int from, int to, int before) {
    int first = windows.firstDocId(window);
    int count = to - from;
    int open = -1;
    int max = 0;
    int found = 0;
    // Whether a posting starts a run is what no processor can foresee, so nothing branches on it.
    for (int i = 0; i < count; i++) {
      int local = documents[from + i] - first;
      int block = local >> BLOCK_SHIFT;
      byte impact = impacts[from + i];
      int fresh = (open - block) >>> 31; // 1 if the block is another one, as blocks ascend
      open = block;
      max = Math.max(max & (fresh - 1), impact & 0xFF);
      found += fresh;
      U16.set(bounds, RUN_BYTES * (found - 1), (short) (block | (max << Byte.SIZE)));
      bytes[i] = (byte) ((local & (BLOCK - 1)) | fresh * FIRST_OF_RUN);
      bytes[count + i] = impact;
    }
    runs = found;
    return codes.bits() == Byte.SIZE ? 2 * count : count + pack(impacts, from, count, before);
  }

  /// Puts the codes of the impacts in `[from, from + count)` behind the ids and returns how many
  /// bytes there are up to the next chunk.
  private int pack(byte[] impacts, int from, int count, int before) {
    int bits = codes.bits();
    long upTo = ((long) before + count) * bits;
    int length = (int) ((upTo >>> 3) - (((long) before * bits) >>> 3)) + 1;
    Arrays.fill(bytes, count, count + length, (byte) 0);
    for (int i = 0; i < count; i++) {
      int bit = i * bits;
      int at = count + (bit >>> 3);
      int code = codes.code(impacts[from + i] & 0xFF) << (bit & 7);
      bytes[at] |= (byte) code;
      bytes[at + 1] |= (byte) (code >>> Byte.SIZE);
    }
    return length;
  }

  /// Makes the chunk of a frequent term from the postings in `[from, to)`, all in the window, and
  /// returns its length.
  int frequent(int window, int[] documents, byte[] impacts, int from, int to) {
    int first = windows.firstDocId(window);
    blocks = windows.blocksOf(window);
    Arrays.fill(bounds, 0, blocks, (byte) 0);
    int next = from;
    for (int block = 0; block < blocks; block++) {
      long bitmap = 0;
      int max = 0;
      int rank = next - from;
      int start = first + block * BLOCK;
      for (; next < to && documents[next] - start < BLOCK; next++) {
        bitmap |= 1L << (documents[next] - start);
        max = Math.max(max, impacts[next] & 0xFF);
      }
      U64.set(bytes, block * BITMAP_BYTES, bitmap);
      U16.set(bytes, blocks * BITMAP_BYTES + block * RANK_BYTES, (short) rank);
      bounds[block] = (byte) max;
    }
    int head = blocks * (BITMAP_BYTES + RANK_BYTES);
    System.arraycopy(impacts, from, bytes, head, to - from);
    return head + to - from;
  }

  /// The bytes of the chunk that was made last.
  byte[] bytes() {
    return bytes;
  }

  /// The runs of the rare chunk that was made last.
  byte[] runs() {
    return bounds;
  }

  /// How many runs there are.
  int runCount() {
    return runs;
  }

  /// The greatest impact of each block of the frequent chunk that was made last.
  byte[] maxima() {
    return bounds;
  }

  /// How many blocks there are.
  int blocks() {
    return blocks;
  }
}
