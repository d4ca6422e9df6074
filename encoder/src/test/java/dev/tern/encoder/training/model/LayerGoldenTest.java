package dev.tern.encoder.training.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.encoder.checkpoint.HiddenActivation;
import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.encoder.checkpoint.SpladeActivation;
import dev.tern.encoder.checkpoint.TokenPooling;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.model.TokenBatch;
import dev.tern.encoder.training.TrainingGolden;
import dev.tern.encoder.training.loss.Saturation;
import dev.tern.encoder.training.loss.SparseRows;
import dev.tern.encoder.training.model.SelfAttention.Head;
import dev.tern.encoder.training.optimiser.Parameter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each box alone, forward and backward, against the reference.
class LayerGoldenTest {
  private static final Workers WORKERS = new Workers(2);

  @AfterAll
  static void close() {
    WORKERS.close();
  }

  static Stream<TrainingGolden> linear() throws IOException {
    return TrainingGolden.layers("linear");
  }

  @ParameterizedTest
  @MethodSource
  void linear(TrainingGolden golden) {
    Matrix x = matrix(golden, "x");
    int rows = x.rows();
    Linear.Part part = part(golden, "");
    Linear linear = new Linear(part);
    linear.refresh(WORKERS);
    Matrix y = new Matrix(part.bias().size());
    y.resize(rows);
    Matrix dx = new Matrix(x.columns());
    dx.resize(rows);
    Matrix dy = matrix(golden, "upstream.y");
    WORKERS.run(1, (_, s) -> linear.forward(s, x, 0, rows, y));
    WORKERS.run(1, (_, s) -> linear.backward(s, dy, 0, rows, dx));
    linear.addGradients(WORKERS, x, dy);
    golden.checkFloats("y", y.toArray());
    golden.checkFloats("grad.x", dx.toArray());
    check(golden, "", part);
  }

  static Stream<TrainingGolden> layerNorm() throws IOException {
    return TrainingGolden.layers("layer_norm");
  }

  @ParameterizedTest
  @MethodSource
  void layerNorm(TrainingGolden golden) {
    Matrix x = matrix(golden, "x");
    Parameter gamma = parameter(golden, "gamma");
    Parameter beta = parameter(golden, "beta");
    LayerNorm norm = new LayerNorm(gamma, beta, golden.number("eps"));
    NormTape tape = new NormTape(x.columns());
    tape.resize(x.rows());
    System.arraycopy(x.values(), 0, tape.input.values(), 0, x.toArray().length);
    Matrix d = matrix(golden, "upstream.y");
    Cut cut = new Cut(x.rows(), 2);
    WORKERS.run(1, (_, s) -> norm.forward(s, tape, 0, x.rows()));
    norm.begin(cut);
    WORKERS.run(cut.count(), (block, s) -> norm.backward(s, tape, cut, block, d));
    norm.end(cut);
    golden.checkFloats("y", tape.output.toArray());
    golden.checkFloats("grad.x", d.toArray());
    golden.checkFloats("grad.gamma", gamma.gradients());
    golden.checkFloats("grad.beta", beta.gradients());
  }

  static Stream<TrainingGolden> gelu() throws IOException {
    return TrainingGolden.layers("gelu_erf", "gelu_tanh");
  }

  @ParameterizedTest
  @MethodSource
  void gelu(TrainingGolden golden) {
    HiddenActivation kind =
        golden.op().equals("gelu_erf") ? HiddenActivation.GELU_ERF : HiddenActivation.GELU_TANH;
    float[] x = golden.floats("x");
    Matrix values = Matrix.of(x, x.length);
    Matrix gradients = Matrix.of(golden.floats("upstream.y"), x.length);
    WORKERS.run(
        1,
        (_, s) -> {
          for (int at = 0; at < x.length; at += PackedMatrix.PANEL) {
            int columns = Math.min(PackedMatrix.PANEL, x.length - at);
            s.second.load(values, 0, 1, at, columns);
            s.strip.load(gradients, 0, 1, at, columns);
            new Activation(kind).backward(s.second, s.strip);
            s.second.store(values, 0, at, columns);
            s.strip.store(gradients, 0, at, columns);
          }
        });
    golden.checkFloats("y", values.toArray());
    golden.checkFloats("grad.x", gradients.toArray());
  }

