package dev.tern.encoder.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Makes tokenizers from the files that models come with.
public final class TokenizerFiles {
  /// No real tokenizer file is a tenth of this; a wrong file must not fill the memory.
  private static final int MAX_BYTES = 256 << 20;

  private static final String BUNDLED = "bert-base-uncased.json";

  private TokenizerFiles() {}

  /// Reads the tokenizer of a model directory: `tokenizer.json`, or else `vocab.txt` with
  /// `tokenizer_config.json` and `special_tokens_map.json` where they exist. A `tokenizer.json` is
  /// complete: nothing beside it is read.
  ///
  /// @throws TokenizerException if neither is there, or what is there is broken or not supported
  public static Tokenizer read(Path directory, TokenizerOptions options) throws IOException {
    Path json = directory.resolve("tokenizer.json");
    if (Files.isRegularFile(json)) {
      return TokenizerJson.read(bytes(json), json.toString(), options);
    }
    Path vocabulary = directory.resolve("vocab.txt");
    if (!Files.isRegularFile(vocabulary)) {
      throw new TokenizerException(
          directory
              + ": there is neither a tokenizer.json nor a vocab.txt; name the directory of a model"
              + " that has one of them");
    }
    if (Files.exists(directory.resolve("added_tokens.json"))) {
      throw new TokenizerException(
          directory.resolve("added_tokens.json")
              + " is not supported without a tokenizer.json; save the tokenizer again with a newer"
              + " version of transformers");
    }
    JsonObject config = optional(directory.resolve("tokenizer_config.json"));
    JsonObject specialTokens = optional(directory.resolve("special_tokens_map.json"));
    return new VocabularyText(vocabulary.toString(), config, specialTokens)
        .read(bytes(vocabulary), options);
  }

  /// Reads a `tokenizer.json` from a stream, which stays open.
  ///
  /// @param name what errors call the file
  /// @throws TokenizerException if it is broken or not supported
  public static Tokenizer readJson(InputStream json, String name, TokenizerOptions options)
      throws IOException {
    byte[] bytes = json.readNBytes(MAX_BYTES + 1);
    requireSize(bytes.length, name);
    return TokenizerJson.read(bytes, name, options);
  }

  /// The tokenizer of bert-base-uncased, whose vocabulary comes with Tern. Reads it anew at each
  /// call; special tokens in texts are plain text.
  ///
  /// @throws IllegalStateException if the vocabulary is not where the build puts it
  public static Tokenizer bertBaseUncased() {
    return bertBaseUncased(TokenizerOptions.DEFAULT);
  }

  /// As [#bertBaseUncased()], with options.
  public static Tokenizer bertBaseUncased(TokenizerOptions options) {
    try (InputStream json = TokenizerFiles.class.getResourceAsStream(BUNDLED)) {
      if (json == null) {
        throw new IllegalStateException(
            "the vocabulary of bert-base-uncased is not on the class path; build the encoder with"
                + " Maven, which unpacks it: resource="
                + BUNDLED);
      }
      return readJson(json, BUNDLED, options);
    } catch (IOException e) {
      throw new IllegalStateException("the bundled vocabulary is broken: resource=" + BUNDLED, e);
    }
  }

  private static JsonObject optional(Path file) throws IOException {
    return Files.isRegularFile(file)
        ? JsonObject.parse(bytes(file), file.toString())
        : new JsonObject(file.toString(), Map.of());
  }

  private static byte[] bytes(Path file) throws IOException {
    requireSize(Files.size(file), file.toString());
    return Files.readAllBytes(file);
  }

  private static void requireSize(long bytes, String name) throws TokenizerException {
    if (bytes > MAX_BYTES) {
      throw new TokenizerException(
          name + " has more than " + MAX_BYTES + " bytes; this is no tokenizer, check the path");
    }
  }
}
