package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the README says about the one jar that people download, tried as they would.
///
/// The tests are skipped where the phase `package` of the engine has not been run before.
class RunnableJarTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern VERSION =
      Pattern.compile("<artifactId>tern</artifactId>\\s*<version>(.*?)</version>");
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^ {4}java -jar tern-VERSION\\.jar (\\w+) (\\S+) \"(.*)\"$");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```java\\n(.*?)```");

  @TempDir private Path directory;

  private static String version;
  private static String readme;
  private static Path jar;

  @BeforeAll
  static void find() throws IOException {
    version = first(VERSION, Files.readString(ROOT.resolve("pom.xml"))).group(1);
    readme = Files.readString(ROOT.resolve("README.md"));
    jar = ROOT.resolve("engine/target/tern-" + version + ".jar");
    assumeTrue(Files.exists(jar), () -> "skipped: " + jar + " is not here; run ./mvnw verify");
  }

  @Test
  void thirdPartyClassesHaveNamesOfTheirOwn() throws IOException {
    List<String> foreign = new ArrayList<>();
    List<String> relocated = new ArrayList<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (ZipEntry entry : file.stream().toList()) {
        if (!entry.getName().endsWith(".class")) {
          continue;
        }
        (entry.getName().startsWith("dev/tern/shaded/") ? relocated : foreign).add(entry.getName());
      }
    }
    foreign.removeIf(name -> name.startsWith("dev/tern/"));
    assertEquals(List.of(), foreign);
    for (String library : List.of("collections", "jackson", "picocli")) {
      String folder = "dev/tern/shaded/" + library + "/";
      assertTrue(relocated.stream().anyMatch(name -> name.startsWith(folder)), library);
    }
  }

  @Test
  void showsItsVersion() throws IOException {
    String out = succeed("-jar", jar.toString(), "--version");
    assertTrue(out.startsWith("tern " + version + " (Java "), out);
  }

  @Test
  void searchesAsTheReadmeSays() throws IOException {
    MatchResult command = first(COMMAND, readme);
    Files.writeString(
        directory.resolve("my-documents.jsonl"),
        """
        {"_id": "eggs", "title": "Eggs", "text": "Eggs keep for five weeks in the cold."}
        {"_id": "ships", "title": "Ships", "text": "They cross the sea."}
        """);
    String index = command.group(2);
    succeed("-jar", jar.toString(), "index", "--out", index, "my-documents.jsonl");
    String out = succeed("-jar", jar.toString(), command.group(1), index, command.group(3));
    assertTrue(out.lines().findFirst().orElse("").endsWith("  Eggs  eggs"), out);
  }

  /// The README's program needs nothing but the jar on its class path.
  @Test
  void isALibraryWithoutDependencies() throws IOException {
    Files.writeString(
        directory.resolve("Example.java"),
        """
        import dev.tern.engine.*;
        import dev.tern.engine.collection.*;
        import java.nio.file.Path;
        import java.util.List;

        class Example {
          public static void main(String[] arguments) throws Exception {
            %s
          }
        }
        """
            .formatted(first(EXAMPLE, readme).group(1)));
    String out =
        succeed("--add-modules=jdk.incubator.vector", "-cp", jar.toString(), "Example.java");
    assertTrue(out.lines().findFirst().orElse("").endsWith("  Tern"), out);
  }

  private String succeed(String... arguments) throws IOException {
    JavaProgram.Result result = JavaProgram.in(directory).run(arguments);
    assertEquals(0, result.exitCode(), result.err());
    return result.out();
  }

  private static MatchResult first(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .findFirst()
        .orElseThrow(() -> new AssertionError("no match of " + pattern));
  }
}
