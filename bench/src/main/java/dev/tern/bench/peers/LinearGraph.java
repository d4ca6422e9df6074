package dev.tern.bench.peers;

import dev.tern.bench.peers.OnnxGraph.Attribute;
import dev.tern.encoder.checkpoint.CheckpointException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The linear layers of a graph, in float32 or in int8.
///
/// In int8 the weight of output `o` is `w_o = round(127 W_o / max|W_o|)`, the input is quantised by
/// `DynamicQuantizeLinear` (once, however many layers read it), and the product of integers is
/// scaled by both. ONNX Runtime makes one kernel of that when it loads the graph.
final class LinearGraph {
  private static final int LARGEST = 127;

  private final OnnxGraph graph;
  private final boolean int8;
  private final Map<String, List<String>> quantized = new HashMap<>();

  LinearGraph(OnnxGraph graph, boolean int8) {
    this.graph = graph;
    this.int8 = int8;
  }

  /// A matrix [outputs x inputs] with its bias [outputs].
  static final class Layer {
    final String name;
    final float[] weight;
    final float[] bias;
    final int outputs;
    final int inputs;

    Layer(String name, float[] weight, float[] bias) {
      this.name = name;
      this.weight = weight;
      this.bias = bias;
      this.outputs = bias.length;
      this.inputs = weight.length / bias.length;
    }

    static Layer read(BertWeights weights, String name, int outputs, int inputs)
        throws CheckpointException {
      return new Layer(
          name,
          weights.checkpoint().read(name + ".weight", outputs, inputs),
          weights.checkpoint().read(name + ".bias", outputs));
    }
  }

  /// `x W^T + b`.
  String forward(String x, Layer layer) {
    return graph.node("Add", List.of(product(x, layer), bias(layer)));
  }

  String bias(Layer layer) {
    return graph.floats(layer.name + ".bias", layer.bias, layer.outputs);
  }

  /// `x W^T`.
  String product(String x, Layer layer) {
    return int8 ? integerProduct(x, layer) : graph.node("MatMul", List.of(x, transposed(layer)));
  }

  /// The weight as [inputs x outputs].
  String transposed(Layer layer) {
    return graph.floats(
        layer.name + ".transposed",
        BertWeights.transposed(layer.weight, layer.outputs, layer.inputs),
        layer.inputs,
        layer.outputs);
  }

  private String integerProduct(String x, Layer layer) {
    byte[] weight = new byte[layer.weight.length];
    float[] scales = new float[layer.outputs];
    for (int o = 0; o < layer.outputs; o++) {
      scales[o] = quantize(layer, o, weight);
    }
    String integers = graph.int8(layer.name + ".int8", weight, layer.inputs, layer.outputs);
    String scale = graph.floats(layer.name + ".scale", scales, layer.outputs);
    String zero = graph.int8("zero", new byte[1]);
    List<String> input =
        quantized.computeIfAbsent(
            x, name -> graph.nodes("", "DynamicQuantizeLinear", 3, List.of(name)));
    String sums = graph.node("MatMulInteger", List.of(input.get(0), integers, input.get(2), zero));
    String floats = graph.node("Cast", List.of(sums), Attribute.of("to", OnnxGraph.FLOAT));
    return graph.node("Mul", List.of(floats, graph.node("Mul", List.of(input.get(1), scale))));
  }

  /// Writes column `o` of the transposed integers and returns its scale.
  private static float quantize(Layer layer, int o, byte[] weight) {
    float largest = Float.MIN_NORMAL;
    for (int i = 0; i < layer.inputs; i++) {
      largest = Math.max(largest, Math.abs(layer.weight[o * layer.inputs + i]));
    }
    float scale = largest / LARGEST;
    for (int i = 0; i < layer.inputs; i++) {
      weight[i * layer.outputs + o] = (byte) Math.rint(layer.weight[o * layer.inputs + i] / scale);
    }
    return scale;
  }
}
