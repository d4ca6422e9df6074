package dev.tern.encoder;

import dev.tern.encoder.ModelConversion.Progress;
import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.SafetensorsWriter;
import dev.tern.encoder.checkpoint.SafetensorsWriter.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The weights of two checkpoints on the line between them, `(1 - share) a + share b`.
///
/// Between a model and the one that its training began with, that is often better than either on
/// texts unlike those it was trained on: Wortsman et al., *Robust Fine-Tuning of Zero-Shot Models*
/// (arXiv 2109.01903).
///
/// @param first whose tensors decide what there is; stays open as long as this is used
/// @param second has all of them, in the same shapes; stays open too
/// @param share of the second
record BlendedWeights(Checkpoint first, Checkpoint second, float share) {
  /// Writes all tensors of numbers with a fraction into a new file, as float32.
  ///
  /// @throws CheckpointException if one is missing in the second checkpoint, has another shape
  ///   there, or is stored in int8
  void write(Path file, Progress progress) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : first.names()) {
      if (first.isInt8(name) || (second.has(name) && second.isInt8(name))) {
        throw new CheckpointException(
            (first.isInt8(name) ? first : second)
                + " is stored in int8; blend the models before they are");
      }
      if (!Int8Weights.FLOATS.contains(first.type(name))) {
        continue;
      }
      int[] shape = Arrays.stream(first.shape(name)).mapToInt(Math::toIntExact).toArray();
      second.require(name, shape);
      List<Long> dimensions = Arrays.stream(shape).asLongStream().boxed().toList();
      tensors.put(name, new Tensor.Float32(dimensions, () -> blended(name, shape)));
    }
    int[] written = {0};
    SafetensorsWriter.write(file, tensors, _ -> progress.at(++written[0], tensors.size()));
  }

  private float[] blended(String name, int[] shape) throws CheckpointException {
    float[] a = first.read(name, shape);
    float[] b = second.read(name, shape);
    for (int i = 0; i < a.length; i++) {
      a[i] = (1 - share) * a[i] + share * b[i];
    }
    return a;
  }
}
