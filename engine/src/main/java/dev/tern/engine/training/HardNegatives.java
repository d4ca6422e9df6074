package dev.tern.engine.training;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.training.config.MiningConfig;
import dev.tern.encoder.training.config.MiningConfig.Ranks;
import dev.tern.encoder.training.config.MiningConfig.Rows;
import dev.tern.encoder.training.data.Example;
import dev.tern.encoder.training.data.Passage;
import dev.tern.encoder.training.data.TrainingDataException;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/// Writes rows with hard negatives: documents that a search finds for a query and that nobody said
/// are relevant.
///
/// For each row all documents of the data are searched, the positive ones of the query are left
/// out, whichever row names them, and of the ranks asked for some are drawn; a row for which there
/// are too few is dropped. The file appears when it is whole.
public final class HardNegatives implements Closeable {
  private final MiningConfig config;
  private final MiningDocuments documents;
  private final Miner miner;
  private volatile boolean cancelled;

  /// Told how far it is.
  @FunctionalInterface
  public interface Progress {
    /// So much is done.
    void at(long done, long total);
  }

  /// What was mined.
  ///
  /// @param rows that were written
  /// @param dropped rows with too few documents to choose from
  /// @param skipped rows that could not be used
  /// @param documents that were searched
  public record Summary(long rows, long dropped, long skipped, int documents) {}

  private HardNegatives(MiningConfig config, MiningDocuments documents, Miner miner) {
    this.config = config;
    this.documents = documents;
    this.miner = miner;
  }

  /// Reads the data and indexes its documents.
  ///
  /// @param folder for files that are needed until this is closed
  /// @param threads that encode
  /// @param progress told of the documents
  /// @throws TrainingDataException if a row cannot be used, unless these are skipped
  /// @throws NoSuchFileException if the directory of the output does not exist
  public static HardNegatives open(MiningConfig config, Path folder, int threads, Progress progress)
      throws IOException {
    Path parent = config.output().toAbsolutePath().getParent();
    if (!Files.isDirectory(parent)) {
      throw new NoSuchFileException(parent.toString()); // better now than after the search
    }
    MiningDocuments documents = MiningDocuments.read(config);
    try {
      Miner miner =
          Miner.of(
              config.miner(),
              documents.documents(),
              folder,
              threads,
              done -> progress.at(done, documents.size()));
      return new HardNegatives(config, documents, miner);
    } catch (IOException | RuntimeException | Error e) {
      documents.close();
      throw e;
    }
  }

  /// How many queries are asked.
  public int queries() {
    return Math.min(documents.examples(), config.queries().orElse(documents.examples()));
  }

  /// Searches and writes.
  ///
  /// @param progress told of the rows
  /// @throws CancellationException after [#cancel()]; nothing is written then
  public Summary mine(Progress progress) throws IOException {
    Path target = config.output();
    Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
    int[] chosen = chosen();
    long written = 0;
    try {
      try (Writer writer = Files.newBufferedWriter(unfinished)) {
        for (int i = 0; i < chosen.length; i++) {
          if (cancelled) {
            throw new CancellationException("mining was cancelled");
          }
          Map<String, Object> row = row(chosen[i]);
          if (!row.isEmpty()) {
            writer.write(JSON.std.asString(row) + "\n");
            written++;
          }
          progress.at(i + 1, chosen.length);
        }
      }
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    return new Summary(written, chosen.length - written, documents.skipped(), documents.size());
  }

  /// The rows to mine, in the order of the files.
  private int[] chosen() {
    int count = queries();
    List<Integer> numbers =
        new ArrayList<>(IntStream.range(0, documents.examples()).boxed().toList());
    Collections.shuffle(numbers, new Random(config.seed()));
    return numbers.subList(0, count).stream().sorted().mapToInt(Integer::intValue).toArray();
  }

  /// A row to write; empty if there are too few negatives.
  private Map<String, Object> row(int number) throws IOException {
    Example example = documents.example(number);
    String query = example.query().text();
    Passage positive = example.documents().getFirst();
    Miner.Question question = miner.ask(query);
    Ranks ranks = config.ranks();
    String positiveKey = Integer.toString(documents.number(positive));
    double positiveScore = question.score(positiveKey);
    double limit =
        ranks.belowPositive().map(share -> share * positiveScore).orElse(Double.MAX_VALUE);
    List<Miner.Found> found =
        question.best(ranks.last() + documents.positives(query)).stream()
            .filter(each -> !documents.isPositive(query, Integer.parseInt(each.key())))
            .limit(ranks.last())
            .skip(ranks.first() - 1L)
            .filter(each -> each.score() <= limit)
            .toList();
    if (found.size() < ranks.negatives()) {
      return Map.of();
    }
    List<Miner.Found> negatives = drawn(found, ranks.negatives(), number);
    return config.rows() == Rows.TRIPLES
        ? triple(example.query(), positive, negatives)
        : distillation(example.query(), positive, positiveScore, negatives);
  }

  /// Some of the found ones, drawn at random, in their order.
  private List<Miner.Found> drawn(List<Miner.Found> found, int count, int number) {
    List<Integer> places = new ArrayList<>(IntStream.range(0, found.size()).boxed().toList());
    Collections.shuffle(places, new Random(31L * config.seed() + number + 1));
    return places.subList(0, count).stream().sorted().map(found::get).toList();
  }

  private Map<String, Object> triple(Passage query, Passage positive, List<Miner.Found> negatives)
      throws IOException {
    List<Passage> passages = passages(negatives);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("query", query.text());
    row.put("positive", positive.text());
    row.put("negatives", passages.stream().map(Passage::text).toList());
    passages.addFirst(positive);
    return named(row, query, passages);
  }

  private Map<String, Object> distillation(
      Passage query, Passage positive, double score, List<Miner.Found> negatives)
      throws IOException {
    List<Passage> passages = passages(negatives);
    passages.addFirst(positive);
    List<Double> scores = new ArrayList<>(negatives.stream().map(Miner.Found::score).toList());
    scores.addFirst(score);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("query", query.text());
    row.put("docs", passages.stream().map(Passage::text).toList());
    row.put("scores", scores);
    return named(row, query, passages);
  }

  private List<Passage> passages(List<Miner.Found> found) throws IOException {
    List<Passage> passages = new ArrayList<>();
    for (Miner.Found each : found) {
      passages.add(documents.passage(Integer.parseInt(each.key())));
    }
    return passages;
  }

  /// Texts that have names keep them, for files of scores.
  private static Map<String, Object> named(
      Map<String, Object> row, Passage query, List<Passage> passages) {
    if (!query.id().equals(query.text())) {
      row.put("q_id", query.id());
    }
    if (passages.stream().anyMatch(passage -> !passage.id().equals(passage.text()))) {
      row.put("d_ids", passages.stream().map(Passage::id).toList());
    }
    return row;
  }

  /// Makes [#mine] end with the row under way. For any thread.
  public void cancel() {
    cancelled = true;
  }

  @Override
  public void close() throws IOException {
    try (documents) {
      miner.close();
    }
  }
}
