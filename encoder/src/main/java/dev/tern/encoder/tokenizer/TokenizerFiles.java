package dev.tern.encoder.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Makes tokenizers from the files that models come with.
public final class TokenizerFiles {
  /// Three times the largest WordPiece tokenizer that is published (half a million tokens). Reading
  /// one takes many times the memory of its bytes, so a larger file could exhaust it.
  private static final int MAX_BYTES = 32 << 20;

  private static final String JSON = "tokenizer.json";
  private static final String VOCABULARY = "vocab.txt";
  private static final String CONFIG = "tokenizer_config.json";
  private static final String SPECIAL_TOKENS = "special_tokens_map.json";
  private static final String BUNDLED = "bert-base-uncased.json";

  private TokenizerFiles() {}

  /// Reads the tokenizer of a model directory: `tokenizer.json`, or else `vocab.txt` with
  /// `tokenizer_config.json` and `special_tokens_map.json` where they exist. A `tokenizer.json` is
  /// complete: nothing beside it is read.
  ///
  /// @throws TokenizerException if neither is there, or what is there is broken or not supported
  public static Tokenizer read(Path directory, TokenizerOptions options) throws IOException {
    return read(files(directory), directory.toString(), options);
  }

  /// The files of a model directory that make its tokenizer, by name, for keeping them elsewhere.
  ///
  /// @throws TokenizerException if there is no tokenizer, or one that is not supported
  public static Map<String, byte[]> files(Path directory) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    if (Files.isRegularFile(directory.resolve(JSON))) {
      files.put(JSON, bytes(directory.resolve(JSON)));
      return files;
    }
    if (!Files.isRegularFile(directory.resolve(VOCABULARY))) {
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
    for (String name : List.of(VOCABULARY, CONFIG, SPECIAL_TOKENS)) {
      if (Files.isRegularFile(directory.resolve(name))) {
        files.put(name, bytes(directory.resolve(name)));
      }
    }
    return files;
  }

  /// The tokenizer that files make which [#files] gave.
  ///
  /// @param name what errors call the place of the files
  /// @throws TokenizerException if there is no tokenizer, or what is there is broken
  public static Tokenizer read(Map<String, byte[]> files, String name, TokenizerOptions options)
      throws IOException {
    if (files.containsKey(JSON)) {
      return TokenizerJson.read(files.get(JSON), name + "/" + JSON, options);
    }
    if (!files.containsKey(VOCABULARY)) {
      throw new TokenizerException(name + " has neither a tokenizer.json nor a vocab.txt");
    }
    JsonObject config = optional(files, CONFIG, name);
    JsonObject specialTokens = optional(files, SPECIAL_TOKENS, name);
    return new VocabularyText(name + "/" + VOCABULARY, config, specialTokens)
        .read(files.get(VOCABULARY), options);
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

  private static JsonObject optional(Map<String, byte[]> files, String file, String name)
      throws TokenizerException {
    String place = name + "/" + file;
    return files.containsKey(file)
        ? JsonObject.parse(files.get(file), place)
        : new JsonObject(place, Map.of());
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
