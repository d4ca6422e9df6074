package dev.tern.encoder.training.data;

import dev.tern.encoder.training.state.StateException;
import dev.tern.encoder.training.state.TrainingState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Batches without end out of several data sets, each batch out of one of them: documents of
/// another collection would be negatives too easy to learn from.
///
/// Batch n comes from the data set that the n-th random number picks with probability `weight / sum
/// of weights`. Each data set is shuffled anew for every epoch of its own, and a batch goes on with
/// the next epoch where one ends.
public final class ExampleStream {
  /// Its own sequence of random numbers, apart from those of epochs.
  private static final long PICKS = Long.MIN_VALUE;

  private final List<ShuffledRows> sets = new ArrayList<>();
  private final double[] upTo;
  private final long seed;
  private long batches;

  /// @param sets at least one, of different names, each with at least one row
  /// @param seed of all orders and picks
  /// @param skipsBadRows whether rows that cannot be used are counted and left out instead of
  ///   refused
  public ExampleStream(List<DataSet> sets, long seed, boolean skipsBadRows) {
    this.seed = seed;
    this.upTo = new double[sets.size()];
    Set<String> names = new HashSet<>();
    double sum = 0;
    for (DataSet set : sets) {
      if (!names.add(set.name()) || set.source().size() < 1) {
        throw new IllegalArgumentException(
            "data sets have rows, and names of their own: name="
                + set.name()
                + " rows="
                + set.source().size());
      }
      sum += set.weight();
      upTo[this.sets.size()] = sum;
      long ownSeed = new SplitMix(seed, this.sets.size()).next();
      this.sets.add(new ShuffledRows(set, ownSeed, skipsBadRows));
    }
    if (sets.isEmpty()) {
      throw new IllegalArgumentException("a stream has something to read: sets=0");
    }
  }

  /// The next batch.
  ///
  /// @param queries examples in it, at least 1
  /// @throws TrainingDataException at a row that cannot be used, unless these are skipped
  public Batch next(int queries) throws IOException {
    if (queries < 1) {
      throw new IllegalArgumentException("a batch has examples: queries=" + queries);
    }
    ShuffledRows rows = sets.get(pick());
    List<PlacedExample> examples = new ArrayList<>();
    while (examples.size() < queries) {
      examples.add(rows.next());
    }
    return new Batch(batches++, rows.set().name(), examples);
  }

  private int pick() {
    double point = new SplitMix(seed ^ PICKS, batches).unit() * upTo[upTo.length - 1];
    int set = 0;
    while (set < upTo.length - 1 && point >= upTo[set]) {
      set++;
    }
    return set;
  }

  /// Rows that were left out so far because they could not be used.
  public long skipped() {
    return sets.stream().mapToLong(ShuffledRows::skipped).sum();
  }

  /// Puts the place of every data set into a state.
  public void save(TrainingState state) {
    state.put("data.batches", batches);
    sets.forEach(set -> set.save(state));
  }

  /// Takes up where [#save] was called.
  ///
  /// @throws StateException if the state is that of other data
  public void restore(TrainingState state) throws StateException {
    long saved = state.longs("data.batches", 1)[0];
    for (ShuffledRows set : sets) {
      set.restore(state);
    }
    batches = saved;
  }
}
