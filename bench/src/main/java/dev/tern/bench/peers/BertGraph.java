package dev.tern.bench.peers;

import dev.tern.bench.peers.LinearGraph.Layer;
import dev.tern.bench.peers.OnnxGraph.Attribute;
import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.ModelConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes BERT with what follows it as an ONNX graph: `ids` and `mask`, both [B x S] of int64, to
/// `vectors`, [B x V] or [B x H]. Texts that are shorter than S are padded, and masked there.
public final class BertGraph {
  private final BertWeights weights;
  private final ModelConfig config;
  private final GraphStyle style;
  private final OnnxGraph graph = new OnnxGraph();
  private final LinearGraph linear;
  private final String ids;
  private final String mask;

  private BertGraph(BertWeights weights, GraphStyle style) {
    this.weights = weights;
    this.config = weights.config();
    this.style = style;
    this.linear = new LinearGraph(graph, style == GraphStyle.INT8);
    this.ids = graph.input("ids", OnnxGraph.INT64, "batch", "tokens");
    this.mask = graph.input("mask", OnnxGraph.INT64, "batch", "tokens");
  }

  /// Writes a SPLADE model: `ln(1 + max(0, max over the tokens of the logits))`.
  public static void writeSparse(
      Checkpoint checkpoint, ModelConfig config, GraphStyle style, Path file) throws IOException {
    BertGraph bert = new BertGraph(BertWeights.of(checkpoint, config), style);
    bert.finish(bert.sparse(bert.transformer()), file);
  }

  /// Writes a model for dense vectors: the mean over the tokens, divided by its Euclidean length.
  public static void writeDense(
      Checkpoint checkpoint, ModelConfig config, GraphStyle style, Path file) throws IOException {
    BertGraph bert = new BertGraph(BertWeights.of(checkpoint, config), style);
    bert.finish(bert.dense(bert.transformer()), file);
  }

  private void finish(String vectors, Path file) throws IOException {
    graph.output(vectors);
    graph.write(file);
  }

  private String transformer() throws CheckpointException {
    String x = embeddings();
    AttentionGraph attention = new AttentionGraph(graph, linear, config, style, mask);
    int h = config.hiddenSize();
    int f = config.intermediateSize();
    for (int i = 0; i < config.layers(); i++) {
      String name = weights.prefix() + "encoder.layer." + i;
      String context = attention.forward(x, weights, name + ".attention.self");
      x = addNorm(context, layer(name + ".attention.output.dense", h, h), x, sibling(name, true));
      String y = gelu(x, layer(name + ".intermediate.dense", f, h));
      x = addNorm(y, layer(name + ".output.dense", h, f), x, sibling(name, false));
    }
    return x;
  }

  private static String sibling(String layer, boolean attention) {
    return layer + (attention ? ".attention" : "") + ".output.LayerNorm";
  }

  private Layer layer(String name, int outputs, int inputs) throws CheckpointException {
    return Layer.read(weights, name, outputs, inputs);
  }

  private String embeddings() throws CheckpointException {
    int h = config.hiddenSize();
    int types = config.typeVocabularySize();
    String words = graph.floats("words", weights.words(), config.vocabularySize(), h);
    float[] table = weights.read("embeddings.position_embeddings.weight", config.maxPositions(), h);
    String positions = graph.floats("positions", table, config.maxPositions(), h);
    float[] typeTable = weights.read("embeddings.token_type_embeddings.weight", types, h);
    String type = graph.floats("type", Arrays.copyOf(typeTable, h), h);
    String zero = graph.int64("0", 0);
    String shape = graph.node("Shape", List.of(ids));
    String length = graph.node("Slice", List.of(shape, graph.int64("1", 1), graph.int64("2", 2)));
    String used = graph.node("Slice", List.of(positions, zero, length, zero));
    String typed = graph.node("Add", List.of(graph.node("Gather", List.of(words, ids)), type));
    return norm(graph.node("Add", List.of(typed, used)), weights.prefix() + "embeddings.LayerNorm");
  }

  private String norm(String x, String name) throws CheckpointException {
    List<String> inputs = new ArrayList<>(List.of(x));
    inputs.addAll(scaleAndShift(name));
    return graph.node("LayerNormalization", inputs, Attribute.of("axis", -1), epsilon());
  }

