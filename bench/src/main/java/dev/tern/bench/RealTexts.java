package dev.tern.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.bench.lucene.LuceneIndexing;
import dev.tern.bench.lucene.LuceneText;
import dev.tern.bench.synthetic.ImpactQuery;
import dev.tern.encoder.QueryEncoder;
import dev.tern.encoder.QueryTable;
import dev.tern.encoder.SparseEncoder;
import dev.tern.encoder.SparseVector;
import dev.tern.encoder.tokenizer.Vocabulary;
import dev.tern.engine.collection.Document;
import dev.tern.engine.collection.TextIndexOptions;
import dev.tern.engine.collection.TextIndexWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// The texts of several public collections as one, encoded by splade-tiny: real impacts, if of a
/// small model, with the collections' own questions weighted without a model and with the vectors
/// that SPLADE-v3 gives the questions of MS MARCO.
///
/// @param shared where texts, model and vectors are
/// @param quick the beginning of each collection only
record RealTexts(SharedFolder shared, boolean quick) implements EngineCollection {
  static final List<String> SETS =
      List.of(
          "beir/scifact",
          "beir/nfcorpus",
          "classic/med",
          "classic/cacm",
          "classic/cranfield",
          "msmarco/pool-v1");
  private static final int QUICK_DOCUMENTS = 800;
  static final String SPLADE =
      "sparse/text-and-vectors/msmarco-passage.dev-subset.splade-v3.jsonl.gz";

  private static final String INFERENCE_FREE = "inference-free";
  private static final String SPLADE_V3 = "splade-v3";

  /// Texts of the questions, one a line.
  static final String QUESTIONS = "questions";

  /// Impacts of a query are at most this.
  private static final int MAX_IMPACT = 255;

  private static final int ENCODED_AT_ONCE = 1000;

  private Path model() {
    return shared.models().resolve("splade-tiny");
  }

  static Path queryWeights(SharedFolder shared) {
    return shared.data().resolve("vocab/bert-base-uncased/opensearch/idf.json");
  }

  /// Whether everything is there that is read.
  boolean isThere() {
    return Stream.concat(
            Stream.of(model(), queryWeights(shared), shared.data().resolve(SPLADE)),
            SETS.stream().map(shared.data()::resolve))
        .allMatch(Files::exists);
  }

  @Override
  public String label() {
    return quick ? "texts (part)" : "texts";
  }

  @Override
  public List<String> queryKinds() {
    return List.of(INFERENCE_FREE, SPLADE_V3);
  }

  @Override
  public boolean isAimed() {
    return false;
  }

  @Override
  public EngineIndexes.Built write(
      EngineIndexes indexes, long seed, int queries, Consumer<String> progress) throws IOException {
    List<String> texts = new ArrayList<>();
    List<String> questions = new ArrayList<>();
    for (String set : SETS) {
      Corpus corpus =
          Corpus.read(
              shared.data().resolve(set),
              quick ? QUICK_DOCUMENTS : Integer.MAX_VALUE,
              Integer.MAX_VALUE);
      texts.addAll(corpus.texts());
      questions.addAll(corpus.queries());
    }
    questions.replaceAll(question -> question.replaceAll("\\s+", " ").strip());
    Collections.shuffle(questions, new Random(seed));
    List<String> asked = questions.subList(0, Math.min(queries, questions.size()));
    writeBm25(indexes, texts, asked, progress);
    EncodedDocuments documents;
    try (SparseEncoder encoder = SparseEncoder.load(model())) {
      documents = EncodedDocuments.of(encode(encoder, texts, progress));
      QueryTable table = QueryTable.read(queryWeights(shared), encoder.tokenizer().vocabulary());
      QueryEncoder inferenceFree = QueryEncoder.inferenceFree(encoder.tokenizer(), table);
      indexes.writeQueries(
          INFERENCE_FREE,
          asked.stream()
              .map(inferenceFree::encode)
              .map(RealTexts::impacts)
              .filter(query -> query.size() > 0)
              .toList());
      indexes.writeQueries(SPLADE_V3, spladeQueries(encoder.tokenizer().vocabulary(), queries));
    }
    progress.accept("indexing " + documents.postings() + " postings of real texts");
    int[] order = IntStream.range(0, documents.documents()).toArray();
    double seconds = TernIndexing.write(indexes.tern(), documents, order);
    LuceneIndexing peer = LuceneIndexing.write(indexes.lucene(), documents, order);
    return new EngineIndexes.Built(
        documents.documents(), documents.postings(), seconds, peer.writeSeconds());
  }

