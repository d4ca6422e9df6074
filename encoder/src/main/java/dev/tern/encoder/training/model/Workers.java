package dev.tern.encoder.training.model;

import dev.tern.encoder.model.Team;
import java.util.concurrent.atomic.AtomicInteger;

/// Threads that share tasks, each with its own [Scratch].
///
/// Tasks are handed out as threads become free, so a task must write what no other task writes or
/// reads: then no result depends on who ran it.
final class Workers implements AutoCloseable {
  private final Team team;
  private final Scratch[] scratch;
  private final AtomicInteger next = new AtomicInteger();

  /// A part of some work.
  interface Task {
    /// Does part `task` in `[0, tasks)`.
    void run(int task, Scratch scratch);
  }

  /// @param threads the calling one among them, at least 1
  Workers(int threads) {
    team = new Team(threads);
    scratch = new Scratch[threads];
    for (int i = 0; i < threads; i++) {
      scratch[i] = new Scratch();
    }
  }

  /// Number of threads.
  int size() {
    return scratch.length;
  }

  /// Runs tasks `[0, tasks)` and returns when all have ended.
  void run(int tasks, Task task) {
    next.set(0);
    int members = Math.clamp(tasks, 1, scratch.length);
    boolean ran =
        team.run(
            members,
            member -> {
              for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
                task.run(i, scratch[member]);
              }
            });
    if (!ran) {
      throw new IllegalStateException("the student was closed");
    }
  }

  @Override
  public void close() {
    team.close();
  }
}
