package dev.tern.bench;

import java.util.OptionalDouble;

/// One measured figure beside its peer's.
///
/// @param work what both did, such as "search k=10 p50"
/// @param threads how many threads each used
/// @param unit of all samples
/// @param tern what Tern needed or reached
/// @param peer what the peer needed or reached
/// @param peerName who the peer is
/// @param target the ratio that is aimed at, if one is
record Row(
    String work,
    int threads,
    Unit unit,
    Samples tern,
    Samples peer,
    String peerName,
    OptionalDouble target) {

  /// A row without a target.
  Row(String work, int threads, Unit unit, Samples tern, Samples peer, String peerName) {
    this(work, threads, unit, tern, peer, peerName, OptionalDouble.empty());
  }

  /// The same row with the ratio that is aimed at.
  Row withTarget(double ratioAimedAt) {
    return new Row(work, threads, unit, tern, peer, peerName, OptionalDouble.of(ratioAimedAt));
  }

  /// How many times better the median of Tern is, whichever direction is better.
  double ratio() {
    return unit.ratio(tern.median(), peer.median());
  }

  /// The [spread][Samples#spread] of the side where it is greater.
  double spread() {
    return Math.max(tern.spread(), peer.spread());
  }

  /// Whether the target is reached; a row without a target holds.
  boolean holds() {
    return target.isEmpty() || ratio() >= target.getAsDouble();
  }
}
