package dev.tern.encoder.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.tern.encoder.text.Quoted;
import dev.tern.encoder.text.Utf8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Reads and checks the header of a safetensors file.
///
/// ```
/// file   = length header data
/// length = bytes of header, unsigned 64 bits, little-endian, at most 100,000,000
/// header = JSON object in UTF-8 from "{" on: { name: tensor, ..., "__metadata__": {text: text} }
/// tensor = { "dtype": type, "shape": [dimensions], "data_offsets": [begin, end] }
/// ```
///
/// Offsets count from the first byte of `data`. Ordered by offset, every tensor begins where the
/// one before it ends, the first at 0, and the last ends with the file: there are no holes and no
/// overlaps, and every byte belongs to one tensor. Names are unique.
final class SafetensorsHeader {
  /// The format's own limit on the length of a header, in bytes.
  static final long MAX_BYTES = 100_000_000;

  /// No model comes near it; it bounds what a message has to print.
  private static final int MAX_DIMENSIONS = 64;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String file;
  private final long dataBytes;

  private SafetensorsHeader(String file, long dataBytes) {
    this.file = file;
    this.dataBytes = dataBytes;
  }

  /// The tensors that a header describes, ordered by offset.
  ///
  /// @param header the bytes of the header alone
  /// @param dataBytes how many bytes follow the header in the file
  /// @param file its name, for messages
  /// @throws CheckpointException if the header breaks a rule of the format
  static List<TensorEntry> read(byte[] header, long dataBytes, String file)
      throws CheckpointException {
    String text =
        Utf8.decode(header)
            .orElseThrow(
                () -> new CheckpointException("the header of " + file + " is not valid UTF-8"));
    SafetensorsHeader reader = new SafetensorsHeader(file, dataBytes);
    if (text.isEmpty() || text.charAt(0) != '{') {
      throw reader.refusal("its header does not begin with {");
    }
    List<TensorEntry> entries;
    try (JsonParser parser = JSON.createParser(text)) {
      entries = reader.entries(parser);
    } catch (JsonProcessingException e) {
      throw new CheckpointException(
          reader.sentence("its header is not valid JSON: " + Quoted.plain(e.getOriginalMessage())),
          e);
    } catch (CheckpointException e) {
      throw e;
    } catch (IOException e) {
      throw new CheckpointException(reader.sentence("its header cannot be read"), e);
    }
    reader.check(entries);
    return entries;
  }

  private List<TensorEntry> entries(JsonParser parser) throws IOException {
    List<TensorEntry> entries = new ArrayList<>();
    expect(parser, JsonToken.START_OBJECT, "the header");
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (name.equals("__metadata__")) {
        skipMetadata(parser);
      } else {
        entries.add(entry(parser, name));
      }
    }
    if (parser.nextToken() != null) {
      throw refusal("its header goes on after the closing brace");
    }
    return entries;
  }

  private void skipMetadata(JsonParser parser) throws IOException {
    expect(parser, JsonToken.START_OBJECT, "__metadata__");
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      expect(parser, JsonToken.VALUE_STRING, "an entry of __metadata__");
    }
  }

  private TensorEntry entry(JsonParser parser, String name) throws IOException {
    String tensor = "tensor " + Quoted.of(name);
    expect(parser, JsonToken.START_OBJECT, tensor);
    TensorType type = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      switch (key) {
        case "dtype" -> {
          expect(parser, JsonToken.VALUE_STRING, "dtype of " + tensor);
          String typeName = parser.getText();
          Optional<TensorType> found = TensorType.named(typeName);
          if (found.isEmpty()) {
            throw refusal(tensor + " has the unknown dtype " + Quoted.of(typeName));
          }
          type = found.get();
        }
        case "shape" -> shape = sizes(parser, "shape of " + tensor);
        case "data_offsets" -> offsets = sizes(parser, "data_offsets of " + tensor);
        default -> throw refusal(tensor + " has the unknown key " + Quoted.of(key));
      }
    }
    if (type == null || shape == null || offsets == null) {
      throw refusal(tensor + " lacks one of dtype, shape and data_offsets");
    }
    if (offsets.size() != 2) {
      throw refusal("data_offsets of " + tensor + " must be a begin and an end, found " + offsets);
    }
    return new TensorEntry(name, type, shape, offsets.get(0), offsets.get(1));
  }

  private List<Long> sizes(JsonParser parser, String what) throws IOException {
    expect(parser, JsonToken.START_ARRAY, what);
    List<Long> sizes = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
          || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          || parser.getLongValue() < 0) {
        throw refusal(what + " holds something that is not a size of at most 2^63 - 1");
      }
      if (sizes.size() == MAX_DIMENSIONS) {
        throw refusal(what + " has more than " + MAX_DIMENSIONS + " entries");
      }
      sizes.add(parser.getLongValue());
    }
    return sizes;
  }

  private void expect(JsonParser parser, JsonToken expected, String what) throws IOException {
    JsonToken found = parser.nextToken();
    if (found != expected) {
      throw refusal(what + " is " + found + " where " + expected + " was expected");
    }
  }

  /// Orders the entries by offset and checks that they fill the data without holes or overlaps.
  private void check(List<TensorEntry> entries) throws CheckpointException {
    // Tensors without elements share their begin with the one that follows.
    entries.sort(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end));
    long position = 0;
    for (TensorEntry entry : entries) {
      String tensor = "tensor " + Quoted.of(entry.name());
      if (entry.begin() != position) {
        throw refusal(
            tensor
                + " begins at byte "
                + entry.begin()
                + " of the data where byte "
                + position
                + " was expected");
      }
      checkSize(entry, tensor);
      position = entry.end();
    }
    if (position != dataBytes) {
      throw refusal(
          "its header describes "
              + position
              + " bytes of data, found "
              + dataBytes
              + "; the download may be incomplete");
    }
  }

  private void checkSize(TensorEntry entry, String tensor) throws CheckpointException {
    long bytes;
    try {
      bytes = entry.bytes();
    } catch (ArithmeticException e) {
      throw new CheckpointException(
          sentence(
              tensor + " of shape " + entry.shape() + " has no size in bytes: " + e.getMessage()),
          e);
    }
    // Both offsets are at least 0, so the difference cannot overflow.
    if (entry.end() - entry.begin() != bytes) {
      throw refusal(
          tensor
              + " of shape "
              + entry.shape()
              + " and dtype "
              + entry.type()
              + " needs "
              + bytes
              + " bytes, found data_offsets ["
              + entry.begin()
              + ", "
              + entry.end()
              + "]");
    }
  }

  private CheckpointException refusal(String reason) {
    return new CheckpointException(sentence(reason));
  }

  private String sentence(String reason) {
    return file + " is not a valid safetensors file: " + reason;
  }
}
