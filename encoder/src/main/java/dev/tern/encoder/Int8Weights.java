package dev.tern.encoder;

import dev.tern.encoder.ModelConversion.Progress;
import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.SafetensorsWriter;
import dev.tern.encoder.checkpoint.SafetensorsWriter.Tensor;
import dev.tern.encoder.checkpoint.TransformerSide;
import dev.tern.encoder.model.LargeMatrices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The weights of a checkpoint with the large matrices in int8: a matrix NAME becomes the tensors
/// NAME, of type I8, and NAME`_scale`, of type F32, as [Int8Matrix] defines them; what else is in
/// the checkpoint becomes F32.
final class Int8Weights {
  /// Types of tensors that are weights.
  static final Set<String> FLOATS = Set.of("F32", "F16", "BF16", "F64");

  private final Checkpoint checkpoint;
  private final Set<String> matrices;

  /// @param checkpoint stays open as long as this is used
  /// @throws CheckpointException if the large matrices are in int8 already
  Int8Weights(Checkpoint checkpoint, TransformerSide side) throws IOException {
    this.checkpoint = checkpoint;
    this.matrices = LargeMatrices.names(checkpoint, side.config());
    for (String name : matrices) {
      if (checkpoint.type(name).equals("I8")) {
        throw new CheckpointException(
            side.folder() + " is stored in int8 already; use it as it is");
      }
    }
  }

  /// Writes all tensors into a new file.
  void write(Path file, Progress progress) throws IOException {
    Map<String, Tensor> tensors = tensors();
    int[] written = {0};
    SafetensorsWriter.write(file, tensors, _ -> progress.at(++written[0], tensors.size()));
  }

  private Map<String, Tensor> tensors() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : checkpoint.names()) {
      int[] shape = Arrays.stream(checkpoint.shape(name)).mapToInt(Math::toIntExact).toArray();
      List<Long> dimensions = Arrays.stream(shape).asLongStream().boxed().toList();
      if (matrices.contains(name) && shape.length == 2) {
        // Converted twice, which takes less than writing does, so that one is in memory at a time.
        tensors.put(
            name,
            new Tensor.Int8(
                dimensions, () -> checkpoint.readInt8(name, shape[0], shape[1]).values()));
        tensors.put(
            name + Checkpoint.SCALES,
            new Tensor.Float32(
                List.of((long) shape[0]),
                () -> checkpoint.readInt8(name, shape[0], shape[1]).scales()));
      } else if (FLOATS.contains(checkpoint.type(name))) {
        tensors.put(name, new Tensor.Float32(dimensions, () -> checkpoint.read(name, shape)));
      }
    }
    return tensors;
  }
}
