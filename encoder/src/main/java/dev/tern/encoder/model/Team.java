package dev.tern.encoder.model;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// Threads that compute one forward pass together: the one that calls, which is member 0, and
/// helpers that wait for work.
///
/// Members [meet][#meet] where one needs what others have computed, some microseconds apart at
/// best, so whoever waits spins: to park and to be woken takes longer than the wait. Helpers
/// without work are parked. They are daemons, are started when first needed and end with [#close].
///
/// What a member throws ends the work of all, each at its next meeting; the team is then as good as
/// before. An interrupt of the calling thread is neither noticed nor lost.
///
/// Safe for use by several threads, one of which runs at a time.
public final class Team implements AutoCloseable {
  /// The calling thread and nobody else.
  public static final Team ALONE = new Team(1);

  /// How often to look before the processor is offered to others: for 20 to 70 microseconds.
  private static final int SPINS = 2_000;

  /// Multiplications of a forward pass that are worth another member: 0.1 ms, since it takes up to
  /// 0.05 ms to wake one.
  private static final long WORTHWHILE = 10_000_000;

  /// What is computed together.
  public interface Work {
    /// Computes the share of `member`, in `[0, members)`.
    void run(int member);
  }

  private final long worthwhile;
  private final Helper[] helpers;
  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicInteger atWork = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile int meetings;
  private volatile boolean closed;
  private int members;

  /// A team of the calling thread and `size - 1` helpers.
  ///
  /// @param size at least 1
  public Team(int size) {
    this(size, WORTHWHILE);
  }

  /// A team that takes another member for so many multiplications.
  Team(int size, long worthwhile) {
    if (size < 1) {
      throw new IllegalArgumentException("a team needs a member: size=" + size);
    }
    this.worthwhile = worthwhile;
    helpers = new Helper[size - 1];
  }

  /// The most members of a run.
  public int size() {
    return 1 + helpers.length;
  }

  /// How many members so many multiplications are best done by.
  int members(long multiplications) {
    return Math.clamp(multiplications / worthwhile, 1, size());
  }

  /// Runs `work` with members `[0, members)`, and returns when all have ended.
  ///
  /// What a member throws is thrown here; where several do, what the first threw.
  ///
  /// @param members in `[1, size]`
  /// @return whether it ran; a closed team does not
  public synchronized boolean run(int members, Work work) {
    if (closed) {
      return false;
    }
    start(members - 1);
    this.members = members;
    failure.set(null);
    arrived.set(0);
    atWork.set(members - 1);
    for (int i = 0; i < members - 1; i++) {
      helpers[i].give(work);
    }
    compute(work, 0);
    for (int spins = 0; atWork.get() != 0; spins++) {
      pause(spins);
    }
    switch (failure.get()) {
      case null -> {
        return true;
      }
      case Error error -> throw error;
      case Throwable exception -> throw (RuntimeException) exception; // a work throws no others
    }
  }

  /// Waits until all members are here. What they wrote before can then be read by all.
  void meet() {
    int meeting = meetings;
    if (arrived.incrementAndGet() == members) {
      arrived.set(0);
      meetings = meeting + 1;
      return;
    }
    for (int spins = 0; meetings == meeting; spins++) {
      if (failure.get() != null) {
        throw new Abandoned();
      }
      pause(spins);
    }
  }

  private void compute(Work work, int member) {
    try {
      work.run(member);
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    }
  }

  /// Spins and, where that is not enough because a member was taken off its processor, offers it
  /// this one. To park instead would add 50 microseconds to a wait that is often little longer than
  /// the spins.
  @SuppressWarnings("ThreadPriorityCheck") // nothing but the time depends on the scheduler
  private static void pause(int spins) {
    if (spins < SPINS) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
  }

  /// Starts what is not running of the first `count` helpers. Where there is no memory for another
  /// thread, those that were started stay.
  private void start(int count) {
    for (int i = 0; i < count; i++) {
      if (helpers[i] == null) {
        Helper helper = new Helper(i + 1);
        helper.thread.start();
        helpers[i] = helper;
      }
    }
  }

  /// Lets the helpers end, after the run under way.
  @Override
  public synchronized void close() {
    closed = true;
    for (Helper helper : helpers) {
      if (helper != null) {
        LockSupport.unpark(helper.thread);
      }
    }
  }

  /// Ends a member whose team has failed. Thrown and caught here, so that it needs no trace.
  private static final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1;

    Abandoned() {
      super("another member of the team has failed", null, false, false);
    }
  }

  private final class Helper implements Runnable {
    private final int member;
    private final Thread thread;
    private final AtomicReference<Work> work = new AtomicReference<>();

    Helper(int member) {
      this.member = member;
      this.thread =
          Thread.ofPlatform().daemon().name("tern-encoder-team-" + member).unstarted(this);
    }

    void give(Work next) {
      work.set(next);
      LockSupport.unpark(thread);
    }

    @Override
    public void run() {
      for (int spins = 0; ; spins++) {
        Work next = work.get();
        if (next != null) {
          work.set(null);
          compute(next, member);
          atWork.decrementAndGet();
          spins = 0;
        } else if (closed) {
          return;
        } else if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          Thread.interrupted(); // would not let it park
          LockSupport.park(this);
        }
      }
    }
  }
}
