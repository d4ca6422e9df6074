package dev.tern.bench;

import dev.tern.bench.peers.GraphStyle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A model that Tern and ONNX Runtime both run.
///
/// @param name short
/// @param directory of its files
/// @param sparse whether it has an MLM head, and else gives dense vectors
/// @param workloads what it encodes
/// @param targets by what is aimed at against each form of the peer
record Subject(
    String name,
    Path directory,
    boolean sparse,
    List<Workload> workloads,
    Map<GraphStyle, Double> targets) {}
