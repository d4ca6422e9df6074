package dev.tern.bench.peers;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A computation in the format of ONNX, put together node by node.
///
/// Values have names; every method that makes one returns its name. Field numbers are those of
/// `onnx.proto` (ONNX IR version 8). A file must stay below 2 GiB.
final class OnnxGraph {
  private static final int IR_VERSION = 8;
  private static final int OPERATOR_SET = 17;

  // TensorProto.DataType
  static final int FLOAT = 1;
  static final int INT8 = 3;
  static final int INT32 = 6;
  static final int INT64 = 7;

  private final ProtobufMessage graph = new ProtobufMessage().text(2, "encoder");
  private final Set<String> tensors = new HashSet<>();
  private int nodes;

  /// A named setting of a node.
  ///
  /// @param message the AttributeProto
  record Attribute(ProtobufMessage message) {
    static Attribute of(String name, long value) {
      return new Attribute(new ProtobufMessage().text(1, name).integer(3, value).integer(20, 2));
    }

    static Attribute of(String name, float value) {
      return new Attribute(new ProtobufMessage().text(1, name).float32(2, value).integer(20, 1));
    }

    static Attribute of(String name, List<Long> values) {
      ProtobufMessage message = new ProtobufMessage().text(1, name);
      values.forEach(value -> message.integer(8, value));
      return new Attribute(message.integer(20, 7));
    }
  }

  /// A matrix of integers with two dimensions that are known only when it runs.
  String input(String name, int type, String rows, String columns) {
    ProtobufMessage shape =
        new ProtobufMessage()
            .message(1, new ProtobufMessage().text(2, rows))
            .message(1, new ProtobufMessage().text(2, columns));
    graph.message(11, value(name, new ProtobufMessage().integer(1, type).message(2, shape)));
    return name;
  }

  /// Makes a value the answer, of float32.
  void output(String name) {
    graph.message(12, value(name, new ProtobufMessage().integer(1, FLOAT)));
  }

  private static ProtobufMessage value(String name, ProtobufMessage tensorType) {
    return new ProtobufMessage()
        .text(1, name)
        .message(2, new ProtobufMessage().message(1, tensorType));
  }

  /// A constant of float32; a scalar without dimensions.
  String floats(String name, float[] values, long... dimensions) {
    return tensor(name, FLOAT, dimensions, tensor -> tensor.floats(9, values));
  }

  String int8(String name, byte[] values, long... dimensions) {
    return tensor(name, INT8, dimensions, tensor -> tensor.bytes(9, values));
  }

  /// A vector of int64.
  String int64(String name, long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    long[] dimensions = {values.length};
    return tensor(name, INT64, dimensions, tensor -> tensor.bytes(9, bytes.array()));
  }

  private interface Data {
    void add(ProtobufMessage tensor);
  }

  /// The first of a name wins.
  private String tensor(String name, int type, long[] dimensions, Data data) {
    if (tensors.add(name)) {
      ProtobufMessage tensor = new ProtobufMessage();
      for (long dimension : dimensions) {
        tensor.integer(1, dimension);
      }
      data.add(tensor.integer(2, type).text(8, name));
      graph.message(5, tensor);
    }
    return name;
  }

  /// The output of an operator of ONNX itself.
  String node(String operator, List<String> inputs, Attribute... attributes) {
    return nodes("", operator, 1, inputs, attributes).getFirst();
  }

  /// The output of an operator that ONNX Runtime adds.
  String microsoft(String operator, List<String> inputs, Attribute... attributes) {
    return nodes("com.microsoft", operator, 1, inputs, attributes).getFirst();
  }

  /// All outputs of an operator.
  List<String> nodes(
      String domain, String operator, int outputs, List<String> inputs, Attribute... attributes) {
    String name = operator + "-" + nodes++;
    List<String> names = new ArrayList<>();
    ProtobufMessage node = new ProtobufMessage();
    inputs.forEach(input -> node.text(1, input));
    for (int i = 0; i < outputs; i++) {
      names.add(name + "-" + i);
      node.text(2, names.getLast());
    }
    node.text(3, name).text(4, operator);
    for (Attribute attribute : attributes) {
      node.message(5, attribute.message);
    }
    graph.message(1, node.text(7, domain));
    return List.copyOf(names);
  }

  /// Writes the file.
  void write(Path file) throws IOException {
    ProtobufMessage model =
        new ProtobufMessage()
            .integer(1, IR_VERSION)
            .message(7, graph)
            .message(8, new ProtobufMessage().text(1, "").integer(2, OPERATOR_SET))
            .message(8, new ProtobufMessage().text(1, "com.microsoft").integer(2, 1));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      model.writeTo(out);
    }
  }
}
