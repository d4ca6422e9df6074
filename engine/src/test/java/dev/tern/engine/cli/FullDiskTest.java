package dev.tern.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A disk without room, for which a limit on the size of files stands in.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no such limit")
class FullDiskTest {
  @TempDir private Path directory;

  @Test
  void saysSoAndTheSameCommandWorksLater() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      lines.add("{\"_id\": \"" + i + "\", \"text\": \"sea bird number " + i + " of many birds\"}");
    }
    Files.write(directory.resolve("corpus.jsonl"), lines);
    String command = "tern index --out index corpus.jsonl";
    Program.Result full = Program.shell(directory, "ulimit -f 64; " + command);
    assertEquals(1, full.exitCode(), full.toString());
    assertEquals("", full.out());
    assertTrue(full.err().startsWith("tern: the disk is full while writing index"), full.err());
    assertEquals(1, full.err().lines().count(), full.err());
    try (var files = Files.list(directory.resolve("index"))) {
      assertEquals(List.of("write.lock"), files.map(each -> each.getFileName() + "").toList());
    }
    Program.Result room = Program.shell(directory, command + " && tern search index 1999 -k 1");
    assertEquals(0, room.exitCode(), room.err());
    assertTrue(room.out().startsWith("2,000 documents, "), room.out());
    assertTrue(room.out().contains("1 of 2,000 documents"), room.out());
  }
}
