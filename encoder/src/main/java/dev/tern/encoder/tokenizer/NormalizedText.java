package dev.tern.encoder.tokenizer;

import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/// A normalised text kept whole, for what must look across words.
final class NormalizedText implements CodePointSink {
  private final StringBuilder text = new StringBuilder();
  private final IntArrayList sources = new IntArrayList();

  @Override
  public boolean accept(int codePoint, int source) {
    text.appendCodePoint(codePoint);
    while (sources.size() < text.length()) {
      sources.add(source);
    }
    return true;
  }

  /// The text, which lives as long as this and changes with it.
  CharSequence text() {
    return text;
  }

  /// The source of UTF-16 unit `index`.
  int source(int index) {
    return sources.get(index);
  }

  /// Sends the UTF-16 range `[from, to)`, of whole code points, on to `sink`.
  void send(int from, int to, CodePointSink sink) {
    boolean wanted = true;
    for (int i = from; i < to && wanted; ) {
      int codePoint = text.codePointAt(i);
      wanted = sink.accept(codePoint, sources.get(i));
      i += Character.charCount(codePoint);
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
