package dev.tern.encoder;

import dev.tern.encoder.ConversionOptions.Blend;
import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.DirectoryTree;
import dev.tern.encoder.checkpoint.FileList;
import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.TransformerSide;
import dev.tern.encoder.checkpoint.WeightType;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Writes a copy of a model directory with weights in int8 or blended with those of another model,
/// with other query weights, or with what Tern adds to a model, as [ConversionOptions] say. It is
/// loaded as any other.
///
/// With weights in int8 `config.json` says so, and its vectors are those of the model it was made
/// from with [WeightType#INT8], bit for bit. The small files beside the weights are copied, and all
/// files are listed with their hashes in [FileList#NAME].
public final class ModelConversion {
  /// Weights in other forms, and files that no library needs, are left behind.
  private static final List<String> COPIED =
      List.of(".json", ".txt", ".tsv", ".md", ".model", "LICENSE", "NOTICE");

  private static final int MAX_DEPTH = 3;
  private static final String WEIGHTS = ".safetensors";
  private static final String SHARDS = ".safetensors.index.json";

  private final ModelDirectory model;
  private final Path root;
  private final TransformerSide side;
  private final ConversionOptions options;
  private final Progress progress;

  private ModelConversion(ModelDirectory model, ConversionOptions options, Progress progress)
      throws IOException {
    this.model = model;
    this.root = model.root();
    this.side = model.documentSide();
    this.options = options;
    this.progress = progress;
  }

  /// Told how far a conversion is; what it throws ends the conversion.
  @FunctionalInterface
  public interface Progress {
    /// So many tensors are written of those that there will be.
    void at(int written, int tensors);
  }

  /// Converts the model in `source` into a directory that does not exist yet. It appears when it is
  /// whole: what fails or is given up on the way leaves nothing.
  ///
  /// @throws FileAlreadyExistsException if `target` exists
  /// @throws CheckpointException if `source` is no model, has weights that are not finite or are
  ///   stored in int8 already, or lacks what the options need
  /// @throws IOException if a file cannot be read or written
  public static void run(Path source, Path target, ConversionOptions options, Progress progress)
      throws IOException {
    new ModelConversion(ModelDirectory.open(source), options, progress).run(target);
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
    try {
      Files.createDirectory(unfinished);
      if (options.int8()) {
        writeInt8(unfinished);
      } else if (options.blend().isPresent()) {
        writeBlended(unfinished, options.blend().get());
      } else {
        copyFiles(unfinished);
      }
      new RetrievalExport(model, options).write(unfinished);
      FileList.write(unfinished);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      DirectoryTree.delete(unfinished);
    }
  }

  private void writeInt8(Path unfinished) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(side.folder(), Optional.of(WeightType.INT8))) {
      Int8Weights weights = new Int8Weights(checkpoint, side);
      Path folder = unfinished.resolve(root.relativize(side.folder()));
      Files.createDirectories(folder);
      copyFiles(unfinished);
      ModelConfig.copyWithMethod(side.folder(), folder, ModelConfig.INT8);
      weights.write(folder.resolve("model.safetensors"), progress);
    }
  }

  private void writeBlended(Path unfinished, Blend blend) throws IOException {
    Path folder = unfinished.resolve(root.relativize(side.folder()));
    Path other = ModelDirectory.open(blend.model()).documentSide().folder();
    try (Checkpoint first = Checkpoint.open(side.folder());
        Checkpoint second = Checkpoint.open(other)) {
      Files.createDirectories(folder);
      copyFiles(unfinished);
      new BlendedWeights(first, second, blend.share())
          .write(folder.resolve("model.safetensors"), progress);
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
    boolean small = COPIED.stream().anyMatch(name::endsWith);
    boolean isRewritten = options.int8() || options.blend().isPresent();
    if (isRewritten && file.getParent().equals(side.folder())) {
      boolean isReplaced = options.int8() && name.equals("config.json");
      return small && !isReplaced && !name.endsWith(SHARDS);
    }
    return small || name.endsWith(WEIGHTS);
  }
}
