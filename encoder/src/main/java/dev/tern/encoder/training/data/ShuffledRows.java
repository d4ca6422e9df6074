package dev.tern.encoder.training.data;

import dev.tern.encoder.training.state.StateException;
import dev.tern.encoder.training.state.TrainingState;
import java.io.IOException;

/// The rows of one data set, all of them once an epoch in an order of its own.
final class ShuffledRows {
  private final DataSet set;
  private final long seed;
  private final boolean skipsBadRows;
  private long epoch;
  private int position;
  private long skipped;
  private int[] order;

  ShuffledRows(DataSet set, long seed, boolean skipsBadRows) {
    this.set = set;
    this.seed = seed;
    this.skipsBadRows = skipsBadRows;
    this.order = SplitMix.permutation(set.source().size(), seed, 0);
  }

  DataSet set() {
    return set;
  }

  long skipped() {
    return skipped;
  }

  /// The next example that can be used.
  ///
  /// @throws TrainingDataException at one that cannot, unless these are skipped; then only if a
  ///   whole round has none that can
  PlacedExample next() throws IOException {
    for (int tried = 0; ; tried++) {
      if (position == order.length) {
        position = 0;
        order = SplitMix.permutation(order.length, seed, ++epoch);
      }
      int row = order[position++];
      String place = set.source().place(row);
      try {
        return new PlacedExample(place, read(row, place));
      } catch (TrainingDataException e) {
        if (!skipsBadRows || tried >= order.length) {
          throw e;
        }
        skipped++;
      }
    }
  }

  private Example read(int row, String place) throws IOException {
    Example example = set.source().read(row, epoch);
    if (!example.has(set.group())) {
      throw new TrainingDataException(
          place,
          "the row has "
              + example.documents().size()
              + " documents and a query needs "
              + set.group()
              + "; add documents, or ask for fewer");
    }
    return example.group(set.group(), epoch);
  }

  void save(TrainingState state) {
    state.put("data/" + set.name(), epoch, position, skipped, order.length);
  }

  void restore(TrainingState state) throws StateException {
    String name = "data/" + set.name();
    long[] saved = state.longs(name, 4);
    if (saved[3] != order.length) {
      throw state.refusal(name, "had " + saved[3] + " rows and now there are " + order.length);
    }
    if (saved[0] < 0 || saved[1] < 0 || saved[1] > order.length || saved[2] < 0) {
      throw state.refusal(name, "is no place in these rows");
    }
    epoch = saved[0];
    position = (int) saved[1];
    skipped = saved[2];
    order = SplitMix.permutation(order.length, seed, epoch);
  }
}
