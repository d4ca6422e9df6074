package dev.tern.bench;

import dev.tern.bench.peers.BertGraph;
import dev.tern.bench.peers.GraphStyle;
import dev.tern.bench.peers.OrtEncoder;
import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.TransformerSide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/// A model in ONNX Runtime, in all forms that are asked for.
///
/// @param subject the model
/// @param graphs directory in which the graphs are written when they are first asked for
/// @param threads of each
/// @param loaded so far
record OrtPeers(Subject subject, Path graphs, int threads, Map<GraphStyle, OrtEncoder> loaded)
    implements AutoCloseable {

  OrtPeers(Subject subject, Path graphs, int threads) {
    this(subject, graphs, threads, new EnumMap<>(GraphStyle.class));
  }

  OrtEncoder get(GraphStyle style) throws IOException {
    if (!loaded.containsKey(style)) {
      loaded.put(style, OrtEncoder.load(graph(style), threads));
    }
    return loaded.get(style);
  }

  /// The file of a graph.
  Path graph(GraphStyle style) throws IOException {
    Path file = graphs.resolve(subject.name() + "-" + style.key() + ".onnx");
    if (!Files.exists(file)) {
      TransformerSide side = ModelDirectory.open(subject.directory()).documentSide();
      try (Checkpoint checkpoint = Checkpoint.open(side.folder())) {
        if (subject.sparse()) {
          BertGraph.writeSparse(checkpoint, side.config(), style, file);
        } else {
          BertGraph.writeDense(checkpoint, side.config(), style, file);
        }
      }
    }
    return file;
  }

  @Override
  public void close() {
    loaded.values().forEach(OrtEncoder::close);
  }
}
