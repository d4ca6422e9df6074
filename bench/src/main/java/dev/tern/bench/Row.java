package dev.tern.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/// One measured figure beside its peer's.
///
/// @param work what both did, such as "search k=10 p50"
/// @param threads how many threads each used
/// @param tern median of Tern, in `unit`
/// @param peer median of the peer, in `unit`
/// @param unit such as "tokens/s"
/// @param peerName who the peer is
/// @param ratio how many times better Tern is, whichever direction is better
/// @param spread relative half width of the middle half of Tern's samples, (q3 - q1) / (2 median)
/// @param target the ratio that is aimed at, if one is
record Row(
    String work,
    int threads,
    double tern,
    double peer,
    String unit,
    String peerName,
    double ratio,
    double spread,
    OptionalDouble target) {

  /// A row where more is better, such as a rate.
  static Row rate(
      String work, int threads, Samples tern, Samples peer, String unit, String peerName) {
    return of(work, threads, tern, peer, unit, peerName, tern.median() / peer.median());
  }

  /// A row where less is better, such as a latency.
  static Row time(
      String work, int threads, Samples tern, Samples peer, String unit, String peerName) {
    return of(work, threads, tern, peer, unit, peerName, peer.median() / tern.median());
  }

  private static Row of(
      String work,
      int threads,
      Samples tern,
      Samples peer,
      String unit,
      String peerName,
      double ratio) {
    return new Row(
        work,
        threads,
        tern.median(),
        peer.median(),
        unit,
        peerName,
        ratio,
        tern.spread(),
        OptionalDouble.empty());
  }

  /// The same row with the ratio that is aimed at.
  Row withTarget(double ratioAimedAt) {
    return new Row(
        work, threads, tern, peer, unit, peerName, ratio, spread, OptionalDouble.of(ratioAimedAt));
  }

  /// Whether the target is reached; a row without a target holds.
  boolean holds() {
    return target.isEmpty() || ratio >= target.getAsDouble();
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("work", work);
    map.put("threads", threads);
    map.put("tern", tern);
    map.put("peer", peer);
    map.put("unit", unit);
    map.put("peerName", peerName);
    map.put("ratio", ratio);
    map.put("spread", spread);
    map.put("target", target.isPresent() ? target.getAsDouble() : null);
    map.put("holds", holds());
    return map;
  }

  static final String HEADER =
      String.format(
          Locale.ROOT,
          "%-34s %3s %14s %14s %-12s %8s %7s %7s  %s",
          "work",
          "thr",
          "tern",
          "peer",
          "unit",
          "ratio",
          "spread",
          "target",
          "peer is");

  String toLine() {
    return String.format(
        Locale.ROOT,
        "%-34s %3d %,14.1f %,14.1f %-12s %7.2fx %6.1f%% %7s  %s",
        work,
        threads,
        tern,
        peer,
        unit,
        ratio,
        100 * spread,
        target.isEmpty()
            ? "-"
            : String.format(Locale.ROOT, "%.2f %s", target.getAsDouble(), holds() ? "ok" : "no"),
        peerName);
  }
}
