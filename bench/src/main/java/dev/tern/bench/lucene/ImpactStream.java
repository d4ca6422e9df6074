package dev.tern.bench.lucene;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TermFrequencyAttribute;
import org.apache.lucene.util.BytesRef;

/// The terms of one document after the other, each with its impact as its frequency.
final class ImpactStream extends TokenStream {
  private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
  private final TermFrequencyAttribute frequency = addAttribute(TermFrequencyAttribute.class);
  private final BytesRef bytes = new BytesRef(new byte[Short.BYTES]);
  private int[] terms = {};
  private int[] impacts = {};
  private int position;

  /// Goes to the start of a document.
  ///
  /// @param impacts as many as terms
  void start(int[] terms, int[] impacts) {
    this.terms = terms;
    this.impacts = impacts;
    position = 0;
  }

  @Override
  public boolean incrementToken() {
    if (position == terms.length) {
      return false;
    }
    clearAttributes();
    write(terms[position], bytes);
    term.setBytesRef(bytes);
    frequency.setTermFrequency(impacts[position]);
    position++;
    return true;
  }

  /// A term in two bytes, whose order is that of the terms.
  static void write(int term, BytesRef bytes) {
    bytes.bytes[0] = (byte) (term >>> Byte.SIZE);
    bytes.bytes[1] = (byte) term;
    bytes.length = Short.BYTES;
  }

  static BytesRef bytes(int term) {
    BytesRef bytes = new BytesRef(new byte[Short.BYTES]);
    write(term, bytes);
    return bytes;
  }
}
