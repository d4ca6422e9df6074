package dev.tern.encoder.training.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
  @TempDir Path directory;

  @Test
  void readsTheBitsThatWereWritten() throws IOException {
    TrainingState state = new TrainingState();
    float[] large = new float[100_003];
    Random random = new Random(7);
    for (int i = 0; i < large.length; i++) {
      large[i] = Float.intBitsToFloat(random.nextInt());
    }
    large[0] = Float.NaN;
    large[1] = -0f;
    state.put("large", large);
    state.put("empty", new float[0]);
    state.put("n".repeat(65_535), new float[] {1});
    state.put("cursor", Long.MIN_VALUE, -1, 0, Long.MAX_VALUE);
    Path file = directory.resolve("run.state");
    StateFile.write(state, file);
    StateFile.write(state, file);

    TrainingState read = StateFile.read(file);
    assertEquals(state, read);
    float[] copy = new float[large.length];
    read.copyTo("large", copy);
    assertEquals(Float.floatToRawIntBits(-0f), Float.floatToRawIntBits(copy[1]));
    assertArrayEquals(new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}, read.longs("cursor", 4));
    assertFalse(Files.exists(directory.resolve("run.state.unfinished")));
  }

  @Test
  void refusesEveryTruncationAndEveryFlippedBit() throws IOException {
    TrainingState state = new TrainingState();
    state.put("w", new float[] {1, 2, 3});
    state.put("c", 5, 6);
    Path file = directory.resolve("run.state");
    StateFile.write(state, file);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      refused(Arrays.copyOf(whole, length));
    }
    refused(Arrays.copyOf(whole, whole.length + 1));
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      refused(flipped);
    }
  }

  @Test
  void believesNoLengthBeforeTheBytesAreThere() throws IOException {
    TrainingState state = new TrainingState();
    state.put("w", new float[] {1, 2, 3});
    Path file = directory.resolve("run.state");
    StateFile.write(state, file);
    byte[] whole = Files.readAllBytes(file);
    for (long length : new long[] {-1, 4, 1L << 40, Long.MAX_VALUE}) {
      ByteBuffer forged = ByteBuffer.wrap(whole.clone()).order(ByteOrder.LITTLE_ENDIAN);
      forged.putLong(20, length);
      CRC32C crc = new CRC32C();
      crc.update(forged.slice(0, whole.length - 4));
      forged.putInt(whole.length - 4, (int) crc.getValue());
      refused(forged.array());
    }
  }

  private void refused(byte[] bytes) throws IOException {
    Path file = directory.resolve("damaged.state");
    Files.write(file, bytes);
    StateException refusal = assertThrows(StateException.class, () -> StateFile.read(file));
    assertTrue(refusal.getMessage().startsWith(file.toString()), refusal.getMessage());
  }

  @Test
  void namesWhatIsMissingOrOfAnotherSize() throws IOException {
    TrainingState state = new TrainingState();
    state.put("w", new float[] {1, 2, 3});
    state.put("c", 1, 2);
    assertThrows(IllegalArgumentException.class, () -> state.put("w", new float[1]));
    Path file = directory.resolve("run.state");
    StateFile.write(state, file);
    TrainingState read = StateFile.read(file);
    assertEquals(
        "\"v\" in " + file + " is absent; resume with the files it was made of",
        assertThrows(StateException.class, () -> read.copyTo("v", new float[3])).getMessage());
    assertEquals(
        "\"c\" in "
            + file
            + " has 2 values and this run needs 3; resume with the files it was made of",
        assertThrows(StateException.class, () -> read.longs("c", 3)).getMessage());
    assertThrows(StateException.class, () -> StateFile.read(directory.resolve("absent")));
  }

  @Test
  void keepsTheFileBeforeWhenItCannotWrite() throws IOException {
    TrainingState state = new TrainingState();
    state.put("w", new float[] {1});
    Path file = directory.resolve("run.state");
    StateFile.write(state, file);
    // A directory in the way of the unfinished file.
    Files.createDirectory(directory.resolve("run.state.unfinished"));
    TrainingState next = new TrainingState();
    next.put("w", new float[] {2});
    assertThrows(IOException.class, () -> StateFile.write(next, file));
    assertEquals(state, StateFile.read(file));
  }
}
