package dev.tern.encoder.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.testing.Randomized;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are damaged or meant to do harm: nothing but a refusal, or data of the right size.
class HostileSafetensorsTest {
  @TempDir private Path directory;

  @Test
  void everyTruncationAndEveryExtensionIsRefused() throws IOException {
    byte[] file = valid();
    open(file);
    for (int length = 0; length < file.length; length++) {
      assertRefused("is not a valid safetensors file", Arrays.copyOf(file, length));
    }
    assertRefused("found 41", Arrays.copyOf(file, file.length + 1));
    assertRefused("found 48", Arrays.copyOf(file, file.length + 8));
  }

  @Test
  void lengthsOfTheHeaderThatLieAreRefused() throws IOException {
    byte[] header =
        "{\"x\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}"
            .getBytes(StandardCharsets.UTF_8);
    byte[] data = new byte[4];
    open(SafetensorsBytes.file(header.length, header, data));
    for (long length :
        new long[] {
          -1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 7, -8, 100_000_001, 1L << 32,
        }) {
      assertRefused("that the format allows", SafetensorsBytes.file(length, header, data));
    }
    assertRefused("download", SafetensorsBytes.file(100_000_000, header, data));
    assertRefused("download", SafetensorsBytes.file(header.length + 5, header, data));
    for (int length = 0; length < header.length + 5; length++) {
      if (length != header.length) {
        assertRefused("", SafetensorsBytes.file(length, header, data));
      }
    }
  }

  @Test
  void offsetsMustFillTheDataWithoutHolesAndOverlaps() throws IOException {
    // Any order of entries and tensors without values are right.
    open(file(8, u8("b", 4, 4, 8), u8("a", 4, 0, 4), u8("none", 0, 4, 4)));
    open(file(0));
    assertRefused("begins at byte 5", file(9, u8("a", 4, 0, 4), u8("b", 4, 5, 9)));
    assertRefused("begins at byte 3", file(7, u8("a", 4, 0, 4), u8("b", 4, 3, 7)));
    assertRefused("begins at byte 0", file(4, u8("a", 4, 0, 4), u8("b", 4, 0, 4)));
    assertRefused("begins at byte 1", file(5, u8("a", 4, 1, 5)));
    assertRefused("describes 4 bytes of data, found 5", file(5, u8("a", 4, 0, 4)));
    assertRefused("describes 4 bytes of data, found 3", file(3, u8("a", 4, 0, 4)));
    assertRefused("needs 4 bytes", file(4, u8("a", 4, 0, 3)));
    assertRefused("needs 4 bytes", file(4, u8("a", 4, 0, Long.MAX_VALUE)));
    assertRefused("begins at byte 4", file(4, u8("a", 4, 4, 0)));
    assertRefused("needs 0 bytes", file(4, u8("a", 0, 0, 4)));
  }

  @Test
  void sizesThatOverflowAreRefused() throws IOException {
    String max = String.valueOf(Long.MAX_VALUE);
    for (String shape :
        new String[] {
          "[4611686018427387904,4]",
          "[" + max + "," + max + ",0]",
          "[" + max + "]",
          "[4294967296,4294967296]",
          "[2147483648,4294967296,2]",
        }) {
      assertRefused(
          "has no size in bytes", file(0, SafetensorsBytes.entry("a", "F32", shape, 0, 0)));
    }
    assertRefused("whole number", file(1, SafetensorsBytes.entry("a", "F4", "[3]", 0, 1)));
    open(file(3, SafetensorsBytes.entry("a", "F6_E2M3", "[4]", 0, 3)));
    for (String size : new String[] {"-1", "1.0", "1e2", "\"1\"", "null", "[1]", "{}", max + "0"}) {
      assertRefused(
          "not a size", file(0, SafetensorsBytes.entry("a", "F32", "[" + size + "]", 0, 0)));
      assertRefused(
          "not a size",
          file(0, "\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0," + size + "]}"));
    }
    assertRefused(
        "more than 64 entries",
        file(4, SafetensorsBytes.entry("a", "F32", "[" + "1,".repeat(64) + "1]", 0, 4)));
  }

