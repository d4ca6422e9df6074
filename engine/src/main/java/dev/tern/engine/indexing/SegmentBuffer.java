package dev.tern.engine.indexing;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.format.CodeBook;
import dev.tern.engine.format.SegmentForm;
import dev.tern.engine.format.WeightLosses;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Documents that are to be the next segment, in the order of their docIds.
///
/// Once the step and the codes of the impacts are known, vectors are inverted a batch at a time and
/// take three bytes a posting; until then they take eight.
public final class SegmentBuffer {
  /// A batch that is being inverted.
  private record Inverting(VectorBatch batch, Workers.Work<InvertedBatch> work) {}

  private final KeyMap keys = new KeyMap();
  private final List<byte[]> stored = new ArrayList<>();
  private final TermNumbers numbers = new TermNumbers();
  private final List<VectorBatch> waiting = new ArrayList<>();
  private final List<InvertedBatch> inverted = new ArrayList<>();
  private final Deque<Inverting> inverting = new ArrayDeque<>();
  private final Workers workers;

  /// The vectors as they were given, if they are to be kept.
  private final Optional<List<SparseVector>> vectors;

  private Quantizer quantizer;
  private VectorBatch batch = new VectorBatch();
  private long postings;
  private long storedBytes;

  /// @param step of the impacts, or 0 to take the greatest weight of these documents as impact 255
  /// @param form of the segment: its codes, if they are not decided, these documents decide; its
  ///   forward store takes eight bytes more for each weight
  /// @param workers who invert batches while others are filled, one for each of them
  public SegmentBuffer(float step, SegmentForm form, Workers workers) {
    this.workers = workers;
    quantizer = new Quantizer(step, form.codes());
    vectors = form.forwardStore() ? Optional.of(new ArrayList<>()) : Optional.empty();
  }

  /// Whether a document has this key, given in UTF-8.
  ///
  /// @param hash [KeyHash#of] the key
  public boolean contains(byte[] utf8, long hash) {
    return keys.find(utf8, hash) >= 0;
  }

  /// Adds a document.
  ///
  /// @param utf8 the key in UTF-8, which no document has yet; kept and not copied
  /// @param hash [KeyHash#of] the key
  /// @param bytes to store, kept as they are and not copied
  public void add(byte[] utf8, long hash, SparseVector vector, byte[] bytes) throws IOException {
    keys.add(utf8, hash);
    stored.add(bytes);
    batch.add(vector, numbers);
    vectors.ifPresent(all -> all.add(vector));
    postings += vector.size();
    storedBytes += utf8.length + bytes.length;
    if (batch.isFull()) {
      endBatch();
    }
  }

  /// Removes the document with this key, given in UTF-8, and returns whether there was one.
  ///
  /// @param hash [KeyHash#of] the key
  public boolean delete(byte[] utf8, long hash) {
    return keys.remove(utf8, hash) >= 0;
  }

  private void endBatch() throws IOException {
    if (quantizer.isReady()) {
      inverting.add(start(batch));
      batch = inverting.size() < workers.threads() ? new VectorBatch() : endFirst();
    } else {
      batch.trim();
      waiting.add(batch);
      batch = new VectorBatch();
    }
  }

  private Inverting start(VectorBatch full) {
    int terms = numbers.size();
    Quantizer decided = quantizer;
    return new Inverting(full, workers.start(() -> new InvertedBatch(full, terms, decided)));
  }

  /// Waits for the first batch that is being inverted and returns it, to be filled again.
  private VectorBatch endFirst() throws IOException {
    Inverting first = inverting.removeFirst();
    inverted.add(first.work.result());
    first.batch.clear();
    return first.batch;
  }

  /// The postings of all documents; nothing can be added any more.
  Inversion invert() throws IOException {
    waiting.add(batch);
    if (!quantizer.isReady() && postings > 0) {
      quantizer = decided();
    }
    while (!waiting.isEmpty() || !inverting.isEmpty()) {
      if (!waiting.isEmpty()) {
        inverting.add(start(waiting.removeFirst()));
      }
      if (waiting.isEmpty() || inverting.size() >= workers.threads()) {
        endFirst();
      }
    }
    return new Inversion(numbers, inverted, docIds(), workers);
  }

  /// The step, if there is none, with which the greatest weight becomes the greatest impact, and
  /// codes that suit the impacts.
  private Quantizer decided() {
    float step = quantizer.step();
    if (step == 0) {
      float greatest = 0;
      for (VectorBatch each : waiting) {
        greatest = Math.max(greatest, each.greatestWeight());
      }
      step = Quantizer.stepFor(greatest);
    }
    CodeBook codes = quantizer.codes();
    if (!codes.isDecided()) {
      long[] counts = new long[Quantizer.MAX_IMPACT + 1];
      Quantizer fine = new Quantizer(step, CodeBook.BYTES);
      for (VectorBatch each : waiting) {
        fine.count(each.weights(), each.size(), counts);
      }
      codes = CodeBookChoice.of(codes.bits(), counts);
    }
    return new Quantizer(step, codes);
  }

  /// Which weights have impacts that do not stand for them; known when the buffer has been written.
  public WeightLosses losses() {
    return inverted.stream()
        .map(InvertedBatch::losses)
        .reduce(WeightLosses.NONE, WeightLosses::plus);
  }

  /// How weights become impacts.
  public Quantizer quantizer() {
    return quantizer;
  }

  /// By the place of each document its docId, or -1 if it was removed; absent if none was.
  Optional<int[]> docIds() {
    if (keys.removed() == 0) {
      return Optional.empty();
    }
    int[] docIds = new int[stored.size()];
    int next = 0;
    for (int place = 0; place < docIds.length; place++) {
      docIds[place] = keys.isRemoved(place) ? -1 : next++;
    }
    return Optional.of(docIds);
  }

  /// The keys in UTF-8, by docId.
  List<byte[]> utf8Keys() {
    return kept(keys.list());
  }

  /// The stored bytes by docId.
  List<byte[]> stored() {
    return kept(stored);
  }

  /// The vectors by docId, if they are kept.
  Optional<List<SparseVector>> vectors() {
    return vectors.map(this::kept);
  }

  private <T> List<T> kept(List<T> all) {
    return keys.removed() == 0
        ? all
        : IntStream.range(0, all.size())
            .filter(place -> !keys.isRemoved(place))
            .mapToObj(all::get)
            .toList();
  }

  /// Number of documents.
  public int size() {
    return stored.size() - keys.removed();
  }

  /// Number of weights of all vectors, those of removed documents included.
  public long postings() {
    return postings;
  }

  /// Bytes of all keys and stored bytes, those of removed documents included.
  public long storedBytes() {
    return storedBytes;
  }
}
