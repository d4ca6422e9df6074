package dev.tern.bench;

import java.io.IOException;

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
  /// @param answering does it
  record Side(long amount, Answering answering) {}

  /// Work with an answer.
  interface Answering {
    Object answer() throws IOException;
  }

  /// Measures the rates of both. Both must have been run before, which the comparison of their
  /// answers has done.
  Row fight(int rounds, Side tern, Side peer) throws IOException {
    double[][] rates = new double[2][rounds];
    for (int round = 0; round < rounds; round++) {
      rates[0][round] = tern.amount() / seconds(tern.answering());
      rates[1][round] = peer.amount() / seconds(peer.answering());
    }
    return new Row(work, threads, unit, Samples.of(rates[0]), Samples.of(rates[1]), peerName);
  }

  /// How long it takes to answer, at least 1 ns.
  static double seconds(Answering side) throws IOException {
    long begin = System.nanoTime();
    lastAnswer = side.answer();
    return Math.max(1, System.nanoTime() - begin) / 1e9;
  }
}
