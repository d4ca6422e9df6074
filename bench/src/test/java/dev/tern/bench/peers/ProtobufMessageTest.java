package dev.tern.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// The bytes of the documentation's own examples, and those of each kind of field.
class ProtobufMessageTest {
  @Test
  void integers() throws IOException {
    assertEquals("089601", hex(new ProtobufMessage().integer(1, 150)));
    assertEquals("0800", hex(new ProtobufMessage().integer(1, 0)));
    assertEquals("a00105", hex(new ProtobufMessage().integer(20, 5)));
    assertEquals("08feffffffffffffffff01", hex(new ProtobufMessage().integer(1, -2)));
  }

  @Test
  void texts() throws IOException {
    assertEquals("120774657374696e67", hex(new ProtobufMessage().text(2, "testing")));
    assertEquals("1202c3a9", hex(new ProtobufMessage().text(2, "é")));
  }

  @Test
  void messages() throws IOException {
    ProtobufMessage inner = new ProtobufMessage().integer(1, 150);
    assertEquals("1a03089601", hex(new ProtobufMessage().message(3, inner)));
    ProtobufMessage outer = new ProtobufMessage().message(3, inner);
    assertEquals("0a051a03089601", hex(new ProtobufMessage().message(1, outer)));
  }

  @Test
  void floats() throws IOException {
    assertEquals("150000803f", hex(new ProtobufMessage().float32(2, 1)));
    assertEquals("4a080000803f000000c0", hex(new ProtobufMessage().floats(9, new float[] {1, -2})));
  }

  /// More floats than are written at once, and a length of three bytes.
  @Test
  void longArrays() throws IOException {
    float[] values = new float[20_000];
    values[19_999] = 1;
    String hex = hex(new ProtobufMessage().floats(9, values));
    assertEquals("4a80f104", hex.substring(0, 8));
    assertEquals(2 * (4 + 80_000), hex.length());
    assertEquals("0000803f", hex.substring(hex.length() - 8));
  }

  private static String hex(ProtobufMessage message) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    message.writeTo(out);
    return HexFormat.of().formatHex(out.toByteArray());
  }
}