  private List<String> scaleAndShift(String name) throws CheckpointException {
    int h = config.hiddenSize();
    return List.of(
        graph.floats(name + ".scale", weights.norm(name, true), h),
        graph.floats(name + ".shift", weights.norm(name, false), h));
  }

  private Attribute epsilon() {
    return Attribute.of("epsilon", (float) config.layerNormEps());
  }

  /// `LayerNorm(residual + x W^T + b)`.
  private String addNorm(String x, Layer layer, String residual, String norm)
      throws CheckpointException {
    if (style == GraphStyle.PLAIN) {
      return norm(graph.node("Add", List.of(linear.forward(x, layer), residual)), norm);
    }
    List<String> inputs = new ArrayList<>(List.of(linear.product(x, layer), residual));
    inputs.addAll(scaleAndShift(norm));
    inputs.add(linear.bias(layer));
    return graph.microsoft("SkipLayerNormalization", inputs, epsilon());
  }

  /// `GELU(x W^T + b)` with the error function.
  private String gelu(String x, Layer layer) {
    if (style != GraphStyle.PLAIN) {
      return graph.microsoft("BiasGelu", List.of(linear.product(x, layer), linear.bias(layer)));
    }
    String y = linear.forward(x, layer);
    String root = graph.floats("root of 2", new float[] {(float) Math.sqrt(2)});
    String erf = graph.node("Erf", List.of(graph.node("Div", List.of(y, root))));
    String sum = graph.node("Add", List.of(erf, one()));
    String product = graph.node("Mul", List.of(y, sum));
    return graph.node("Mul", List.of(product, graph.floats("half", new float[] {0.5f})));
  }

  private String one() {
    return graph.floats("one", new float[] {1});
  }

  private String sparse(String hidden) throws CheckpointException {
    int h = config.hiddenSize();
    int v = config.vocabularySize();
    String prefix = "cls.predictions.";
    String x = gelu(hidden, layer(prefix + "transform.dense", h, h));
    x = norm(x, prefix + "transform.LayerNorm");
    float[] bias = weights.checkpoint().read(prefix + "bias", v);
    Layer decoder = new Layer("decoder", weights.decoder(), bias);
    if (style == GraphStyle.PLAIN) {
      String masked =
          graph.node("Mul", List.of(activation(linear.forward(x, decoder)), maskOfTokens()));
      return maximum(masked);
    }
    // A masked token becomes a copy of [CLS]: the maximum does not notice, and H values for each
    // are written and not V.
    String first =
        graph.node(
            "Slice", List.of(x, graph.int64("0", 0), graph.int64("1", 1), graph.int64("1", 1)));
    x = graph.node("Where", List.of(isToken(), x, first));
    // The bias is added after the maximum, which is the same.
    String max = maximum(linear.product(x, decoder));
    return activation(graph.node("Add", List.of(max, linear.bias(decoder))));
  }

  private String activation(String logits) {
    String positive = graph.node("Relu", List.of(logits));
    return graph.node("Log", List.of(graph.node("Add", List.of(positive, one()))));
  }

  private String maximum(String x) {
    return graph.node(
        "ReduceMax", List.of(x), Attribute.of("axes", List.of(1L)), Attribute.of("keepdims", 0));
  }

  private String isToken() {
    String isToken = graph.node("Cast", List.of(mask), Attribute.of("to", 9));
    return graph.node("Unsqueeze", List.of(isToken, graph.int64("-1", -1)));
  }

  /// [B x S x 1] of float32.
  private String maskOfTokens() {
    String floats = graph.node("Cast", List.of(mask), Attribute.of("to", OnnxGraph.FLOAT));
    return graph.node("Unsqueeze", List.of(floats, graph.int64("-1", -1)));
  }

  private String dense(String hidden) {
    String tokens = maskOfTokens();
    String axis = graph.int64("1", 1);
    Attribute drop = Attribute.of("keepdims", 0);
    String sum =
        graph.node("ReduceSum", List.of(graph.node("Mul", List.of(hidden, tokens)), axis), drop);
    String mean =
        graph.node("Div", List.of(sum, graph.node("ReduceSum", List.of(tokens, axis), drop)));
    String length = graph.node("ReduceL2", List.of(mean), Attribute.of("axes", List.of(1L)));
    String least = graph.floats("least", new float[] {1e-12f});
    return graph.node("Div", List.of(mean, graph.node("Max", List.of(length, least))));
  }
}