  static Stream<TrainingGolden> attention() throws IOException {
    return TrainingGolden.layers("attention");
  }

  @ParameterizedTest
  @MethodSource
  void attention(TrainingGolden golden) {
    int h = golden.shape("q")[1];
    int heads = golden.integer("heads");
    SelfAttention attention = new SelfAttention(config(h, heads, h, 1));
    Matrix queryKeyValue = sideBySide(golden, "q", "k", "v");
    Matrix context = new Matrix(h);
    context.resize(queryKeyValue.rows());
    Matrix d = new Matrix(3 * h);
    d.resize(queryKeyValue.rows());
    int[] offsets = offsets(golden);
    Matrix upstream = matrix(golden, "upstream.y");
    WORKERS.run(
        (offsets.length - 1) * heads,
        (task, s) -> {
          int start = offsets[task / heads];
          int length = offsets[task / heads + 1] - start;
          Head head = new Head(start, length, task % heads * (h / heads));
          attention.forward(s, queryKeyValue, head, context);
          attention.backward(s, queryKeyValue, head, upstream, d);
        });
    golden.checkFloats("y", context.toArray());
    golden.checkFloats("grad.q", columns(d, 0, h));
    golden.checkFloats("grad.k", columns(d, h, h));
    golden.checkFloats("grad.v", columns(d, 2 * h, h));
  }

  static Stream<TrainingGolden> embedding() throws IOException {
    return TrainingGolden.layers("embedding_sum");
  }

  /// The reference has tokens of type 1 too: its two rows of gradients are one of ours.
  @ParameterizedTest
  @MethodSource
  void embedding(TrainingGolden golden) {
    int h = golden.shape("word")[1];
    Parameter words = parameter(golden, "word");
    Parameter positions = parameter(golden, "position");
    Parameter types = parameter(golden, "type");
    ModelConfig config =
        new ModelConfig(
            "bert",
            h,
            1,
            1,
            h,
            golden.shape("word")[0],
            golden.shape("position")[0],
            golden.shape("type")[0],
            1e-12,
            HiddenActivation.GELU_ERF,
            golden.has("padding_index") ? golden.integer("padding_index") : 1_000,
            true);
    Parameter ones = new Parameter("LayerNorm.weight", new float[h]);
    Embeddings embeddings =
        new Embeddings(
            config, words, positions, Optional.of(types), new LayerNorm(ones, ones, 1e-12));
    Tape tape = new Tape(config);
    tape.begin(batch(golden.ints("ids"), golden.ints("positions")));
    embeddings.forward(WORKERS, tape);
    float[] sum = tape.embeddings.input.toArray();
    int[] typeOf = golden.ints("types");
    for (int row = 0; row < typeOf.length; row++) {
      for (int i = 0; i < h; i++) {
        sum[row * h + i] += types.values()[typeOf[row] * h + i] - types.values()[i];
      }
    }
    golden.checkFloats("y", sum);

    embeddings.addGradients(WORKERS, tape.batch(), matrix(golden, "upstream.y"));
    golden.checkFloats("grad.word", words.gradients());
    golden.checkFloats("grad.position", positions.gradients());
    double[] ofTypes = golden.doubles("grad.type");
    for (int i = 0; i < h; i++) {
      assertEquals(ofTypes[i] + ofTypes[h + i], types.gradients()[i], 1e-5, "i=" + i);
      assertEquals(0, types.gradients()[h + i]);
    }
  }

  static Stream<TrainingGolden> encoderLayer() throws IOException {
    return TrainingGolden.layers("encoder_layer");
  }

