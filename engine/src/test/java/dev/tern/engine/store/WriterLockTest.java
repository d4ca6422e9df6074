package dev.tern.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class WriterLockTest {
  @TempDir Path directory;

  @Test
  void isHeldOnceInAProcess() throws IOException {
    DirectoryFiles files = DirectoryFiles.existing(directory);
    DirectoryFiles same = DirectoryFiles.existing(directory.resolve("../" + name()));
    Closeable lock = files.lock();
    String message = assertThrows(IOException.class, same::lock).getMessage();
    assertTrue(message.contains("this process"), message);
    lock.close();
    lock.close();
    same.lock().close();
  }

  /// Another process holds the lock; it is refused here until that process is killed.
  @Test
  @Timeout(60)
  void isFreeAgainWhenItsHolderIsKilled() throws Exception {
    DirectoryFiles files = DirectoryFiles.existing(directory);
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertEquals('L', holder.getInputStream().read());
      for (int i = 0; i < 2; i++) {
        String message = assertThrows(IOException.class, files::lock).getMessage();
        assertTrue(message.contains("another process"), message);
      }
    } finally {
      holder.destroyForcibly();
      assertTrue(holder.waitFor(30, TimeUnit.SECONDS));
    }
    files.lock().close();
  }

  private String name() {
    return directory.getFileName().toString();
  }

  /// Takes the lock, says so and waits to be killed.
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      Closeable lock = DirectoryFiles.existing(Path.of(arguments[0])).lock();
      System.out.write('L');
      System.out.flush();
      Thread.sleep(60_000);
      lock.close();
    }
  }
}
