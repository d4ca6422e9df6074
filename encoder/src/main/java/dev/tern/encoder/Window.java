package dev.tern.encoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Some consecutive items of a stream on their way through a [BatchPipeline].
///
/// Each of `tokens` and `results` is written by one worker at places of its own and read after the
/// task has ended, which orders the two.
///
/// @param <T> the items
/// @param <V> their results
final class Window<T, V> {
  /// Bounds the outputs of a mini-batch of very short texts, which have a whole vocabulary each.
  private static final int MAX_TEXTS_PER_BATCH = 64;

  final List<T> items;
  final List<String> texts;
  final int[][] tokens;
  final List<V> results;

  /// The tasks under way.
  final List<Future<?>> tasks = new ArrayList<>();

  Window(List<T> items, List<String> texts) {
    this.items = items;
    this.texts = texts;
    this.tokens = new int[items.size()][];
    this.results = new ArrayList<>(Collections.nCopies(items.size(), null));
  }

  /// The items by ascending number of tokens, cut into mini-batches.
  ///
  /// Longest mini-batches first: the last ones to end are then the short ones, and the workers
  /// finish at about the same time.
  List<int[]> batches(int tokensPerBatch) {
    int[] order =
        IntStream.range(0, items.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> tokens[i].length))
            .mapToInt(Integer::intValue)
            .toArray();
    List<int[]> batches = new ArrayList<>();
    int begin = 0;
    long sum = 0;
    for (int i = 0; i < order.length; i++) {
      long length = tokens[order[i]].length;
      boolean full = sum + length > tokensPerBatch || i - begin == MAX_TEXTS_PER_BATCH;
      if (i > begin && full) {
        batches.add(Arrays.copyOfRange(order, begin, i));
        begin = i;
        sum = 0;
      }
      sum += length;
    }
    batches.add(Arrays.copyOfRange(order, begin, order.length));
    return batches.reversed();
  }
}
