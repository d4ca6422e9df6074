package dev.tern.engine;

import dev.tern.engine.store.IndexFiles;
import dev.tern.engine.store.Mapping;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// A disk in memory that can lose its power or run full.
///
/// Bytes that were not forced and names that were not forced may be lost by a crash, each on its
/// own: that is all that POSIX promises, and more than file systems do to us.
final class MemoryFiles implements IndexFiles {
  /// What a crash loses of what was not forced.
  enum Loss {
    NOTHING,
    EVERYTHING,
    SOME
  }

  private static final class Content {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int forced;
  }

  private final Map<String, Content> names = new TreeMap<>();
  private final Map<String, Content> forcedNames = new TreeMap<>();
  private final List<Consumer<Map<String, Content>>> unforced = new ArrayList<>();
  private boolean locked;
  private int operations;
  private int failAt = Integer.MAX_VALUE;
  private boolean out;
  private long room = Long.MAX_VALUE;

  /// Lets the operation with this number, counted from 0, and all after it fail.
  MemoryFiles failingAt(int operation) {
    failAt = operation;
    return this;
  }

  /// Lets the disk be full after so many bytes.
  MemoryFiles withRoom(long bytes) {
    room = bytes;
    return this;
  }

  /// How many operations there have been.
  int operations() {
    return operations;
  }

  /// The disk as it is after the power has come back.
  MemoryFiles afterCrash(Loss loss, RandomGenerator random) {
    MemoryFiles after = new MemoryFiles();
    Map<String, Content> survivors = new TreeMap<>(forcedNames);
    for (Consumer<Map<String, Content>> change : unforced) {
      if (loss == Loss.NOTHING || (loss == Loss.SOME && random.nextBoolean())) {
        change.accept(survivors);
      }
    }
    survivors.forEach((name, content) -> {
      byte[] bytes = content.bytes.toByteArray();
      int unforcedBytes = bytes.length - content.forced;
      int kept =
          switch (loss) {
            case NOTHING -> unforcedBytes;
            case EVERYTHING -> 0;
            case SOME -> random.nextInt(unforcedBytes + 1);
          };
      for (int i = content.forced; i < content.forced + kept; i++) {
        bytes[i] = loss == Loss.SOME && random.nextInt(4) == 0 ? 0 : bytes[i];
      }
      after.put(name, Arrays.copyOf(bytes, content.forced + kept));
    });
    return after;
  }

  /// A copy without the faults.
  MemoryFiles copy() {
    MemoryFiles copy = new MemoryFiles();
    names.forEach((name, content) -> copy.put(name, content.bytes.toByteArray()));
    return copy;
  }

  /// The bytes of a file.
  byte[] bytes(String name) {
    return names.get(name).bytes.toByteArray();
  }

  /// Puts a file on the disk as if it had always been there.
  void put(String name, byte[] bytes) {
    Content content = new Content();
    content.bytes.writeBytes(bytes);
    content.forced = bytes.length;
    names.put(name, content);
    forcedNames.put(name, content);
  }

  @Override
  public String describe(String name) {
    return "memory/" + name;
  }

  @Override
  public SortedSet<String> list() throws IOException {
    return new TreeSet<>(names.keySet());
  }

  @Override
  public Output create(String name) throws IOException {
    operation();
    if (names.containsKey(name)) {
      throw new FileAlreadyExistsException(name);
    }
    Content content = new Content();
    change(all -> all.put(name, content));
    return new Output() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        byte[] written = new byte[bytes.remaining()];
        bytes.get(written);
        if (operations == failAt || written.length > room) {
          content.bytes.write(written, 0, written.length / 2);
        }
        operation();
        if (written.length > room) {
          throw new IOException("No space left on device");
        }
        room -= written.length;
        content.bytes.writeBytes(written);
      }

      @Override
      public void force() throws IOException {
        operation();
        content.forced = content.bytes.size();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public Mapping map(String name) throws IOException {
    if (!names.containsKey(name)) {
      throw new NoSuchFileException(describe(name));
    }
    byte[] bytes = bytes(name);
    Arena arena = Arena.ofConfined();
    MemorySegment memory = arena.allocate(bytes.length);
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, memory, 0, bytes.length);
    return new Mapping(memory.asReadOnly(), arena);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    operation();
    change(all -> {
      if (all.containsKey(from)) {
        all.put(to, all.remove(from));
      }
    });
  }

  @Override
  public void delete(String name) throws IOException {
    operation();
    change(all -> all.remove(name));
  }

  @Override
  public void forceNames() throws IOException {
    operation();
    forcedNames.clear();
    forcedNames.putAll(names);
    unforced.clear();
  }

  @Override
  public Closeable lock() throws IOException {
    if (locked) {
      throw new IOException("locked");
    }
    locked = true;
    return () -> locked = false;
  }

  private void change(Consumer<Map<String, Content>> change) {
    change.accept(names);
    unforced.add(change);
  }

  private void operation() throws IOException {
    out |= operations++ == failAt;
    if (out) {
      throw new IOException("the power is out");
    }
  }
}
