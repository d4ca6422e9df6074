package dev.tern.encoder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

/// Some consecutive items of a stream on their way through a [BatchPipeline].
///
/// Each of `pieces` is written by one worker and read after the task has ended, which orders the
/// two.
///
/// @param <T> the items
/// @param <X> their texts
/// @param <V> their results
final class Window<T, X, V> {
  /// Bounds the outputs of a mini-batch of very short texts, which have a whole vocabulary each.
  private static final int MAX_TEXTS_PER_BATCH = 64;

  /// Fewer tokens are not cut into mini-batches for several workers, for each reads all weights.
  private static final int LEAST_TOKENS_SHARED = 64;

  final List<T> items;
  final List<X> texts;

  /// The token ids of each piece of each text.
  final List<List<int[]>> pieces;

  private final List<Optional<V>> results;
  private final int[] missing;

  /// The tasks under way.
  final List<Future<?>> tasks = new ArrayList<>();

  Window(List<T> items, List<X> texts) {
    this.items = items;
    this.texts = texts;
    this.pieces = new ArrayList<>(Collections.nCopies(items.size(), List.of()));
    this.results = new ArrayList<>(Collections.nCopies(items.size(), Optional.empty()));
    this.missing = new int[items.size()];
  }

  /// A part of a text that the model reads by itself; mostly all of it.
  ///
  /// @param text its number in the window
  /// @param number of the piece in its text
  record Piece(int text, int number) {}

  /// The token ids of a piece.
  int[] tokens(Piece piece) {
    return pieces.get(piece.text).get(piece.number);
  }

  /// The pieces by ascending number of tokens, cut into mini-batches.
  ///
  /// Longest mini-batches first: the last ones to end are then the short ones, and the workers
  /// finish at about the same time. If there are too few tokens for that, mini-batches are smaller,
  /// two for each worker.
  List<List<Piece>> batches(Batching batching) {
    List<Piece> order = new ArrayList<>();
    for (int text = 0; text < pieces.size(); text++) {
      missing[text] = pieces.get(text).size();
      for (int number = 0; number < missing[text]; number++) {
        order.add(new Piece(text, number));
      }
    }
    order.sort(Comparator.comparingInt(piece -> tokens(piece).length));
    long total = order.stream().mapToLong(piece -> tokens(piece).length).sum();
    long share = Math.max(LEAST_TOKENS_SHARED, total / (2L * batching.threads()));
    long tokensPerBatch = Math.min(batching.tokensPerBatch(), share);
    List<List<Piece>> batches = new ArrayList<>();
    int begin = 0;
    long sum = 0;
    for (int i = 0; i < order.size(); i++) {
      long length = tokens(order.get(i)).length;
      boolean full = sum + length > tokensPerBatch || i - begin == MAX_TEXTS_PER_BATCH;
      if (i > begin && full) {
        batches.add(order.subList(begin, i));
        begin = i;
        sum = 0;
      }
      sum += length;
    }
    batches.add(order.subList(begin, order.size()));
    return batches.reversed();
  }

  /// Takes what a piece of `text` became, and finishes the result with the last one.
  synchronized void add(int text, V piece, BatchEncoding<X, V> encoding) {
    V merged = results.get(text).map(before -> encoding.merge(before, piece)).orElse(piece);
    missing[text]--;
    results.set(
        text, Optional.of(missing[text] == 0 ? encoding.finish(texts.get(text), merged) : merged));
  }

  /// The result of `text`, whose pieces are all added.
  synchronized V result(int text) {
    return results.get(text).orElseThrow();
  }
}
