package dev.tern.bench;

import java.io.IOException;
import java.util.List;

/// Tern and its peer, doing the same work in turn, so that what disturbs the machine disturbs both.
///
/// @param work what both do
/// @param threads how many threads each uses
/// @param unit of the rate
/// @param peerName who the peer is
record Duel(String work, int threads, Unit unit, String peerName) {
  /// Keeps answers alive, so that no compiler can leave out the work that leads to them.
  @SuppressWarnings("unused")
  private static volatile Object lastAnswer;

  /// What one side does in one round.
  ///
  /// @param amount of work, in what the unit counts
  /// @param work what is measured
  /// @param afterwards what is done after each round and not measured
  record Side(long amount, Work work, Work afterwards) {
    /// A side that leaves nothing behind.
    Side(long amount, Work work) {
      this(amount, work, () -> amount);
    }

    private double rate() throws IOException {
      double rate = amount / seconds(work);
      afterwards.run();
      return rate;
    }
  }

  /// Something that has an answer.
  interface Work {
    Object run() throws IOException;
  }

  /// How often and how long.
  ///
  /// @param rounds how often each side is measured
  /// @param warmUpNanos how long each side is run before it is measured, 0 for not at all
  record Rounds(int rounds, long warmUpNanos) {}

  /// Measures the rates of both. Both have been run before, as their answers have been compared.
  Row fight(Rounds rounds, Side tern, Side peer) throws IOException {
    for (Side side : List.of(tern, peer)) {
      for (long begin = System.nanoTime(); System.nanoTime() - begin < rounds.warmUpNanos; ) {
        side.rate();
      }
    }
    double[][] rates = new double[2][rounds.rounds];
    for (int round = 0; round < rounds.rounds; round++) {
      rates[0][round] = tern.rate();
      rates[1][round] = peer.rate();
    }
    return new Row(work, threads, unit, Samples.of(rates[0]), Samples.of(rates[1]), peerName);
  }

  /// How long it takes to answer in seconds, at least 1 ns.
  static double seconds(Work work) throws IOException {
    long begin = System.nanoTime();
    lastAnswer = work.run();
    return Math.max(1, System.nanoTime() - begin) / 1e9;
  }
}