  @ParameterizedTest
  @MethodSource
  void encoderLayer(TrainingGolden golden) {
    int h = golden.shape("x")[1];
    int heads = golden.integer("heads");
    double eps = golden.number("eps");
    ModelConfig config = config(h, heads, golden.shape("ffn_in.bias")[0], 1);
    Linear.Part query = part(golden, "query.");
    Linear.Part key = part(golden, "key.");
    Linear.Part value = part(golden, "value.");
    Linear.Part output = part(golden, "attention_out.");
    Linear.Part inner = part(golden, "ffn_in.");
    Linear.Part outer = part(golden, "ffn_out.");
    List<Parameter> norms =
        Stream.of("attention_norm.gamma", "attention_norm.beta", "ffn_norm.gamma", "ffn_norm.beta")
            .map(name -> parameter(golden, name))
            .toList();
    EncoderLayer layer =
        new EncoderLayer(
            heads,
            new Linear(query, key, value),
            new SelfAttention(config),
            new Linear(output),
            new LayerNorm(norms.get(0), norms.get(1), eps),
            new FeedForward(
                new Linear(inner), new Activation(HiddenActivation.GELU_ERF), new Linear(outer)),
            new LayerNorm(norms.get(2), norms.get(3), eps));
    layer.refresh(WORKERS);
    TokenBatch batch = batch(offsets(golden));
    Matrix x = matrix(golden, "x");
    LayerTape tape = new LayerTape(config);
    tape.resize(x.rows());
    Gradients d = new Gradients(config);
    d.resize(x.rows());
    Matrix upstream = matrix(golden, "upstream.y");
    System.arraycopy(upstream.values(), 0, d.hidden.values(), 0, upstream.toArray().length);
    layer.forward(WORKERS, batch, x, tape);
    golden.checkFloats("after_attention", tape.attention.output.toArray());
    golden.checkFloats("y", tape.output.output.toArray());
    layer.backward(WORKERS, batch, x, tape, d);
    golden.checkFloats("grad.x", d.hidden.toArray());
    check(golden, "query.", query);
    check(golden, "key.", key);
    check(golden, "value.", value);
    check(golden, "attention_out.", output);
    check(golden, "ffn_in.", inner);
    check(golden, "ffn_out.", outer);
    norms.forEach(norm -> golden.checkFloats("grad." + norm.name(), norm.gradients()));
  }

  static Stream<TrainingGolden> transform() throws IOException {
    return TrainingGolden.layers("mlm_transform");
  }

  @ParameterizedTest
  @MethodSource
  void transform(TrainingGolden golden) {
    int h = golden.shape("x")[1];
    Linear.Part part = part(golden, "");
    Parameter gamma = parameter(golden, "gamma");
    Parameter beta = parameter(golden, "beta");
    LanguageModelHead head =
        new LanguageModelHead(
            new Linear(part),
            new Activation(HiddenActivation.GELU_ERF),
            new LayerNorm(gamma, beta, golden.number("eps")),
            new Parameter("decoder", new float[h]),
            new Parameter("bias", new float[1]));
    head.refresh(WORKERS);
    ModelConfig config = config(h, 1, h, 1);
    Tape tape = new Tape(config);
    Matrix x = matrix(golden, "x");
    tape.begin(batch(new int[] {0, x.rows()}));
    System.arraycopy(x.values(), 0, tape.hidden().values(), 0, x.toArray().length);
    head.transform(WORKERS, tape);
    golden.checkFloats("y", tape.head.norm.output.toArray());
    Gradients d = new Gradients(config);
    d.resize(x.rows());
    Matrix upstream = matrix(golden, "upstream.y");
    System.arraycopy(upstream.values(), 0, d.middle.values(), 0, upstream.toArray().length);
    head.backward(WORKERS, tape, d);
    golden.checkFloats("grad.x", d.hidden.toArray());
    golden.checkFloats("grad.gamma", gamma.gradients());
    golden.checkFloats("grad.beta", beta.gradients());
    check(golden, "", part);
  }

  static Stream<TrainingGolden> maxPooling() throws IOException {
    return TrainingGolden.layers("mlm_head_max_pool");
  }

