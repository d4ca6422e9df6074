package dev.tern.engine.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Starts the program again with the option that the Vector API needs.
///
/// A jar's manifest cannot ask for an incubator module (`Add-Modules` is not among the attributes
/// that `java -jar` honours), so `java -jar tern.jar` would otherwise fail for everybody who has
/// not read this. The second start costs about 0.2 s; the launcher script `tern` avoids it.
final class Relaunch {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final String MARK = "tern.relaunched";

  private Relaunch() {}

  static boolean hasVectorModule() {
    return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
  }

  /// Runs the same program with the same arguments in a child and returns its exit code.
  static int withVectorModule(String[] arguments) {
    if (Boolean.getBoolean(MARK)) {
      Console.ERR.println(
          "tern: this Java has no module "
              + VECTOR_MODULE
              + "; use a full JDK 25 or newer and the option --add-modules "
              + VECTOR_MODULE);
      return 1;
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("--add-modules=" + VECTOR_MODULE);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-D" + MARK + "=true");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    try {
      Process child = new ProcessBuilder(command).inheritIO().start();
      // A signal to this process alone must reach the child, which then commits and ends.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(child)));
      return child.waitFor();
    } catch (IOException e) {
      Console.ERR.println("tern: cannot start " + command.getFirst() + ": " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static void end(Process child) {
    if (child.isAlive()) {
      child.destroy();
      try {
        child.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
