package dev.tern.encoder.checkpoint;

import dev.tern.encoder.text.Quoted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The named tensors of a checkpoint: one safetensors file, or several with an index.
///
/// Names and shapes are those of the file; nothing is renamed or transposed. The files are mapped
/// until [#close()]; reading copies, so what was read stays valid afterwards. Safe for use by
/// several threads. A file must not be shortened while it is mapped: the virtual machine then
/// reports an `InternalError`, as for every mapped file.
public final class Checkpoint implements AutoCloseable {
  /// What the name of a matrix of type I8 is followed by in that of its scales.
  public static final String SCALES = "_scale";

  private final String source;
  private final List<SafetensorsFile> files;
  private final SortedMap<String, Located> tensors;
  private final Optional<WeightType> weights;

  private record Located(SafetensorsFile file, TensorEntry entry) {}

  private Checkpoint(
      String source,
      List<SafetensorsFile> files,
      SortedMap<String, Located> tensors,
      Optional<WeightType> weights) {
    this.source = source;
    this.files = files;
    this.tensors = tensors;
    this.weights = weights;
  }

  /// Opens `model.safetensors` of a directory or, where that is absent, the files that
  /// `model.safetensors.index.json` names.
  ///
  /// @throws CheckpointException if there is neither (pickle files are refused with the way to
  ///   convert them), if a file breaks a rule of its format, or if the index and the files do not
  ///   agree
  /// @throws IOException if a file cannot be read
  public static Checkpoint open(Path directory) throws IOException {
    return open(directory, Optional.empty());
  }

  /// As [#open(Path)], with another choice of what [#isInt8] says.
  ///
  /// @param weights for all matrices; empty for what each is in the file
  public static Checkpoint open(Path directory, Optional<WeightType> weights) throws IOException {
    Path single = directory.resolve("model.safetensors");
    if (Files.exists(single)) {
      return openFile(single, weights);
    }
    Path index = directory.resolve("model.safetensors.index.json");
    if (Files.exists(index)) {
      return sharded(directory, ShardIndex.read(index), weights);
    }
    throw PickleFiles.refusal(directory);
  }

  /// Opens one safetensors file of any name.
  ///
  /// @throws CheckpointException if it is missing or breaks a rule of the format
  /// @throws IOException if it cannot be read
  public static Checkpoint openFile(Path file) throws IOException {
    return openFile(file, Optional.empty());
  }

  private static Checkpoint openFile(Path file, Optional<WeightType> weights) throws IOException {
    SafetensorsFile opened = SafetensorsFile.open(file);
    SortedMap<String, Located> tensors = new TreeMap<>();
    for (TensorEntry entry : opened.entries()) {
      tensors.put(entry.name(), new Located(opened, entry));
    }
    return new Checkpoint(file.toString(), List.of(opened), tensors, weights);
  }

  private static Checkpoint sharded(Path directory, ShardIndex index, Optional<WeightType> weights)
      throws IOException {
    List<SafetensorsFile> files = new ArrayList<>();
    SortedMap<String, Located> tensors = new TreeMap<>();
    try {
      for (Map.Entry<String, Set<String>> shard : index.shards().entrySet()) {
        SafetensorsFile file = SafetensorsFile.open(directory.resolve(shard.getKey()));
        files.add(file);
        for (TensorEntry entry : file.entries()) {
          if (shard.getValue().contains(entry.name())) {
            tensors.put(entry.name(), new Located(file, entry));
          }
        }
        for (String name : shard.getValue()) {
          if (!tensors.containsKey(name)) {
            throw new CheckpointException(
                index.file()
                    + " places tensor "
                    + Quoted.of(name)
                    + " in "
                    + file.path()
                    + ", where it is not; fetch index and files of the same model again");
          }
        }
      }
      return new Checkpoint(index.file().toString(), files, tensors, weights);
    } catch (IOException | RuntimeException | Error e) {
      files.forEach(SafetensorsFile::close);
      throw e;
    }
  }

  /// Whether there is a tensor of this name.
  public boolean has(String name) {
    return tensors.containsKey(name);
  }

