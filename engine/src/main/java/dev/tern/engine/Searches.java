package dev.tern.engine;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// What searches of a snapshot work with and what is not in use: some hundred KB each, for a search
/// of some microseconds too much to make anew. A few for each processor are kept. For use by
/// several threads at once.
final class Searches {
  private final Snapshot snapshot;
  private final AtomicReferenceArray<Search> idle =
      new AtomicReferenceArray<>(2 * Runtime.getRuntime().availableProcessors());

  Searches(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  /// One that nobody else uses until it is given back.
  Search take() {
    for (int i = 0; i < idle.length(); i++) {
      if (idle.getPlain(i) != null) {
        Search search = idle.getAndSet(i, null);
        if (search != null) {
          return search;
        }
      }
    }
    return new Search(snapshot);
  }

  /// Takes one back whose search has ended without an exception.
  void giveBack(Search search) {
    for (int i = 0; i < idle.length(); i++) {
      if (idle.getPlain(i) == null && idle.compareAndSet(i, null, search)) {
        return;
      }
    }
  }
}
