package dev.tern.bench.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// A graph of [BertGraph] in ONNX Runtime, with all of its optimisations.
///
/// Texts are handed over as its users do it: sorted by length, so many at a time, padded to the
/// longest of them and masked.
public final class OrtEncoder implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  private OrtEncoder(OrtSession session) {
    this.session = session;
  }

  /// Loads a graph.
  ///
  /// @param threads that work on one operator, the calling one included
  public static OrtEncoder load(Path file, int threads) {
    try (SessionOptions options = new SessionOptions()) {
      options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      // Its threads wait busily for the next operator; after the last one they would keep the
      // processors from who is measured next.
      options.addConfigEntry("session.force_spinning_stop", "1");
      return new OrtEncoder(
          OrtEnvironment.getEnvironment().createSession(file.toString(), options));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The vectors of the texts, in their order.
  ///
  /// @param texts token ids, at least one each
  /// @param textsAtOnce how many make a batch
  public List<float[]> encode(List<int[]> texts, int textsAtOnce) {
    int[] order =
        IntStream.range(0, texts.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> texts.get(i).length))
            .mapToInt(Integer::intValue)
            .toArray();
    float[][] vectors = new float[order.length][];
    for (int from = 0; from < order.length; from += textsAtOnce) {
      int[] batch = Arrays.copyOfRange(order, from, Math.min(from + textsAtOnce, order.length));
      List<float[]> answers = batch(Arrays.stream(batch).mapToObj(texts::get).toList());
      for (int i = 0; i < batch.length; i++) {
        vectors[batch[i]] = answers.get(i);
      }
    }
    return List.of(vectors);
  }

  private List<float[]> batch(List<int[]> texts) {
    int longest = texts.stream().mapToInt(text -> text.length).max().orElseThrow();
    long[] ids = new long[texts.size() * longest];
    long[] mask = new long[ids.length];
    for (int i = 0; i < texts.size(); i++) {
      int[] text = texts.get(i);
      for (int j = 0; j < text.length; j++) {
        ids[i * longest + j] = text[j];
        mask[i * longest + j] = 1;
      }
    }
    long[] shape = {texts.size(), longest};
    try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
        OnnxTensor maskTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
        OrtSession.Result result = session.run(Map.of("ids", idTensor, "mask", maskTensor))) {
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      return rows(values, texts.size());
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<float[]> rows(FloatBuffer values, int rows) {
    List<float[]> list = new ArrayList<>();
    int width = values.remaining() / rows;
    for (int i = 0; i < rows; i++) {
      float[] row = new float[width];
      values.get(row);
      list.add(row);
    }
    return list;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
