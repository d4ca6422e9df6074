package dev.tern.engine.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The root of all commands.
@Command(
    name = "tern",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    description = "Turns text into sparse vectors and searches them.",
    subcommands = {
      DemoCommand.class,
      IndexCommand.class,
      SearchCommand.class,
      ExplainCommand.class,
      EvalCommand.class,
      EncodeCommand.class,
      TrainCommand.class,
      MineCommand.class,
      DistillCacheCommand.class,
      ModelCommand.class,
      HelpCommand.class,
    },
    footerHeading = "%nFrom a checkout of the sources also:%n",
    footer = {
      "  test     all checks and tests of Tern itself",
      "  bench    measurements against plain definitions and peers",
      "",
      "Start with: tern demo"
    })
final class TernCommand implements Runnable {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "show where in the program a failure arose")
  boolean debug;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do, for example: tern demo");
  }
}
