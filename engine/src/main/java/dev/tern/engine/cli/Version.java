package dev.tern.engine.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/// The version of the jar, as its manifest has it.
final class Version implements IVersionProvider {
  static String current() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"tern " + current() + " (Java " + Runtime.version() + ")"};
  }
}
