package dev.tern.engine.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;

/// What went wrong, in one sentence for a person.
final class Failure {
  /// How systems call what makes room, or the right to it, run out.
  private static final List<String> NO_ROOM =
      List.of("No space left on device", "Disk quota exceeded", "File too large");

  private Failure() {}

  static String sentence(Throwable failure) {
    return switch (failure) {
      case UncheckedIOException e when e.getCause() != null -> sentence(e.getCause());
      case NoSuchFileException e -> e.getFile() + " does not exist; check the path";
      case FileNotFoundException e -> e.getMessage() + "; check the path";
      case AccessDeniedException e -> e.getFile() + " may not be read or written by this user";
      case NotDirectoryException e -> e.getFile() + " is not a directory; check the path";
      case FileAlreadyExistsException e -> e.getFile() + " exists already; remove it first";
      case CharacterCodingException _ -> "the input is not UTF-8; convert it first";
      case FileSystemException e when hasNoRoom(e) ->
          "the disk is full while writing "
              + e.getFile()
              + ": "
              + e.getReason()
              + "; make room and run it again, nothing committed is lost";
      case FileSystemException e when e.getReason() != null ->
          e.getFile() + " cannot be used (" + e.getReason() + "); check the path";
      case IOException e when hasNoRoom(e) ->
          "the disk is full: "
              + e.getMessage()
              + "; make room and run it again, nothing committed is lost";
      case OutOfMemoryError _ ->
          "out of memory; give Java more, for example JAVA_TOOL_OPTIONS=-Xmx8g, or use fewer"
              + " --threads";
      case IOException e when e.getMessage() != null -> e.getMessage();
      case IllegalArgumentException e when e.getMessage() != null -> e.getMessage();
      case UsageException e -> e.getMessage();
      case StandardOutput.Failed e -> e.getMessage();
      default -> failure + " (this is a fault of Tern; --debug shows where)";
    };
  }

  private static boolean hasNoRoom(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return NO_ROOM.stream().anyMatch(message::contains);
  }
}