  @Test
  void headersThatAreNotWhatTheFormatSaysAreRefused() throws IOException {
    String a = u8("a", 0, 0, 0);
    assertRefused("not valid JSON", header("{" + a + "," + a + "}"));
    assertRefused("not valid JSON", header("{" + a.replace("\"shape\"", "\"dtype\"") + "}"));
    assertRefused("unknown dtype \"F99\"", header("{" + a.replace("U8", "F99") + "}"));
    assertRefused("unknown dtype \"u8\"", header("{" + a.replace("U8", "u8") + "}"));
    assertRefused("unknown key \"form\"", header("{" + a.replace("shape", "form") + "}"));
    assertRefused("lacks one of", header("{\"a\":{\"dtype\":\"U8\",\"shape\":[0]}}"));
    assertRefused("must be a begin and an end", header("{" + a.replace("[0,0]", "[0]") + "}"));
    assertRefused("must be a begin and an end", header("{" + a.replace("[0,0]", "[0,0,0]") + "}"));
    assertRefused("tensor \"a\" is VALUE_NULL", header("{\"a\":null}"));
    assertRefused("tensor \"a\" is START_ARRAY", header("{\"a\":[]}"));
    assertRefused("does not begin with {", header("[]"));
    assertRefused("does not begin with {", header(" {}"));
    assertRefused("does not begin with {", header(""));
    assertRefused("not valid JSON", header("{"));
    assertRefused("goes on after", header("{}{}"));
    assertRefused("not valid JSON", header("{}\0"));
    assertRefused("unknown key", header("{\"a\":" + "{\"b\":".repeat(100_000)));
    assertRefused("not a size", header("{\"a\":{\"shape\":" + "[".repeat(100_000)));
    assertRefused("an entry of __metadata__", header("{\"__metadata__\":{\"a\":1}}"));
    assertRefused("__metadata__ is", header("{\"__metadata__\":[]}"));
    open(header("{\"__metadata__\":{\"format\":\"pt\"}}    "));
    byte[] invalid = {'{', '"', (byte) 0xc0, (byte) 0x80, '"', '}'};
    assertRefused(
        "is not valid UTF-8", SafetensorsBytes.file(invalid.length, invalid, new byte[0]));
    String twice = "\"\\n" + "x".repeat(40_000) + "\":" + a.substring(a.indexOf('{'));
    assertRefused("Duplicate", header("{" + twice + "," + twice + "}"));
    // A name that would break a message or a terminal is shown without what would do so.
    assertRefused("tensor \"?[31m?\" is", header("{\"\\u001b[31m\\n\":1}"));
    assertRefused("x...\" is VALUE_NUMBER_INT", header("{\"" + "x".repeat(40_000) + "\":1}"));
  }

  @Randomized(runs = 10)
  void bitFlipsGiveARefusalOrDataOfTheRightSize(RandomGenerator random) throws IOException {
    byte[] file = valid();
    int opened = 0;
    for (int run = 0; run < 200; run++) {
      byte[] damaged = file.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      opened += openOrRefuse(damaged) ? 1 : 0;
    }
    // Flips within the data, which has no check sum, cannot be seen; others must have been.
    assertTrue(opened < 200, "opened=" + opened);
  }

  @Randomized(runs = 10)
  void randomBytesAreRefused(RandomGenerator random) throws IOException {
    for (int run = 0; run < 50; run++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      if (random.nextBoolean() && bytes.length > 16) {
        // A length that fits, so that the header itself is looked at.
        Arrays.fill(bytes, 0, 8, (byte) 0);
        bytes[0] = (byte) (bytes.length - 16);
        bytes[8] = '{';
      }
      assertTrue(!openOrRefuse(bytes), HexFormat.of().formatHex(bytes));
    }
  }

  /// Whether the file could be opened; then every tensor is read, or refused for its type.
  private boolean openOrRefuse(byte[] bytes) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.openFile(write(bytes))) {
      for (String name : checkpoint.names()) {
        long[] shape = checkpoint.shape(name);
        long elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        try {
          int[] expected = Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
          assertEquals(elements, checkpoint.read(name, expected).length);
        } catch (CheckpointException e) {
          assertTrue(e.getMessage().contains("has dtype"), e.getMessage());
        }
      }
      return true;
    } catch (CheckpointException e) {
      return false;
    } catch (RuntimeException | Error e) {
      throw new AssertionError(HexFormat.of().formatHex(bytes), e);
    }
  }

  /// Four tensors of four types, 40 bytes of data.
  private static byte[] valid() {
    SafetensorsBytes file = new SafetensorsBytes();
    file.add("a", "F32", new byte[16], 2, 2);
    file.add("b", "F16", new byte[8], 4);
    file.add("c", "BF16", new byte[8], 4, 1);
    file.add("d", "I64", new byte[8], 1);
    return file.toBytes();
  }

  private static String u8(String name, int elements, long begin, long end) {
    return SafetensorsBytes.entry(name, "U8", "[" + elements + "]", begin, end);
  }

  private static byte[] file(int dataBytes, String... entries) {
    return SafetensorsBytes.file("{" + String.join(",", entries) + "}", new byte[dataBytes]);
  }

  private static byte[] header(String header) {
    return SafetensorsBytes.file(header, new byte[0]);
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("x.safetensors"), bytes);
  }

  private void open(byte[] bytes) throws IOException {
    Checkpoint.openFile(write(bytes)).close();
  }

  private void assertRefused(String expected, byte[] bytes) throws IOException {
    Path file = write(bytes);
    String message =
        assertThrows(CheckpointException.class, () -> Checkpoint.openFile(file)).getMessage();
    assertTrue(message.contains(expected), message);
    assertTrue(message.contains("x.safetensors"), message);
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.length() < 600, message);
  }
}
