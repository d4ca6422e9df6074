package dev.tern.bench;

import dev.tern.bench.plain.PlainEncoder;
import dev.tern.encoder.Batching;
import dev.tern.encoder.SparseEncoder;
import dev.tern.encoder.SparseOptions;
import dev.tern.encoder.SparseVector;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Tokens a second from text to vector against [PlainEncoder], which takes seconds for a document.
///
/// All texts are encoded by both and compared; then the plain encoder is measured on the first text
/// of each thread, and Tern on all of them several times over, so that it has enough to do.
///
/// @param model directory of the model
/// @param rounds how often each side is measured
record EncodeBench(Path model, int rounds) {
  private static final int REPETITIONS = 8;

  /// Weights are chains of float32 sums, in another order on either side.
  private static final double TOLERANCE = 1e-4;

  /// Compares all vectors, then measures.
  ///
  /// @param threads how many each side uses
  Row run(List<String> texts, int threads) throws IOException {
    SparseOptions options =
        SparseOptions.DEFAULT.withBatching(Batching.standard().withThreads(threads));
    PlainEncoder plain = PlainEncoder.load(model);
    try (SparseEncoder encoder = SparseEncoder.load(model, options);
        ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      List<String> repeated =
          Collections.nCopies(REPETITIONS, texts).stream().flatMap(List::stream).toList();
      compare(texts, encoder.encodeAll(repeated), encodeAll(plain, texts, workers));
      List<String> first = texts.subList(0, Math.min(threads, texts.size()));
      return new Duel("encode", threads, Unit.TOKENS_PER_SECOND, "plain loops over the matrices")
          .fight(
              new Duel.Rounds(rounds, 0), // Both have just been run for long enough.
              new Duel.Side(tokens(repeated, encoder), () -> encoder.encodeAll(repeated)),
              new Duel.Side(tokens(first, encoder), () -> encodeAll(plain, first, workers)));
    }
  }

  private static long tokens(List<String> texts, SparseEncoder encoder) {
    return texts.stream()
        .mapToLong(text -> encoder.tokenizer().encode(text, encoder.maxTokens()).length)
        .sum();
  }

  /// One text after the other on each worker.
  private static List<SparseVector> encodeAll(
      PlainEncoder plain, List<String> texts, ExecutorService workers) throws IOException {
    List<Future<SparseVector>> futures =
        texts.stream().map(text -> workers.submit(() -> plain.encode(text))).toList();
    List<SparseVector> vectors = new ArrayList<>();
    try {
      for (Future<SparseVector> future : futures) {
        vectors.add(future.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the measurement was interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return vectors;
  }

  /// Refuses weights that differ by more than rounding.
  ///
  /// @param actual the vectors of all texts, and then again
  /// @param expected the vectors of all texts
  static void compare(List<String> texts, List<SparseVector> actual, List<SparseVector> expected) {
    for (int i = 0; i < actual.size(); i++) {
      SparseVector plain = expected.get(i % texts.size());
      SparseVector tern = actual.get(i);
      for (int id : (Iterable<Integer>) ids(plain, tern)::iterator) {
        double difference = Math.abs(tern.weightOf(id) - plain.weightOf(id));
        if (!(difference <= TOLERANCE * (1 + plain.weightOf(id)))) {
          throw new WrongAnswerException(
              "the encoder gives vocabulary row "
                  + id
                  + " the weight "
                  + tern.weightOf(id)
                  + " and the plain definition "
                  + plain.weightOf(id)
                  + " in this text: "
                  + texts.get(i % texts.size()));
        }
      }
    }
  }

  private static Stream<Integer> ids(SparseVector... vectors) {
    return Stream.of(vectors).flatMapToInt(vector -> IntStream.of(vector.ids())).boxed().distinct();
  }
}
