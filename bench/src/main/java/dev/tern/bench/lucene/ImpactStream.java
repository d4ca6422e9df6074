package dev.tern.bench.lucene;

import dev.tern.bench.synthetic.SyntheticCollection;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TermFrequencyAttribute;
import org.apache.lucene.util.BytesRef;

/// The terms of one document after the other, each with its impact as its frequency.
final class ImpactStream extends TokenStream {
  private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
  private final TermFrequencyAttribute frequency = addAttribute(TermFrequencyAttribute.class);
  private final BytesRef bytes = new BytesRef(new byte[Short.BYTES]);
  private final SyntheticCollection collection;
  private int document;
  private int position;

  ImpactStream(SyntheticCollection collection) {
    this.collection = collection;
  }

  /// Goes to the start of a document.
  void start(int newDocument) {
    document = newDocument;
    position = 0;
  }

  @Override
  public boolean incrementToken() {
    if (position == collection.size(document)) {
      return false;
    }
    clearAttributes();
    write(collection.term(document, position), bytes);
    term.setBytesRef(bytes);
    frequency.setTermFrequency(collection.impact(document, position));
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
