package dev.tern.engine.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `tern model ...`: what concerns models.
@Command(
    name = "model",
    description = "Looks into models and converts them.",
    subcommands = {ModelInfoCommand.class, ModelConvertCommand.class},
    footerHeading = "%nExample:%n",
    footer = "  tern model info splade-tiny")
final class ModelCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what, for example: tern model info DIR");
  }
}
