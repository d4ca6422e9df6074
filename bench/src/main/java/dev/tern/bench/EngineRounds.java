package dev.tern.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// The times of contenders for queries, in rounds.
///
/// All are run in turn until they have been compiled; measured, Lucene takes three seconds of its
/// own time until it is as fast as it gets, and half a second too few make it three times slower.
/// In a round each contender in turn, in an order that is drawn for the round, searches the queries
/// one after the other, so that no query finds in the caches what it left there itself, and nobody
/// always what the same other one left.
///
/// p50 is the median of the rounds' medians. For p99 a query counts with the median of its rounds:
/// in one round it would be the query that lost the processor.
///
/// @param names of the contenders
/// @param micros for each contender and round the times for its queries
record EngineRounds(List<String> names, List<double[][]> micros) {
  /// A slow contender is measured on the first queries only, but on at least this many.
  private static final int LEAST_QUERIES = 10;

  /// Warms up and measures.
  ///
  /// @param queries how many there are
  static EngineRounds measure(
      List<? extends Contender> contenders, int k, int queries, EngineSearchBench.Effort effort)
      throws IOException {
    warmUp(contenders, k, queries, effort.warmUpSeconds());
    List<double[][]> times = new ArrayList<>();
    for (Contender contender : contenders) {
      int few = Math.min(LEAST_QUERIES, queries);
      double seconds = 0;
      for (int query = 0; query < few; query++) {
        int number = query;
        seconds += Duel.seconds(() -> contender.search(number, k));
      }
      int count =
          (int) Math.clamp(effort.seconds() / effort.searches() * few / seconds, few, queries);
      times.add(new double[effort.rounds()][count]);
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, contenders.size()).boxed().toList());
    Random random = new Random(1);
    for (int round = 0; round < effort.rounds(); round++) {
      Collections.shuffle(order, random);
      for (int i : order) {
        Contender contender = contenders.get(i);
        double[] ofRound = times.get(i)[round];
        for (int query = 0; query < ofRound.length; query++) {
          int number = query;
          double[] searches = new double[effort.searches()];
          for (int search = 0; search < searches.length; search++) {
            searches[search] = 1e6 * Duel.seconds(() -> contender.search(number, k));
          }
          ofRound[query] = Samples.of(searches).median();
        }
      }
    }
    return new EngineRounds(contenders.stream().map(Contender::name).toList(), times);
  }

  /// Runs each contender for so long, a query each in turn.
  private static void warmUp(
      List<? extends Contender> contenders, int k, int queries, double seconds) throws IOException {
    double[] spent = new double[contenders.size()];
    for (int query = 0; Arrays.stream(spent).min().orElse(seconds) < seconds; query++) {
      for (int i = 0; i < spent.length; i++) {
        if (spent[i] < seconds) {
          Contender contender = contenders.get(i);
          int number = query % queries;
          spent[i] += Duel.seconds(() -> contender.search(number, k));
        }
      }
    }
  }

  /// On how many of the first queries a contender was measured.
  int count(String name) {
    return of(name)[0].length;
  }

  private double[][] of(String name) {
    return micros.get(names.indexOf(name));
  }

  /// A quantile over the first `count` queries.
  Samples quantile(String name, int count, double quantile) {
    double[][] rounds = of(name);
    if (quantile == 0.5) {
      return Samples.of(
          Arrays.stream(rounds)
              .mapToDouble(round -> Samples.of(Arrays.copyOf(round, count)).median())
              .toArray());
    }
    return Samples.of(Samples.of(medians(rounds, count)).quantile(quantile));
  }

  /// Query by query how many times as long one took as the other, each by the median of its rounds.
  double[] ratios(String name, String other) {
    int count = Math.min(count(name), count(other));
    double[] mine = medians(of(name), count);
    double[] theirs = medians(of(other), count);
    return IntStream.range(0, count).mapToDouble(i -> mine[i] / theirs[i]).toArray();
  }

  private static double[] medians(double[][] rounds, int count) {
    return IntStream.range(0, count)
        .mapToDouble(query ->
            Samples.of(Arrays.stream(rounds).mapToDouble(round -> round[query]).toArray()).median())
        .toArray();
  }
}
