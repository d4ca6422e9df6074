package dev.tern.engine.cli;

import dev.tern.engine.collection.Document;
import dev.tern.engine.evaluation.BeirCollection;
import dev.tern.engine.evaluation.BeirDocument;
import dev.tern.engine.evaluation.JsonLines;
import dev.tern.engine.evaluation.TextSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/// The documents of JSON-lines files, or of directories in BEIR's layout, one file after the other.
///
/// Each iteration reads the files anew. What cannot be read ends the iteration with an
/// [UncheckedIOException].
final class CorpusFiles implements Iterable<Document> {
  private interface Corpus {
    JsonLines open() throws IOException;
  }

  private final List<Corpus> corpora;

  private CorpusFiles(List<Corpus> corpora) {
    this.corpora = corpora;
  }

  /// The documents of a collection.
  static CorpusFiles of(BeirCollection collection) {
    return new CorpusFiles(List.of(collection::documents));
  }

  /// @param paths that [#resolve] gave
  static CorpusFiles of(List<Path> paths) {
    List<Corpus> corpora = new ArrayList<>();
    for (Path path : paths) {
      corpora.add(() -> JsonLines.open(TextSource.file(path)));
    }
    return new CorpusFiles(corpora);
  }

  /// The files that are meant by the given files and directories.
  ///
  /// @throws NoSuchFileException if one of them does not exist
  /// @throws IOException if a directory has no corpus
  static List<Path> resolve(List<Path> paths) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new NoSuchFileException(path.toString());
      }
      Path file = Files.isDirectory(path) ? corpusOf(path) : path;
      if (!Files.isRegularFile(file)) {
        throw new IOException(
            file
                + " is not a regular file, and documents are read more than once; save them into a"
                + " file first");
      }
      files.add(file);
    }
    return files;
  }

  private static Path corpusOf(Path directory) throws IOException {
    for (String name : List.of("corpus.jsonl", "corpus.jsonl.gz")) {
      if (Files.exists(directory.resolve(name))) {
        return directory.resolve(name);
      }
    }
    throw new IOException(
        directory + " is a directory without corpus.jsonl; name a file of JSON lines instead");
  }

  /// Number of lines in all files, for estimates; 0 if one of them is compressed.
  static long lines(List<Path> files) throws IOException {
    long lines = 0;
    byte[] buffer = new byte[1 << 16];
    byte last = '\n';
    for (Path file : files) {
      if (file.toString().endsWith(".gz")) {
        return 0;
      }
      try (InputStream in = Files.newInputStream(file)) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          for (int i = 0; i < read; i++) {
            lines += last == '\n' ? 1 : 0;
            last = buffer[i];
          }
        }
        last = '\n';
      }
    }
    return lines;
  }

  @Override
  public Iterator<Document> iterator() {
    return new Cursor(corpora.iterator());
  }

  /// Walks through the files; a file is closed when its end is reached.
  private static final class Cursor implements Iterator<Document> {
    private final Iterator<Corpus> corpora;
    private Optional<JsonLines> lines = Optional.empty();
    private Optional<BeirDocument> next = Optional.empty();

    Cursor(Iterator<Corpus> corpora) {
      this.corpora = corpora;
    }

    @Override
    public boolean hasNext() {
      try {
        while (next.isEmpty() && (lines.isPresent() || corpora.hasNext())) {
          if (lines.isEmpty()) {
            lines = Optional.of(corpora.next().open());
          }
          next = lines.get().next();
          if (next.isEmpty()) {
            lines.get().close();
            lines = Optional.empty();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return next.isPresent();
    }

    @Override
    public Document next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      BeirDocument document = next.get();
      next = Optional.empty();
      return new Document(document.id(), document.title(), document.text());
    }
  }
}
