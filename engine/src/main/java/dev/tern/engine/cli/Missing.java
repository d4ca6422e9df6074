package dev.tern.engine.cli;

import dev.tern.engine.collection.Document;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;

/// The documents of another iterator that are not there already.
final class Missing implements Iterator<Document> {
  private final Iterator<Document> all;
  private final Predicate<Document> isThere;
  private Optional<Document> next = Optional.empty();

  Missing(Iterator<Document> all, Predicate<Document> isThere) {
    this.all = all;
    this.isThere = isThere;
  }

  @Override
  public boolean hasNext() {
    while (next.isEmpty() && all.hasNext()) {
      next = Optional.of(all.next()).filter(isThere.negate());
    }
    return next.isPresent();
  }

  @Override
  public Document next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Document document = next.get();
    next = Optional.empty();
    return document;
  }
}
