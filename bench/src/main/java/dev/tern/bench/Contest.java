package dev.tern.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Several who do the same work in turn, so that what disturbs the machine disturbs all.
///
/// Each round begins with another one, because who runs first finds the caches as the last of the
/// round before left them.
///
/// @param least rounds
/// @param most rounds
/// @param warmUpNanos how long each runs before it is measured
/// @param nanos how long the rounds take together, unless they are the least or the most
record Contest(int least, int most, long warmUpNanos, long nanos) {
  /// The times that each needed in seconds, a sample a round.
  Map<String, Samples> run(Map<String, Duel.Work> contenders) throws IOException {
    for (Duel.Work work : contenders.values()) {
      for (long begin = System.nanoTime(); System.nanoTime() - begin < warmUpNanos; ) {
        Duel.seconds(work);
      }
    }
    List<String> order = new ArrayList<>(contenders.keySet());
    Map<String, List<Double>> times = new HashMap<>();
    long begin = System.nanoTime();
    for (int round = 0;
        round < least || (round < most && System.nanoTime() - begin < nanos);
        round++) {
      for (String name : order) {
        double seconds = Duel.seconds(contenders.get(name));
        times.computeIfAbsent(name, _ -> new ArrayList<>()).add(seconds);
      }
      Collections.rotate(order, 1);
    }
    Map<String, Samples> samples = new LinkedHashMap<>();
    for (String name : contenders.keySet()) {
      double[] values = times.get(name).stream().mapToDouble(Double::doubleValue).toArray();
      samples.put(name, Samples.of(values));
    }
    return samples;
  }
}
