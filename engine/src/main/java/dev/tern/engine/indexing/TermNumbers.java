package dev.tern.engine.indexing;

import java.util.Arrays;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap;

/// Numbers the terms of a segment, so that arrays can count them whatever the terms are.
///
/// A term below [#DIRECT] is its own number, which every row of a vocabulary of BERT's kind is;
/// others, which may be hashes of 31 bits, get numbers from there on as they turn up.
final class TermNumbers {
  private static final int DIRECT = 1 << 18;

  private final IntArrayList others = new IntArrayList();
  private final IntIntHashMap numbers = new IntIntHashMap();
  private int size;

  /// Replaces the terms in `[from, to)`, which ascend, by their numbers; terms that have none get
  /// one.
  void replace(int[] terms, int from, int to) {
    int i = to;
    for (; i > from && terms[i - 1] >= DIRECT; i--) {
      terms[i - 1] = other(terms[i - 1]);
      size = Math.max(size, terms[i - 1] + 1);
    }
    if (i > from) {
      size = Math.max(size, terms[i - 1] + 1);
    }
  }

  private int other(int term) {
    int number = numbers.getIfAbsentPut(term, DIRECT + others.size());
    if (number == DIRECT + others.size()) {
      others.add(term);
    }
    return number;
  }

  /// All numbers are below this.
  int size() {
    return size;
  }

  /// The term with this number.
  int term(int number) {
    return number < DIRECT ? number : others.get(number - DIRECT);
  }

  /// The numbers in ascending order of their terms, some that no term has included.
  int[] ascending() {
    int[] ascending = new int[size];
    Arrays.setAll(ascending, number -> number);
    if (size > DIRECT) {
      long[] pairs = new long[others.size()];
      for (int i = 0; i < pairs.length; i++) {
        pairs[i] = (long) others.get(i) << Integer.SIZE | (DIRECT + i);
      }
      Arrays.sort(pairs);
      for (int i = 0; i < pairs.length; i++) {
        ascending[DIRECT + i] = (int) pairs[i];
      }
    }
    return ascending;
  }
}
