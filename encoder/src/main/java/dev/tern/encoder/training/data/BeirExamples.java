package dev.tern.encoder.training.data;

import dev.tern.encoder.TitledText;
import dev.tern.encoder.text.Quoted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.eclipse.collections.impl.map.mutable.primitive.ObjectIntHashMap;

/// Pairs out of a collection in BEIR's layout: a row for each judgement of a split with a grade
/// above 0.
///
/// A document's text is its title, a blank and its text. The ids of all queries and documents are
/// kept, about 100 bytes each; texts are not.
public final class BeirExamples implements ExampleSource {
  private static final int MISSING = -1;

  private final LineFile corpus;
  private final LineFile queries;
  private final LineFile judgements;
  private final IntArrayList judgementLines = new IntArrayList();
  private final IntArrayList queryLines = new IntArrayList();
  private final IntArrayList documentLines = new IntArrayList();

  private BeirExamples(LineFile corpus, LineFile queries, LineFile judgements) {
    this.corpus = corpus;
    this.queries = queries;
    this.judgements = judgements;
  }

  /// Opens a directory and reads the judgements of `split`.
  ///
  /// @throws TrainingDataException if a file is missing, or a line has no id, names what is not
  ///   there or cannot be read
  public static BeirExamples open(Path directory, String split) throws IOException {
    LineFile corpus = LineFile.open(present(directory, "corpus.jsonl"));
    LineFile queries = null;
    LineFile judgements = null;
    try {
      queries = LineFile.open(present(directory, "queries.jsonl"));
      judgements = LineFile.open(present(directory, "qrels/" + split + ".tsv"));
      BeirExamples examples = new BeirExamples(corpus, queries, judgements);
      examples.readJudgements(lineOfId(queries), lineOfId(corpus));
      return examples;
    } catch (IOException | RuntimeException | Error e) {
      corpus.close();
      if (queries != null) {
        queries.close();
      }
      if (judgements != null) {
        judgements.close();
      }
      throw e;
    }
  }

  private static Path present(Path directory, String name) {
    Path plain = directory.resolve(name);
    Path packed = directory.resolve(name + ".gz");
    return !Files.exists(plain) && Files.exists(packed) ? packed : plain;
  }

  private static ObjectIntHashMap<String> lineOfId(LineFile file) throws IOException {
    ObjectIntHashMap<String> lines = new ObjectIntHashMap<>();
    for (int line = 0; line < file.size(); line++) {
      String id = JsonRow.read(file, line).text("_id");
      if (lines.containsKey(id)) {
        throw file.refusal(line, "the id " + Quoted.of(id) + " is given for the second time");
      }
      lines.put(id, line);
    }
    return lines;
  }

  private void readJudgements(ObjectIntHashMap<String> queryOf, ObjectIntHashMap<String> documentOf)
      throws IOException {
    // The first line is a header.
    for (int line = 1; line < judgements.size(); line++) {
      String[] columns = judgements.line(line).split("\t", -1);
      if (columns.length != 3 || !columns[2].matches("-?[0-9]{1,9}")) {
        throw judgements.refusal(
            line, "a judgement has three columns, query-id corpus-id score, separated by tabs");
      }
      int query = queryOf.getIfAbsent(columns[0], MISSING);
      int document = documentOf.getIfAbsent(columns[1], MISSING);
      if (query == MISSING || document == MISSING) {
        String missing = query == MISSING ? columns[0] : columns[1];
        throw judgements.refusal(
            line,
            "there is no "
                + (query == MISSING ? "query " : "document ")
                + Quoted.of(missing)
                + "; is the collection whole?");
      }
      if (Integer.parseInt(columns[2]) > 0) {
        judgementLines.add(line);
        queryLines.add(query);
        documentLines.add(document);
      }
    }
    if (judgementLines.isEmpty()) {
      throw judgements.refusalOfAll("no document is judged relevant; check the split");
    }
  }

  @Override
  public int size() {
    return judgementLines.size();
  }

  @Override
  public Example read(int row, long epoch) throws IOException {
    JsonRow query = JsonRow.read(queries, queryLines.get(row));
    JsonRow document = JsonRow.read(corpus, documentLines.get(row));
    return new Example(passage(query), List.of(passage(document)), List.of());
  }

  private static Passage passage(JsonRow row) throws TrainingDataException {
    String text = TitledText.joined(row.textOrEmpty("title"), row.textOrEmpty("text"));
    if (text.isEmpty()) {
      throw row.refusal("there is neither title nor text; remove the row");
    }
    return new Passage(row.text("_id"), text);
  }

  @Override
  public String place(int row) {
    return judgements.place(judgementLines.get(row));
  }

  @Override
  public void close() throws IOException {
    corpus.close();
    queries.close();
    judgements.close();
  }
}
