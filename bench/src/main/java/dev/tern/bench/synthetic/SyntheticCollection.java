package dev.tern.bench.synthetic;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Documents with integer impacts, kept at three bytes a posting. Immutable.
public final class SyntheticCollection implements ImpactDocuments {
  private static final int DOCUMENTS_PER_CHUNK = 1 << 14;

  private final CollectionKind kind;
  private final long seed;
  private final TopicModel topics;
  private final int documents;
  private final Chunk[] chunks;
  private final int[] documentFrequencies;

  /// The cluster of each document, see [TopicModel#cluster].
  private final int[] clusters;

  private SyntheticCollection(CollectionKind kind, int documents, long seed) {
    this.kind = kind;
    this.seed = seed;
    this.documents = documents;
    topics = new TopicModel(kind, seed);
    clusters = new int[documents];
    int[] lengths = new int[documents];
    int chunkCount = (documents + DOCUMENTS_PER_CHUNK - 1) / DOCUMENTS_PER_CHUNK;
    chunks =
        IntStream.range(0, chunkCount)
            .parallel()
            .mapToObj(i -> draw(i * DOCUMENTS_PER_CHUNK, lengths))
            .toArray(Chunk[]::new);
    documentFrequencies = new int[kind.vocabulary()];
    for (Chunk chunk : chunks) {
      for (int i = 0; i < chunk.postings(); i++) {
        documentFrequencies[chunk.term(i)]++;
      }
    }
    if (kind == CollectionKind.BM25) {
      double[] idf = IntStream.range(0, kind.vocabulary()).mapToDouble(this::idf).toArray();
      new Bm25Impacts(idf, lengths).replace(chunks, DOCUMENTS_PER_CHUNK);
    }
  }

  /// Draws a collection, on all cores.
  ///
  /// @param documents at least 1
  /// @param seed that decides everything random
  public static SyntheticCollection generate(CollectionKind kind, int documents, long seed) {
    if (documents < 1) {
      throw new IllegalArgumentException(
          "a collection has at least one document: documents=" + documents);
    }
    return new SyntheticCollection(kind, documents, seed);
  }

  private Chunk draw(int first, int[] lengths) {
    int count = Math.min(DOCUMENTS_PER_CHUNK, documents - first);
    Chunk chunk = new Chunk(count);
    Draft draft = new Draft(kind.vocabulary());
    DocumentModel model =
        switch (kind) {
          case LEARNED_SPARSE -> new LearnedSparseDocuments(topics);
          case BM25 -> new Bm25Documents(topics);
        };
    for (int document = first; document < first + count; document++) {
      RandomStream random = new RandomStream(seed, document);
      TopicModel.Subject subject = topics.subject(random);
      clusters[document] = topics.cluster(subject);
      lengths[document] = model.draw(subject, random, draft);
      draft.moveTo(chunk);
    }
    chunk.trim();
    return chunk;
  }

  /// What the documents are modelled on.
  public CollectionKind kind() {
    return kind;
  }

  @Override
  public int documents() {
    return documents;
  }

  @Override
  public long postings() {
    return Arrays.stream(chunks).mapToLong(Chunk::postings).sum();
  }

  /// In how many documents a term is.
  public int documentFrequency(int term) {
    return documentFrequencies[term];
  }

  /// log(1 + (N - df + 1/2) / (df + 1/2)).
  double idf(int term) {
    int df = documentFrequencies[term];
    return StrictMath.log(1 + (documents - df + 0.5) / (df + 0.5));
  }

  @Override
  public int size(int document) {
    Chunk chunk = chunk(document);
    int place = document % DOCUMENTS_PER_CHUNK;
    return chunk.start(place + 1) - chunk.start(place);
  }

  @Override
  public int term(int document, int position) {
    Chunk chunk = chunk(document);
    return chunk.term(chunk.start(document % DOCUMENTS_PER_CHUNK) + position);
  }

  @Override
  public int impact(int document, int position) {
    Chunk chunk = chunk(document);
    return chunk.value(chunk.start(document % DOCUMENTS_PER_CHUNK) + position);
  }

  /// The documents in an order: document `order[i]` is to have docId i. Bisection begins with the
  /// random one.
  public int[] order(DocumentOrder order) {
    if (order != DocumentOrder.CLUSTERED) {
      return IntStream.range(0, documents).toArray();
    }
    long[] keys = new long[documents];
    for (int i = 0; i < documents; i++) {
      keys[i] = Integer.toUnsignedLong(clusters[i]) << 31 | i;
    }
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(key -> (int) key & Integer.MAX_VALUE).toArray();
  }

  /// Draws queries about documents of the collection.
  public List<ImpactQuery> queries(QueryKind queryKind, int count) {
    return new QueryModel(this, topics, new RandomStream(seed, -2 - queryKind.symbol().hashCode()))
        .draw(queryKind, count);
  }

  /// What a document is about.
  TopicModel.Subject subject(int document) {
    return topics.subject(new RandomStream(seed, document));
  }

  /// A number that another collection is unlikely to have.
  public long fingerprint() {
    long hash = documents;
    for (Chunk chunk : chunks) {
      for (int document = 0; document < chunk.documents(); document++) {
        hash = RandomStream.mix(hash + chunk.start(document + 1));
      }
      for (int i = 0; i < chunk.postings(); i++) {
        hash = RandomStream.mix(hash + ((long) chunk.term(i) << 8 | chunk.value(i)));
      }
    }
    return hash;
  }

  private Chunk chunk(int document) {
    return chunks[document / DOCUMENTS_PER_CHUNK];
  }
}
