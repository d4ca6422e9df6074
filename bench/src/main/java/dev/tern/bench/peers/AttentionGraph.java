package dev.tern.bench.peers;

import dev.tern.bench.peers.LinearGraph.Layer;
import dev.tern.bench.peers.OnnxGraph.Attribute;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.ModelConfig;
import java.util.Arrays;
import java.util.List;

/// Self-attention of a graph: `softmax(Q K^T / sqrt(D) + what masks) V` for each head.
final class AttentionGraph {
  /// What is added to scores of masked tokens, as Hugging Face did it for long.
  private static final float MASKED = -10_000;

  private final OnnxGraph graph;
  private final LinearGraph linear;
  private final ModelConfig config;
  private final GraphStyle style;
  private final String mask;

  /// @param mask of the tokens, [B x S] of int64, 0 where there is none
  AttentionGraph(
      OnnxGraph graph, LinearGraph linear, ModelConfig config, GraphStyle style, String mask) {
    this.graph = graph;
    this.linear = linear;
    this.config = config;
    this.style = style;
    this.mask = style == GraphStyle.PLAIN ? additive(mask) : integers(mask);
  }

  private String integers(String tokens) {
    return graph.node("Cast", List.of(tokens), Attribute.of("to", OnnxGraph.INT32));
  }

  /// [B x 1 x 1 x S], 0 for a token.
  private String additive(String tokens) {
    String floats = graph.node("Cast", List.of(tokens), Attribute.of("to", OnnxGraph.FLOAT));
    String wide = graph.node("Unsqueeze", List.of(floats, graph.int64("1,2", 1, 2)));
    String no = graph.node("Sub", List.of(graph.floats("one", new float[] {1}), wide));
    return graph.node("Mul", List.of(no, graph.floats("masked", new float[] {MASKED})));
  }

  /// The context [B x S x H].
  ///
  /// @param name of the layer's tensors, without what follows `self`
  String forward(String x, BertWeights weights, String name) throws CheckpointException {
    int h = config.hiddenSize();
    Layer query = Layer.read(weights, name + ".query", h, h);
    Layer key = Layer.read(weights, name + ".key", h, h);
    Layer value = Layer.read(weights, name + ".value", h, h);
    return switch (style) {
      case PLAIN -> plain(x, query, key, value);
      case FUSED -> fused(x, joined(name, query, key, value));
      case INT8 -> int8(x, query, key, value);
    };
  }

  private String fused(String x, Layer joined) {
    return graph.microsoft(
        "Attention",
        List.of(x, linear.transposed(joined), linear.bias(joined), mask),
        Attribute.of("num_heads", config.heads()));
  }

  /// One layer of 3 H outputs.
  private static Layer joined(String name, Layer... layers) {
    int h = layers[0].inputs;
    float[] weight = new float[layers.length * h * h];
    float[] bias = new float[layers.length * h];
    for (int i = 0; i < layers.length; i++) {
      System.arraycopy(layers[i].weight, 0, weight, i * h * h, h * h);
      System.arraycopy(layers[i].bias, 0, bias, i * h, h);
    }
    return new Layer(name, weight, bias);
  }

  private String int8(String x, Layer query, Layer key, Layer value) {
    return graph.microsoft(
        "MultiHeadAttention",
        List.of(
            linear.forward(x, query), linear.forward(x, key), linear.forward(x, value), "", mask),
        Attribute.of("num_heads", config.heads()));
  }

  private String plain(String x, Layer query, Layer key, Layer value) {
    String q = heads(linear.forward(x, query), 0, 2, 1, 3);
    String k = heads(linear.forward(x, key), 0, 2, 3, 1);
    String v = heads(linear.forward(x, value), 0, 2, 1, 3);
    float root = (float) Math.sqrt(config.headSize());
    String scores =
        graph.node(
            "Div",
            List.of(
                graph.node("MatMul", List.of(q, k)),
                graph.floats("root of D", new float[] {root})));
    String p =
        graph.node(
            "Softmax", List.of(graph.node("Add", List.of(scores, mask))), Attribute.of("axis", -1));
    String context = transpose(graph.node("MatMul", List.of(p, v)), 0, 2, 1, 3);
    return graph.node(
        "Reshape", List.of(context, graph.int64("context", 0, 0, config.hiddenSize())));
  }

  /// [B x S x H] as [B x S x A x D] with its dimensions in another order.
  private String heads(String x, long... order) {
    String shape = graph.int64("heads", 0, 0, config.heads(), config.headSize());
    return transpose(graph.node("Reshape", List.of(x, shape)), order);
  }

  private String transpose(String x, long... order) {
    List<Long> permutation = Arrays.stream(order).boxed().toList();
    return graph.node("Transpose", List.of(x), Attribute.of("perm", permutation));
  }
}
