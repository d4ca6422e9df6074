package dev.tern.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// One measurement that `./tern bench NAME` starts.
interface Harness {
  /// The NAME on the command line.
  String name();

  /// What is measured, in one sentence.
  String description();

  /// Measures, and hands out each row as soon as it is known.
  ///
  /// @throws IOException if data that the harness needs is missing or unreadable
  /// @throws WrongAnswerException if Tern and its peer disagree on the answer
  void run(Setting setting, Consumer<Row> rows) throws IOException;

  /// How to run.
  ///
  /// @param quick less work, for a first look
  /// @param seed of everything random
  /// @param documents how many documents a collection that is made for the run has, if that is to
  ///   be other than usual
  /// @param progress where to say what is being done
  /// @param keep where collections that are made for the run are kept and found again, if anywhere
  /// @param only what rows are wanted: those in whose `work/threads/peer` it is found
  record Setting(
      boolean quick,
      long seed,
      OptionalInt documents,
      Optional<Path> keep,
      Consumer<String> progress,
      Pattern only) {
    private static final Pattern ANY = Pattern.compile("");

    /// A setting with collections of the usual size, in which all rows are wanted.
    Setting(boolean quick, long seed, Consumer<String> progress) {
      this(quick, seed, OptionalInt.empty(), Optional.empty(), progress, ANY);
    }

    /// Whether a row is wanted.
    ///
    /// @param peer a short name of it
    boolean wants(String work, int threads, String peer) {
      return only.matcher(work + "/" + threads + "/" + peer).find();
    }

    /// Whether a part of the work is wanted where that is all that can be chosen.
    ///
    /// @param kind of the queries
    boolean wantsPart(String collection, String kind) {
      return only.matcher(collection + " " + kind).find();
    }
  }
}