  /// The names of all tensors, in ascending order.
  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  /// The shape of a tensor, outermost dimension first; of length 0 for a scalar.
  ///
  /// @throws CheckpointException if there is no such tensor
  public long[] shape(String name) throws CheckpointException {
    return located(name).entry().shape().stream().mapToLong(Long::longValue).toArray();
  }

  /// What the file calls the type of a tensor, such as `F32`.
  ///
  /// @throws CheckpointException if there is no such tensor
  public String type(String name) throws CheckpointException {
    return located(name).entry().type().name();
  }

  /// Whether a matrix is to be kept in int8: as was asked for when the checkpoint was opened, or
  /// else as it is in the file.
  ///
  /// @throws CheckpointException if there is no such tensor
  public boolean isInt8(String name) throws CheckpointException {
    boolean stored = located(name).entry().type() == TensorType.I8;
    return weights.map(asked -> asked == WeightType.INT8).orElse(stored);
  }

  /// A matrix in int8: as it is in the file, with a tensor NAME + [#SCALES] of one F32 for each row
  /// beside it, or else the nearest to the float32 values there.
  ///
  /// @throws CheckpointException if the tensor is absent, has another shape, or has a value that is
  ///   not finite
  /// @throws IllegalStateException if the checkpoint is closed
  public Int8Matrix readInt8(String name, int rows, int columns) throws CheckpointException {
    Located located = located(name, rows, columns);
    return located.entry().type() == TensorType.I8
        ? new Int8Matrix(
            columns, located.file().readBytes(located.entry()), read(name + SCALES, rows))
        : Int8Matrix.nearest(located.file().read(located.entry()), rows, columns);
  }

  /// A copy of the values of a tensor, row-major, as float32; F16 and BF16 convert exactly, F64 is
  /// rounded to the nearest, a matrix of type I8 is multiplied by its scales.
  ///
  /// @param expectedShape outermost dimension first; none for a scalar
  /// @throws CheckpointException if the tensor is absent, has another shape, is not of type F32,
  ///   F16, BF16 or F64, or I8 with scales, or has a value that is NaN or infinite
  /// @throws IllegalStateException if the checkpoint is closed
  public float[] read(String name, int... expectedShape) throws CheckpointException {
    Located located = located(name, expectedShape);
    return located.entry().type() == TensorType.I8 && expectedShape.length == 2
        ? readInt8(name, expectedShape[0], expectedShape[1]).toFloats()
        : located.file().read(located.entry());
  }

  /// Hands the rows of a matrix to `sink`, in blocks of 256 KiB or a row; converted as by [#read].
  ///
  /// @throws CheckpointException as [#read]
  /// @throws IllegalStateException if the checkpoint is closed
  public void readRows(String name, int rows, int columns, RowSink sink)
      throws CheckpointException {
    Located located = located(name, rows, columns);
    if (located.entry().type() == TensorType.I8) {
      readInt8(name, rows, columns).forEachRow(sink);
    } else {
      located.file().readRows(located.entry(), columns, sink);
    }
  }

  /// Makes sure that there is a tensor of this name and shape.
  ///
  /// @throws CheckpointException if there is none
  public void require(String name, int... expectedShape) throws CheckpointException {
    located(name, expectedShape);
  }

  private Located located(String name, int... expectedShape) throws CheckpointException {
    Located located = located(name);
    List<Long> expected = Arrays.stream(expectedShape).asLongStream().boxed().toList();
    if (!located.entry().shape().equals(expected)) {
      throw new CheckpointException(
          located.file().describe(located.entry())
              + " has shape "
              + located.entry().shape()
              + ", expected "
              + expected
              + "; the weights do not belong to this configuration");
    }
    return located;
  }

  private Located located(String name) throws CheckpointException {
    Located located = tensors.get(name);
    if (located == null) {
      throw new CheckpointException(
          "tensor "
              + Quoted.of(name)
              + " is missing in "
              + source
              + ", which has "
              + tensors.size()
              + " others; the weights do not belong to this kind of model");
    }
    return located;
  }

  /// Unmaps the files; closing again does nothing.
  @Override
  public void close() {
    files.forEach(SafetensorsFile::close);
  }

  @Override
  public String toString() {
    return source;
  }
}
