package dev.tern.encoder;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.SafetensorsWriter;
import dev.tern.encoder.checkpoint.SafetensorsWriter.Tensor;
import dev.tern.encoder.checkpoint.TransformerSide;
import dev.tern.encoder.checkpoint.WeightType;
import dev.tern.encoder.model.Weights;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Writes a copy of a model directory whose large matrices are stored in int8, a quarter of the
/// bytes. It is loaded as any other; its vectors are those of the model it was made from with
/// [WeightType#INT8], bit for bit.
///
/// A matrix NAME becomes the tensors NAME, of type I8, and NAME`_scale`, of type F32, as
/// [Int8Matrix] defines them; what else is in the checkpoint becomes F32, `config.json` says so,
/// and the small files beside it are copied.
public final class Int8Conversion {
  /// Weights in other forms, and files that no library needs, are left behind.
  private static final List<String> COPIED = List.of(".json", ".txt", ".md", ".model", "LICENSE");

  private static final int MAX_DEPTH = 3;
  private static final Set<String> FLOATS = Set.of("F32", "F16", "BF16", "F64");

  private final Path root;
  private final TransformerSide side;
  private final Progress progress;

  private Int8Conversion(Path root, TransformerSide side, Progress progress) {
    this.root = root;
    this.side = side;
    this.progress = progress;
  }

  /// Told how far a conversion is; what it throws ends the conversion.
  @FunctionalInterface
  public interface Progress {
    /// So many tensors are written of those that there will be.
    void at(int written, int tensors);
  }

  /// Converts the model for documents in `source`, into a directory that does not exist yet. It
  /// appears when it is whole: what fails or is given up on the way leaves nothing.
  ///
  /// @throws FileAlreadyExistsException if `target` exists
  /// @throws CheckpointException if `source` is no model, has weights that are not finite, or is
  ///   stored in int8 already
  /// @throws IOException if a file cannot be read or written
  public static void run(Path source, Path target, Progress progress) throws IOException {
    ModelDirectory model = ModelDirectory.open(source);
    new Int8Conversion(model.root(), model.documentSide(), progress).run(target);
  }

  private void run(Path target) throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Path parent = target.toAbsolutePath().getParent();
    if (!Files.isDirectory(parent)) {
      throw new NoSuchFileException(parent.toString());
    }
    Path unfinished =
        parent.resolve(target.getFileName() + ".unfinished-" + ProcessHandle.current().pid());
    try (Checkpoint checkpoint = Checkpoint.open(side.folder(), Optional.of(WeightType.INT8))) {
      Set<String> matrices = Weights.matrices(checkpoint, side.config());
      for (String name : matrices) {
        if (checkpoint.type(name).equals("I8")) {
          throw new CheckpointException(
              side.folder() + " is stored in int8 already; use it as it is");
        }
      }
      Files.createDirectory(unfinished);
      Path folder = unfinished.resolve(root.relativize(side.folder()));
      copyFiles(unfinished);
      ModelConfig.copyWithMethod(side.folder(), folder, ModelConfig.INT8);
      Map<String, Tensor> tensors = tensors(checkpoint, matrices);
      int[] written = {0};
      SafetensorsWriter.write(
          folder.resolve("model.safetensors"),
          tensors,
          _ -> progress.at(++written[0], tensors.size()));
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(unfinished);
    }
  }

  private void copyFiles(Path target) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(root, MAX_DEPTH)) {
      files = walk.filter(this::isCopied).toList();
    }
    for (Path file : files) {
      Path copy = target.resolve(root.relativize(file));
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
  }

  private boolean isCopied(Path file) {
    String name = file.getFileName().toString();
    if (!Files.isRegularFile(file) || root.relativize(file).toString().startsWith(".")) {
      return false;
    }
    return file.getParent().equals(side.folder())
        ? COPIED.stream().anyMatch(name::endsWith)
            && !name.equals("config.json")
            && !name.endsWith(".safetensors.index.json")
        : COPIED.stream().anyMatch(name::endsWith) || name.endsWith(".safetensors");
  }

  private static Map<String, Tensor> tensors(Checkpoint checkpoint, Set<String> matrices)
      throws IOException {
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

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> contents;
    try (Stream<Path> walk = Files.walk(directory)) {
      contents = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : contents) {
      Files.delete(each);
    }
  }
}
