package dev.tern.bench;

import java.io.IOException;

/// The command line of Tern, as something to call.
@FunctionalInterface
interface TernProgram {
  /// Runs a command and returns what it printed on standard output.
  ///
  /// @throws IOException if it fails
  String run(String... arguments) throws IOException;
}
