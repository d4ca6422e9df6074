package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedFolderTest {
  private static final Path CHECKOUT = Path.of("/home/me/tern");

  @Test
  void liesBesideTheCheckout() {
    SharedFolder shared = SharedFolder.find(Map.of(), CHECKOUT);
    assertEquals(Path.of("/home/me/shared/data"), shared.data());
    assertEquals(Path.of("/home/me/shared/models"), shared.models());
  }

  @Test
  void theEnvironmentWins() {
    SharedFolder shared = SharedFolder.find(Map.of("TERN_SHARED", "/big"), CHECKOUT);
    assertEquals(Path.of("/big/data"), shared.data());
    assertEquals(Path.of("/big/models"), shared.models());
    shared = SharedFolder.find(Map.of("TERN_DATA", "/corpora"), CHECKOUT);
    assertEquals(Path.of("/corpora"), shared.data());
    assertEquals(Path.of("/home/me/shared/models"), shared.models());
  }

  @Test
  void theCheckoutIsFoundFromAnyFolderInIt(@TempDir Path root) throws IOException {
    Path jar = root.resolve("bench/target/tern-bench.jar");
    Files.createDirectories(jar.getParent());
    Files.createFile(root.resolve("mvnw"));
    assertEquals(root.toAbsolutePath(), SharedFolder.checkout(jar));
  }

  @Test
  void thisCheckoutIsFoundFromTheClasses() {
    Path root = Path.of("..").toAbsolutePath().normalize();
    assertEquals(SharedFolder.find(System.getenv(), root), SharedFolder.find());
  }
}
