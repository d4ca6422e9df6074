package dev.tern.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.FileList;
import dev.tern.encoder.checkpoint.LexicalFloor;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The loading of a bundled model, with a tiny one of random weights in its place.
class BundledModelTest {
  private static final String FOLDER = "dev/tern/models/tern-tiny";

  @TempDir private Path directory;

  /// Class path and folder of a model with everything that one can have.
  private Path bundle() throws IOException {
    Path model = directory.resolve("model");
    Golden.copyModel("bert-mlm-tiny", model);
    Files.writeString(model.resolve("idf.json"), "{\"year\": 3, \"years\": 4, \"river\": 5}");
    Path target = directory.resolve("classes").resolve(FOLDER);
    Files.createDirectories(target.getParent());
    ModelConversion.run(
        model,
        target,
        ConversionOptions.NONE
            .withInt8()
            .withFloor(LexicalFloor.DEFAULT)
            .withExpansion(ExpansionRules.stems(0.5f)),
        (_, _) -> {});
    return target;
  }

  private static URLClassLoader loader(Path classPath) throws IOException {
    return new URLClassLoader(new URL[] {classPath.toUri().toURL()}, null);
  }

  private static Path jar(Path classes, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
    return jar;
  }

  @Test
  void isLoadedFromFoldersAndJarsAsFromItsDirectory() throws IOException {
    Path folder = bundle();
    Path classes = directory.resolve("classes");
    for (Path classPath : List.of(classes, jar(classes, directory.resolve("model.jar")))) {
      try (URLClassLoader loader = loader(classPath)) {
        BundledModel bundled = new BundledModel(loader);
        assertTrue(bundled.isThere());
        Path unpacked;
        try (ModelSource.Opened opened = bundled.unpacked();
            SparseEncoder expected = SparseEncoder.load(folder);
            SparseEncoder documents = SparseEncoder.load(opened.directory());
            QueryEncoder queries = QueryEncoder.load(opened.directory())) {
          unpacked = opened.directory();
          assertEquals(expected.encode("a year"), documents.encode("a year"));
          assertEquals(2, queries.encode("year").size());
        }
        assertFalse(Files.exists(unpacked));
      }
    }
  }

  @Test
  void whatIsMissingOrDamagedIsNamedWithTheArtifactToAdd() throws IOException {
    try (URLClassLoader nothing = loader(directory.resolve("nothing"))) {
      BundledModel absent = new BundledModel(nothing);
      assertFalse(absent.isThere());
      assertRefused("tern-tiny is not on the class path", absent);
    }
    Path folder = bundle();
    try (URLClassLoader loader = loader(directory.resolve("classes"))) {
      BundledModel bundled = new BundledModel(loader);
      for (String name : List.of("model.safetensors", "tern.json", "idf.json")) {
        Path file = folder.resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertRefused("the file " + name + " of the model tern-tiny", bundled);
        Files.delete(file);
        assertRefused("the file " + name + " of the model tern-tiny", bundled);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
      }
      bundled.unpacked().close();
      Files.write(folder.resolve(FileList.NAME), new byte[] {(byte) 0xff});
      assertRefused("the file files.sha256", bundled);
    }
  }

  @Test
  void sourcesAreReadAsTheyPrintThemselves() {
    for (ModelSource source :
        List.of(new ModelSource.Bundled(), new ModelSource.Directory(Path.of("some model")))) {
      assertEquals(source, ModelSource.parse(source.toString()));
    }
    assertThrows(IllegalArgumentException.class, () -> ModelSource.parse("bundled:tern-giant"));
  }

  private static void assertRefused(String part, BundledModel model) {
    String message = assertThrows(CheckpointException.class, model::unpacked).getMessage();
    assertTrue(message.contains(part) && message.contains("dev.tern:tern-tiny"), message);
  }
}
