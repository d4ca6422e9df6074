package dev.tern.encoder.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// The directory of a run.
///
/// ```
/// train.json        what was asked for
/// checkpoint.state  where the run was when it stopped last
/// log.jsonl         what it did
/// report.html       curves of that
/// model/            what it made, when it is done
/// best/             the model that was judged best so far
/// cache/            vectors of teachers
/// ```
///
/// @param path of it
record RunDirectory(Path path) {
  /// Makes the directory of a new run.
  ///
  /// @param config bytes of the configuration
  /// @throws TrainingException if there is a run in it
  static RunDirectory create(Path path, byte[] config) throws IOException {
    RunDirectory directory = new RunDirectory(path);
    if (Files.exists(directory.checkpoint()) || Files.exists(directory.model())) {
      throw new TrainingException(
          path + " holds a run already; resume it with --resume, or name another output");
    }
    Files.createDirectories(path);
    Files.deleteIfExists(directory.log());
    Files.write(directory.config(), config);
    return directory;
  }

  /// Finds the directory of a run that is to go on.
  ///
  /// @param config bytes of the configuration, which must be those that the run began with
  /// @throws TrainingException if there is no checkpoint in it, or the configuration is another
  static RunDirectory resume(Path path, byte[] config) throws IOException {
    RunDirectory directory = new RunDirectory(path);
    if (!Files.exists(directory.checkpoint())) {
      throw new TrainingException(
          path + " holds no checkpoint; leave --resume out to begin the run");
    }
    if (!Arrays.equals(config, Files.readAllBytes(directory.config()))) {
      throw new TrainingException(
          "the configuration is not the one that the run began with, "
              + directory.config()
              + "; resume with that, or begin another run with another output");
    }
    Directories.recover(directory.best());
    return directory;
  }

  Path config() {
    return path.resolve("train.json");
  }

  Path checkpoint() {
    return path.resolve("checkpoint.state");
  }

  Path log() {
    return path.resolve("log.jsonl");
  }

  Path report() {
    return path.resolve("report.html");
  }

  Path model() {
    return path.resolve("model");
  }

  Path best() {
    return path.resolve("best");
  }
}
