package dev.tern.encoder.training.run;

import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.training.data.DataSet;
import dev.tern.encoder.training.data.Passage;
import dev.tern.encoder.training.data.TrainingDataException;
import dev.tern.encoder.training.teacher.Bm25Scores;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The documents that a run trains on, for statistics: those of every row in its first epoch.
final class TrainingDocuments {
  private final List<DataSet> sets;
  private final boolean skipsBadRows;
  private final Tokenizer tokenizer;
  private Optional<Bm25Scores.Counting> counts = Optional.empty();

  TrainingDocuments(List<DataSet> sets, boolean skipsBadRows, Tokenizer tokenizer) {
    this.sets = sets;
    this.skipsBadRows = skipsBadRows;
    this.tokenizer = tokenizer;
  }

  /// In how many of them each token occurs; read when it is first asked for.
  ///
  /// @throws TrainingDataException at a row that cannot be used, unless these are skipped
  Bm25Scores.Counting counts() throws IOException {
    if (counts.isEmpty()) {
      Bm25Scores.Counting counting = new Bm25Scores.Counting(tokenizer);
      for (DataSet set : sets) {
        for (int row = 0; row < set.source().size(); row++) {
          count(set, row, counting);
        }
      }
      counts = Optional.of(counting);
    }
    return counts.get();
  }

  private void count(DataSet set, int row, Bm25Scores.Counting counting) throws IOException {
    try {
      for (Passage document : set.source().read(row, 0).documents()) {
        counting.add(document.text());
      }
    } catch (TrainingDataException e) {
      if (!skipsBadRows) {
        throw e;
      }
    }
  }
}
