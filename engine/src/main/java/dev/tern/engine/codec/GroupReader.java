package dev.tern.engine.codec;

import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.Layout;
import dev.tern.engine.store.Region;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Reads the postings of one term by impact, the greatest first: group after group, each some
/// documents at a time. Used again for other terms.
///
/// Trusts no byte: whatever the groups hold, what is read lies within those of the term, documents
/// are ones of the segment and ascend within a group, impacts descend, and as many documents come
/// as the term has. What does not fit is refused with an [UncheckedIOException].
public final class GroupReader {
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int MOST_HEADER_BITS = 35;

  private Region bytes;
  private int documents;

  /// Where the next group starts, once this one has been read, and where the last one ends.
  private long position;

  private long end;

  /// Documents of the groups behind this one, and of this one, that are yet to come.
  private int behind;

  private int ahead;
  private int impact;
  private int lowBits;

  /// The bit at which the low part of the next gap starts.
  private long lowBit;

  /// The ones of a word of the other parts that are yet to come, and where it is.
  private long word;

  private long wordPosition;

  /// A bit t of the word stands for the docId `(zeros + t << lowBits) + lows`.
  private long zeros;

  private long lows;

  /// Goes to the first group of a term.
  public void open(ImpactGroups groups, int ordinal) {
    bytes = groups.bytes();
    documents = groups.documents();
    position = groups.start(ordinal);
    end = groups.start(ordinal + 1);
    start(groups.terms().documentFrequency(ordinal), groups.terms().maxImpact(ordinal));
  }

  /// Goes to the first group of a region that holds those of one term and the padding.
  ///
  /// @param segmentDocuments of the segment
  /// @param documentFrequency of the term, 1 to `segmentDocuments`
  void open(Region groups, int segmentDocuments, int documentFrequency, int maxImpact) {
    bytes = groups;
    documents = segmentDocuments;
    position = 0;
    end = groups.length() - Layout.VECTOR_PADDING_BYTES;
    start(documentFrequency, maxImpact);
  }

  private void start(int documentFrequency, int maxImpact) {
    behind = documentFrequency;
    impact = maxImpact + 1;
    ahead = 0;
    next();
  }

  /// The impact of the group, 1 to 255, or 0 behind the last one.
  public int impact() {
    return impact;
  }

  /// How many documents of the group have not been read.
  public int ahead() {
    return ahead;
  }

  /// Goes to the next group; all documents of this one have been read.
  public void next() {
    if (behind == 0) {
      impact = 0;
      if (position != end) {
        throw damaged("bytes follow the last group of a term");
      }
      return;
    }
    long header = header();
    int step = 1 + (int) (header & 3);
    if (step == 4) {
      step += u8();
    }
    long count = 1 + (header >>> 2);
    impact -= step;
    if (count > behind || impact < 1) {
      throw damaged("the header of a group cannot be right");
    }
    ahead = (int) count;
    behind -= ahead;
    lowBits = GapCode.lowBits(documents, ahead);
    lowBit = position << 3;
    wordPosition = position + GapCode.lowBytes(ahead, lowBits);
    if (wordPosition >= end) {
      throw damaged("a group ends behind its term");
    }
    word = bytes.i64(wordPosition);
    zeros = 0;
    lows = 0;
  }

  /// Reads the next documents of the group, if there are so many.
  ///
  /// @param docIds receives them, ascending
  /// @param most how many at most; the array has room for them
  /// @return how many there are
  public int read(int[] docIds, int most) {
    int count = Math.min(ahead, most);
    if (count == 0) {
      return 0;
    }
    MemorySegment memory = bytes.memory();
    long mask = (1L << lowBits) - 1;
    long bits = word;
    long nextLow = lowBit;
    long sum = lows;
    long before = zeros;
    int bit = 0;
    for (int i = 0; i < count; i++) {
      while (bits == 0) {
        wordPosition += Long.BYTES;
        before += Long.SIZE;
        if (wordPosition >= end || before > documents) {
          throw damaged("a group has fewer documents than it says");
        }
        bits = memory.get(U64, wordPosition);
      }
      bit = Long.numberOfTrailingZeros(bits);
      bits &= bits - 1;
      sum += (memory.get(U64, nextLow >>> 3) >>> (nextLow & 7)) & mask;
      nextLow += lowBits;
      // Documents ascend, so that it is enough to look at the last one below.
      docIds[i] = (int) (((before + bit) << lowBits) + sum);
      before--;
      sum++;
    }
    long last = ((before + 1 + bit) << lowBits) + sum - 1;
    if (last >= documents) {
      throw damaged("a group has a document that does not exist");
    }
    word = bits;
    lowBit = nextLow;
    lows = sum;
    zeros = before;
    ahead -= count;
    if (ahead == 0) {
      position = wordPosition + (bit >>> 3) + 1;
      if (position > end) {
        throw damaged("a group ends behind its term");
      }
    }
    return count;
  }

  /// Seven bits in each byte, the lowest first, and a bit that says that more follow.
  private long header() {
    long header = 0;
    for (int shift = 0; shift < MOST_HEADER_BITS; shift += 7) {
      int next = u8();
      header |= (next & 0x7FL) << shift;
      if (next < 0x80) {
        return header;
      }
    }
    throw damaged("the header of a group has no end");
  }

  private int u8() {
    if (position >= end) {
      throw damaged("a group is cut off");
    }
    return bytes.u8(position++);
  }

  private UncheckedIOException damaged(String found) {
    CorruptIndexException damage = bytes.damaged(Math.min(position, bytes.length()), found);
    return new UncheckedIOException(damage.getMessage(), damage);
  }
}
