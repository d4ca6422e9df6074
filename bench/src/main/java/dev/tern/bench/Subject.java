package dev.tern.bench;

import java.nio.file.Path;
import java.util.List;

/// A model that Tern and ONNX Runtime both run.
///
/// @param name short
/// @param directory of its files
/// @param sparse whether it has an MLM head, and else gives dense vectors
/// @param workloads what it encodes
record Subject(String name, Path directory, boolean sparse, List<Workload> workloads) {
  /// What a row of it is called.
  String title(Workload work) {
    return name + "-" + work.name();
  }
}
