package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.Int8Matrix;
import dev.tern.encoder.kernel.PackedMatrix;
import java.util.ArrayList;
import java.util.List;

/// From tensors of a checkpoint to a packed matrix, a block of rows at a time: what is packed as
/// float32 is never in memory in another form.
final class PackedWeights {
  private PackedWeights() {}

  /// Packs tensors that share their input one below the other.
  ///
  /// @param names of the tensors, each [outputs x inputs]
  /// @throws CheckpointException if one is missing, has another shape or a value that is not finite
  static PackedMatrix read(Checkpoint checkpoint, int outputs, int inputs, String... names)
      throws CheckpointException {
    // Before memory is taken for them: sizes come from the configuration alone.
    for (String name : names) {
      checkpoint.require(name, outputs, inputs);
    }
    if (!PackedMatrix.fits((long) names.length * outputs, inputs)) {
      throw new CheckpointException(
          "tensor " + names[0] + " in " + checkpoint + " is too large for one array of values");
    }
    if (checkpoint.isInt8(names[0])) {
      return readInt8(checkpoint, outputs, inputs, names);
    }
    PackedMatrix.Builder packed = new PackedMatrix.Builder(names.length * outputs, inputs);
    for (String name : names) {
      checkpoint.readRows(name, outputs, inputs, packed::add);
    }
    return packed.build();
  }

  private static PackedMatrix readInt8(
      Checkpoint checkpoint, int outputs, int inputs, String... names) throws CheckpointException {
    List<byte[]> parts = new ArrayList<>();
    List<float[]> scales = new ArrayList<>();
    for (String name : names) {
      Int8Matrix part = checkpoint.readInt8(name, outputs, inputs);
      parts.add(part.values());
      scales.add(part.scales());
    }
    return PackedMatrix.ofInt8(inputs, parts, scales);
  }
}
