package dev.tern.engine.codec;

import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.SegmentSection;
import dev.tern.engine.store.Region;
import dev.tern.engine.store.SectionFile;
import dev.tern.engine.store.SectionFileWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The forward store: vectors with the weights that they were given, by docId.
///
/// When the table is opened, only its length is checked; where a vector is when it is asked for,
/// and that terms ascend and weights are above 0 by those who read them, since looking at each
/// entry would make opening several times slower.
public final class ForwardTable {
  /// Terms below this take two bytes.
  private static final int NARROW = 1 << Character.SIZE;

  /// Bytes of a cache line.
  private static final int LINE = 64;

  private final Region starts;
  private final Region terms;
  private final Region weights;
  private final long entries;
  private final boolean narrow;

  /// Reads a table.
  ///
  /// @param documents how many vectors there must be
  public ForwardTable(SectionFile file, int documents) throws CorruptIndexException {
    starts = file.section(SegmentSection.FORWARD_STARTS.id());
    terms = file.unverified(SegmentSection.FORWARD_TERMS.id());
    weights = file.unverified(SegmentSection.FORWARD_WEIGHTS.id());
    starts.checkLength(Long.BYTES * (documents + 1L), "the starts of the vectors");
    entries = weights.length() / Float.BYTES;
    weights.checkLength(entries * Float.BYTES, "the weights");
    if (start(0) != 0 || start(documents) != entries) {
      throw starts.damaged(0, "the vectors do not have " + entries + " weights");
    }
    narrow = terms.length() == entries * Character.BYTES;
    if (!narrow) {
      terms.checkLength(entries * Integer.BYTES, "the terms of the vectors");
    }
  }

  /// Whether a file has such a table.
  public static boolean isIn(SectionFile file) {
    return file.sectionLength(SegmentSection.FORWARD_STARTS.id()).isPresent();
  }

  /// Writes a table: the starts, the terms, then the weights.
  public static void write(SectionFileWriter file, Vectors vectors) throws IOException {
    file.begin(SegmentSection.FORWARD_STARTS.id());
    long[] starts = new long[vectors.size() + 1];
    int longest = 0;
    for (int docId = 0; docId < vectors.size(); docId++) {
      starts[docId + 1] = starts[docId] + vectors.length(docId);
      longest = Math.max(longest, vectors.length(docId));
    }
    file.putLongs(starts);
    int[] terms = new int[longest];
    float[] weights = new float[longest];
    int greatest = 0;
    for (int docId = 0; docId < vectors.size(); docId++) {
      int length = vectors.length(docId);
      vectors.copy(docId, terms, weights);
      greatest = length == 0 ? greatest : Math.max(greatest, terms[length - 1]);
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(longest, 4)).order(ByteOrder.LITTLE_ENDIAN);
    file.begin(SegmentSection.FORWARD_TERMS.id());
    for (int docId = 0; docId < vectors.size(); docId++) {
      int length = vectors.length(docId);
      vectors.copy(docId, terms, weights);
      bytes.clear();
      for (int i = 0; i < length; i++) {
        if (greatest < NARROW) {
          bytes.putChar((char) terms[i]);
        } else {
          bytes.putInt(terms[i]);
        }
      }
      file.putBytes(bytes.array(), 0, bytes.position());
    }
    file.begin(SegmentSection.FORWARD_WEIGHTS.id());
    for (int docId = 0; docId < vectors.size(); docId++) {
      int length = vectors.length(docId);
      vectors.copy(docId, terms, weights);
      bytes.clear().asFloatBuffer().put(weights, 0, length);
      file.putBytes(bytes.array(), 0, length * Float.BYTES);
    }
  }

  /// Checks where the vector of a document is, and compares it with its checksums unless that has
  /// been done; before that its terms and weights may be anything.
  public void verify(int docId) throws CorruptIndexException {
    long start = start(docId);
    int length = length(docId);
    int width = narrow ? Character.BYTES : Integer.BYTES;
    terms.verify(start * width, (long) length * width);
    weights.verify(start * Float.BYTES, (long) length * Float.BYTES);
  }

  /// How many entries the vector of a document has.
  ///
  /// @throws CorruptIndexException if its starts turn out to be damaged
  public int length(int docId) throws CorruptIndexException {
    long start = start(docId);
    long length = start(docId + 1) - start;
    if (start < 0 || length < 0 || length > Integer.MAX_VALUE - 8 || start > entries - length) {
      throw starts.damaged((long) docId * Long.BYTES, "the start of a vector is out of order");
    }
    return (int) length;
  }

  /// The number of the first entry of a document's vector; that of the document after the last one
  /// is where the last one ends.
  public long start(int docId) {
    return starts.i64((long) docId * Long.BYTES);
  }

  /// Reads a byte of each cache line of the vector of a document, which brings it into the cache.
  public int touch(int docId) {
    long start = Math.clamp(start(docId), 0, entries);
    long end = Math.clamp(start(docId + 1), start, entries);
    int width = narrow ? Character.BYTES : Integer.BYTES;
    return touch(terms, start * width, end * width)
        + touch(weights, start * Float.BYTES, end * Float.BYTES);
  }

  private static int touch(Region region, long from, long to) {
    int sum = 0;
    for (long offset = from; offset < to; offset += LINE) {
      sum += region.u8(offset);
    }
    return sum;
  }

  /// The term of an entry.
  public int term(long entry) {
    return narrow ? terms.u16(entry * Character.BYTES) : terms.i32(entry * Integer.BYTES);
  }

  /// The first entry in `[from, end)` whose term is at least `term`, or `end`: looked for in steps
  /// that double and then halve, as vectors have some hundred terms and queries few.
  ///
  /// Where terms do not ascend, which is not checked, it is some entry of these.
  public long find(int term, long from, long end) {
    long low = from;
    long step = 1;
    while (low + step <= end && term(low + step - 1) < term) {
      low += step;
      step *= 2;
    }
    long high = Math.min(low + step - 1, end);
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (term(middle) < term) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// The weight of an entry.
  ///
  /// @throws CorruptIndexException if no vector can have it
  public float weight(long entry) throws CorruptIndexException {
    float weight = Float.intBitsToFloat(weights.i32(entry * Float.BYTES));
    if (!(weight > 0) || weight == Float.POSITIVE_INFINITY) {
      throw weights.damaged(entry * Float.BYTES, "a weight is " + weight);
    }
    return weight;
  }

  /// Copies the entries of a vector to the start of arrays.
  ///
  /// @throws CorruptIndexException if they are not those of a vector
  public void copy(int docId, int[] toTerms, float[] toWeights) throws CorruptIndexException {
    verify(docId);
    long start = start(docId);
    int length = length(docId);
    for (int i = 0; i < length; i++) {
      toTerms[i] = term(start + i);
      toWeights[i] = weight(start + i);
      if (toTerms[i] < 0 || (i > 0 && toTerms[i] <= toTerms[i - 1])) {
        long bytes = narrow ? Character.BYTES : Integer.BYTES;
        throw terms.damaged((start + i) * bytes, "the terms of a vector do not ascend");
      }
    }
  }
}