  /// The same texts for BM25, in both engines.
  private static void writeBm25(
      EngineIndexes indexes, List<String> texts, List<String> asked, Consumer<String> progress)
      throws IOException {
    progress.accept("indexing " + texts.size() + " texts for BM25");
    EngineIndexes.writeWhole(indexes.directory().resolve(QUESTIONS), asked);
    try (TextIndexWriter writer =
        TextIndexWriter.create(WholeQueries.ternBm25(indexes), TextIndexOptions.lexical())) {
      writer.add(
          IntStream.range(0, texts.size())
              .mapToObj(i -> new Document(Integer.toString(i), "", texts.get(i)))
              .toList());
      writer.commit();
    }
    LuceneText.write(WholeQueries.luceneBm25(indexes), texts);
  }

  private static List<SparseVector> encode(
      SparseEncoder encoder, List<String> texts, Consumer<String> progress) {
    List<SparseVector> vectors = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += ENCODED_AT_ONCE) {
      progress.accept("encoding texts, %d of %d".formatted(from, texts.size()));
      vectors.addAll(
          encoder.encodeAll(texts.subList(from, Math.min(from + ENCODED_AT_ONCE, texts.size()))));
    }
    return vectors;
  }

  /// The greatest weight becomes the greatest impact.
  private static ImpactQuery impacts(SparseVector query) {
    float greatest = 0;
    for (int i = 0; i < query.size(); i++) {
      greatest = Math.max(greatest, query.weight(i));
    }
    TreeMap<Integer, Integer> impacts = new TreeMap<>();
    for (int i = 0; i < query.size(); i++) {
      int impact = Math.round(query.weight(i) / greatest * MAX_IMPACT);
      if (impact > 0) {
        impacts.put(query.id(i), impact);
      }
    }
    return ImpactQuery.of(impacts);
  }

  private List<ImpactQuery> spladeQueries(Vocabulary vocabulary, int most) throws IOException {
    List<ImpactQuery> queries = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(shared.data().resolve(SPLADE))),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine();
          line != null && queries.size() < most;
          line = lines.readLine()) {
        TreeMap<Integer, Integer> impacts = new TreeMap<>();
        ((Map<?, ?>) JSON.std.mapFrom(line).get("vector"))
            .forEach((token, weight) -> {
              int id = vocabulary.idOf((String) token);
              if (id >= 0) {
                impacts.put(id, Math.clamp(((Number) weight).longValue(), 1, MAX_IMPACT));
              }
            });
        if (!impacts.isEmpty()) {
          queries.add(ImpactQuery.of(impacts));
        }
      }
    }
    return queries;
  }

  @Override
  public void measureMore(
      EngineIndexes indexes,
      EngineSearchBench.Effort effort,
      Consumer<String> progress,
      Consumer<Row> rows)
      throws IOException {
    progress.accept("searching " + label() + " from text to hits");
    new ChildProgram(
            WholeQueries.class,
            List.of(
                label(),
                indexes.directory().toString(),
                model().toString(),
                queryWeights(shared).toString(),
                Double.toString(effort.warmUpSeconds()),
                Double.toString(effort.seconds())))
        .run(line -> rows.accept(RowLine.read(line)));
  }
}
