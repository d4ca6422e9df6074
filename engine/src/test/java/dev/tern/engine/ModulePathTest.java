package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.SparseVector;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.collections.api.set.primitive.IntSet;
import org.eclipse.collections.impl.set.mutable.primitive.IntHashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// All other tests run on the class path; these run on the module path.
class ModulePathTest {
  private static final List<Class<?>> MODULES =
      List.of(
          SparseIndex.class,
          SparseVector.class,
          JsonParser.class,
          JSON.class,
          IntSet.class,
          IntHashSet.class);

  @TempDir Path directory;

  /// With a model, so that the vector kernels and all resources are used.
  @Test
  void theProgramRunsAsNamedModules() throws Exception {
    Path model = directory.resolve("model");
    Golden.copyModel("bert-mlm-tiny", model);
    String modulePath =
        Stream.concat(MODULES.stream(), Stream.of(CommandLine.class))
            .map(type -> place(type).toString())
            .collect(Collectors.joining(System.getProperty("path.separator")));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                modulePath,
                "--add-modules",
                "info.picocli",
                "--module",
                "dev.tern.engine/dev.tern.engine.cli.Main",
                "demo",
                "--model",
                model.toString())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = text(process);
    assertEquals(0, process.waitFor(), output);
    assertTrue(output.contains("  siamese: model for documents"), output);
  }

  /// Only the command line needs picocli, so who embeds the engine need not have it.
  @Test
  void theEngineResolvesWithoutTheCommandLine() {
    Path[] places = MODULES.stream().map(ModulePathTest::place).toArray(Path[]::new);
    Configuration configuration =
        ModuleLayer.boot()
            .configuration()
            .resolve(ModuleFinder.of(places), ModuleFinder.of(), Set.of("dev.tern.engine"));
    assertEquals(
        MODULES.size(), configuration.modules().size(), () -> configuration.modules().toString());
  }

  private static String text(Process process) throws IOException {
    try (InputStream out = process.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// The folder or jar that a class was loaded from.
  private static Path place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
