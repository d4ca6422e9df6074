package dev.tern.encoder.checkpoint;

import dev.tern.encoder.text.Quoted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// `model.safetensors.index.json`: which tensor lies in which file.
///
/// @param file the index itself
/// @param shards tensor names by file name
record ShardIndex(Path file, SortedMap<String, Set<String>> shards) {
  /// Reads an index. A shard is a file beside the index: a name with a folder in it is refused, so
  /// that an index cannot make other files be opened.
  ///
  /// @throws CheckpointException if the index is not what it should be
  static ShardIndex read(Path file) throws IOException {
    JsonDocument document = JsonDocument.read(file);
    SortedMap<String, Set<String>> shards = new TreeMap<>();
    for (Map.Entry<String, Object> entry : document.object("weight_map").entrySet()) {
      if (!(entry.getValue() instanceof String shard)
          || !Folders.isPlain(shard)
          || !shard.endsWith(".safetensors")) {
        throw new CheckpointException(
            file
                + " places tensor "
                + Quoted.of(entry.getKey())
                + " in "
                + Quoted.of(String.valueOf(entry.getValue()))
                + ", which is not the name of a .safetensors file beside it");
      }
      shards.computeIfAbsent(shard, _ -> new TreeSet<>()).add(entry.getKey());
    }
    return new ShardIndex(file, shards);
  }
}