  @ParameterizedTest
  @MethodSource
  void maxPooling(TrainingGolden golden) {
    int h = golden.shape("x")[1];
    int v = golden.shape("bias")[0];
    Parameter decoder = parameter(golden, "embedding");
    Parameter bias = parameter(golden, "bias");
    Parameter unused = new Parameter("unused", new float[h]);
    LanguageModelHead head =
        new LanguageModelHead(
            new Linear(new Linear.Part(new Parameter("unused", new float[h * h]), unused)),
            new Activation(HiddenActivation.GELU_ERF),
            new LayerNorm(unused, unused, 1),
            decoder,
            bias);
    head.refresh(WORKERS);
    ModelConfig config = config(h, 1, h, v);
    Tape tape = new Tape(config);
    tape.begin(batch(offsets(golden)));
    head.transform(WORKERS, tape);
    Matrix x = matrix(golden, "x");
    System.arraycopy(x.values(), 0, tape.head.norm.output.values(), 0, x.toArray().length);
    head.maxima(WORKERS, tape);
    boolean isDouble = (Boolean) golden.params().get("double_log");
    SparseOutput output =
        new SparseOutput(
            head, isDouble ? SpladeActivation.LOG1P_LOG1P_RELU : SpladeActivation.LOG1P_RELU);
    SparseRows vectors = new Saturation(output.activation()).forward(tape.head.logits());
    golden.checkFloats("pooled", stack(tape.head.logits()));
    int[] argmax = golden.ints("argmax");
    double[] upstream = golden.doubles("upstream.y");
    LanguageModelHead.Active[] active = new LanguageModelHead.Active[vectors.rows()];
    double[] y = new double[argmax.length];
    for (int text = 0; text < vectors.rows(); text++) {
      System.arraycopy(vectors.denseRow(text), 0, y, text * v, v);
      int[] ids = new int[vectors.end(text) - vectors.start(text)];
      float[] gradients = new float[ids.length];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = vectors.id(vectors.start(text) + i);
        int row = tape.head.rows(text)[ids[i]];
        assertEquals(argmax[text * v + ids[i]], row - tape.batch().start(text), golden.name());
        double slope =
            new Saturation(output.activation()).slope(tape.head.logits().get(text)[ids[i]]);
        gradients[i] = (float) (upstream[text * v + ids[i]] * slope);
      }
      active[text] = new LanguageModelHead.Active(ids, gradients);
    }
    golden.checkFloats("y", y);
    if (golden.params().get("ties").equals("first")) {
      Matrix d = new Matrix(h);
      d.resize(x.rows());
      head.scatter(WORKERS, tape, active, d);
      golden.checkFloats("grad.x", d.toArray());
      golden.checkFloats("grad.embedding", decoder.gradients());
      golden.checkFloats("grad.bias", bias.gradients());
    }
  }

  static Stream<TrainingGolden> densePooling() throws IOException {
    return TrainingGolden.layers("dense_pooling");
  }

  @ParameterizedTest
  @MethodSource
  void densePooling(TrainingGolden golden) {
    Matrix x = matrix(golden, "x");
    int h = x.columns();
    ModelConfig config = config(h, 1, h, 1);
    boolean isMean = golden.params().get("pooling").equals("mean");
    boolean isNormalised = (Boolean) golden.params().get("normalise");
    DenseOutput output =
        new DenseOutput(
            new PoolingConfig.Dense(isMean ? TokenPooling.MEAN : TokenPooling.CLS, isNormalised),
            h);
    Tape tape = new Tape(config);
    tape.begin(batch(offsets(golden)));
    System.arraycopy(x.values(), 0, tape.hidden().values(), 0, x.toArray().length);
    SparseRows vectors = output.forward(WORKERS, tape);
    double[] upstream = golden.doubles("upstream.y");
    double[] y = new double[upstream.length];
    for (int text = 0; text < vectors.rows(); text++) {
      System.arraycopy(vectors.denseRow(text), 0, y, text * h, h);
    }
    golden.checkFloats("y", y);
    for (int e = 0; e < vectors.size(); e++) {
      vectors.addGradient(e, upstream[e]);
    }
    Gradients d = new Gradients(config);
    d.resize(x.rows());
    output.backward(WORKERS, tape, vectors, 0, d);
    golden.checkFloats("grad.x", d.hidden.toArray());
  }

  static Stream<TrainingGolden> padded() throws IOException {
    return TrainingGolden.layers("attention_padded");
  }

  /// Padding that a mask hides is as good as no padding.
  @ParameterizedTest
  @MethodSource
  void padded(TrainingGolden golden) throws IOException {
    TrainingGolden ragged =
        TrainingGolden.layers("attention").filter(c -> c.name().equals("ragged")).findFirst().get();
    int[] offsets = offsets(ragged);
    for (String tensor : List.of("q", "y", "grad.q", "grad.k", "grad.v")) {
      double[] expected = ragged.doubles(tensor);
      double[] found = unpad(golden, tensor, offsets);
      assertArrayEquals(expected, found, 1e-6, tensor);
    }
  }

  private static double[] unpad(TrainingGolden golden, String tensor, int[] offsets) {
    int[] shape = golden.shape(tensor);
    int h = shape[shape.length - 1];
    int longest = shape[1];
    double[] all = golden.doubles(tensor);
    double[] rows = new double[offsets[offsets.length - 1] * h];
    for (int text = 0; text + 1 < offsets.length; text++) {
      int size = (offsets[text + 1] - offsets[text]) * h;
      System.arraycopy(all, text * longest * h, rows, offsets[text] * h, size);
    }
    return rows;
  }

  private static ModelConfig config(int h, int heads, int f, int v) {
    return new ModelConfig(
        "bert", h, 1, heads, f, v, 512, 2, 1e-12, HiddenActivation.GELU_ERF, 0, true);
  }

  private static Matrix matrix(TrainingGolden golden, String tensor) {
    return Matrix.of(golden.floats(tensor), golden.shape(tensor)[1]);
  }

  private static Parameter parameter(TrainingGolden golden, String name) {
    return new Parameter(name, golden.floats(name));
  }

  private static Linear.Part part(TrainingGolden golden, String prefix) {
    return new Linear.Part(
        parameter(golden, prefix + "weight"), parameter(golden, prefix + "bias"));
  }

  private static void check(TrainingGolden golden, String prefix, Linear.Part part) {
    golden.checkFloats("grad." + prefix + "weight", part.weight().gradients());
    golden.checkFloats("grad." + prefix + "bias", part.bias().gradients());
  }

  private static int[] offsets(TrainingGolden golden) {
    return ((List<?>) golden.params().get("offsets"))
        .stream().mapToInt(offset -> (Integer) offset).toArray();
  }

  private static TokenBatch batch(int[] offsets) {
    int[][] texts = new int[offsets.length - 1][];
    Arrays.setAll(texts, text -> new int[offsets[text + 1] - offsets[text]]);
    return TokenBatch.of(texts);
  }

  /// Texts begin where positions do.
  private static TokenBatch batch(int[] ids, int[] positions) {
    int[][] texts = new int[(int) Arrays.stream(positions).filter(p -> p == 0).count()][];
    int text = 0;
    for (int start = 0, end; start < ids.length; start = end) {
      for (end = start + 1; end < ids.length && positions[end] > 0; ) {
        end++;
      }
      texts[text++] = Arrays.copyOfRange(ids, start, end);
    }
    return TokenBatch.of(texts);
  }

  private static Matrix sideBySide(TrainingGolden golden, String... tensors) {
    int h = golden.shape(tensors[0])[1];
    Matrix all = new Matrix(tensors.length * h);
    all.resize(golden.shape(tensors[0])[0]);
    for (int t = 0; t < tensors.length; t++) {
      float[] values = golden.floats(tensors[t]);
      for (int row = 0; row < all.rows(); row++) {
        System.arraycopy(values, row * h, all.values(), all.offset(row) + t * h, h);
      }
    }
    return all;
  }

  private static float[] columns(Matrix m, int column, int columns) {
    float[] part = new float[m.rows() * columns];
    for (int row = 0; row < m.rows(); row++) {
      System.arraycopy(m.values(), m.offset(row) + column, part, row * columns, columns);
    }
    return part;
  }

  private static float[] stack(List<float[]> rows) {
    float[] all = new float[rows.size() * rows.getFirst().length];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, all, i * rows.getFirst().length, rows.get(i).length);
    }
    return all;
  }
}
