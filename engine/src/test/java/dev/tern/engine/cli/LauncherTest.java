package dev.tern.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The script `tern` beside a jar, with a JDK that only says how it is called.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no sh")
class LauncherTest {
  @TempDir private Path directory;

  private Path home;
  private Path jdk;

  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectories(directory.resolve("the  program & more"));
    Files.copy(Path.of("..", "tern"), home.resolve("tern"));
    Files.createFile(home.resolve("tern-1.jar"));
    jdk = jdk("jdk 25", "25.0.1");
  }

  @Test
  void startsTheJarBesideItFromAnywhere() throws IOException {
    Path links = Files.createDirectories(directory.resolve("links/bin"));
    Files.createSymbolicLink(links.getParent().resolve("direct"), home.resolve("tern"));
    Files.createSymbolicLink(links.resolve("tern"), Path.of("../direct"));
    String jar = home.toRealPath().resolve("tern-1.jar").toString();
    for (String command :
        List.of(home.resolve("tern").toString(), links.resolve("tern").toString(), "bin/tern")) {
      String out = run(jdk, command, "search", "my index", "größe *");
      assertTrue(out.contains("<-jar><" + jar + "><search><my index><größe *>"), out);
      assertTrue(out.contains("<--add-modules><jdk.incubator.vector>"), out);
      assertTrue(out.contains("<-Dtern.terminal=false>"), out);
    }
  }

  @Test
  void givesJavaALocaleThatCanCarryArguments() throws IOException {
    String tern = home.resolve("tern").toString();
    assertTrue(run(jdk, tern, "x").endsWith("LC_ALL=C.UTF-8\n"));
  }

  @Test
  void skipsOldAndMissingJdks() throws IOException {
    String tern = home.resolve("tern").toString();
    Path old = jdk("jdk 17", "17.0.9");
    for (Path wrong : List.of(old, directory.resolve("nowhere"))) {
      String out = run(wrong, tern, "x");
      assertTrue(!out.contains("jdk 17") && !out.contains("nowhere"), out);
    }
  }

  @Test
  void saysWhatNeedsTheSources() throws IOException {
    String tern = home.resolve("tern").toString();
    assertEquals("tern: test needs a checkout of the sources.\n", run(jdk, tern, "test"));
    assertEquals(
        "tern: bench needs a checkout of the sources.\n", run(jdk, tern, "bench", "spine"));
  }

  /// Output and errors of the launcher in a locale of ASCII.
  private String run(Path javaHome, String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(
                directory.resolve("links").toFile().isDirectory()
                    ? directory.resolve("links").toFile()
                    : directory.toFile())
            .redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("JAVA_HOME", javaHome.toString());
    environment.put("LC_ALL", "C");
    // A JDK that is found elsewhere must show itself too.
    environment.put("PATH", jdk.resolve("bin") + ":" + environment.get("PATH"));
    Process process = builder.start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private Path jdk(String name, String version) throws IOException {
    Path folder = Files.createDirectories(directory.resolve(name).resolve("bin")).getParent();
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    String script =
        "#!/bin/sh\nprintf '<%s>' \"$0\" \"$@\"\nprintf '\\nLC_ALL=%s\\n' \"$LC_ALL\"\n";
    for (String tool : List.of("java", "javac")) {
      Path file = Files.writeString(folder.resolve("bin").resolve(tool), script);
      assertTrue(file.toFile().setExecutable(true));
    }
    return folder;
  }
}
