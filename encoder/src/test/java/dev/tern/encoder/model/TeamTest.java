package dev.tern.encoder.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@Isolated("looks at all threads of the process")
class TeamTest {
  private static final int MEETINGS = 20;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void whatMembersWroteBeforeAMeetingIsReadAfterIt(int size) {
    try (Team team = new Team(size)) {
      for (int members = 1; members <= size; members++) {
        assertTrue(runs(team, members));
      }
    }
  }

  /// Every member writes and then reads what all have written, over and over.
  private static boolean runs(Team team, int members) {
    int[] written = new int[members];
    AtomicInteger ended = new AtomicInteger();
    boolean ran =
        team.run(
            members,
            member -> {
              for (int i = 1; i <= MEETINGS; i++) {
                written[member] = i;
                team.meet();
                for (int other : written) {
                  assertEquals(i, other);
                }
                team.meet();
              }
              ended.incrementAndGet();
            });
    assertEquals(ran ? members : 0, ended.get());
    return ran;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aFailureEndsTheWorkOfAllAndTheTeamIsAsGoodAsBefore(int failing) {
    try (Team team = new Team(3)) {
      for (Throwable failure :
          List.of(new IllegalStateException("broken"), new OutOfMemoryError("injected"))) {
        for (int at : new int[] {0, 1, MEETINGS - 1, MEETINGS}) {
          Throwable thrown =
              assertThrows(
                  Throwable.class,
                  () ->
                      team.run(
                          3,
                          member ->
                              fail(team, member == failing ? at : Integer.MAX_VALUE, failure)));
          assertSame(failure, thrown, "at=" + at);
          assertTrue(runs(team, 3));
        }
      }
    }
  }

  /// Meets the others and throws at the meeting of this number, or after all of them.
  private static void fail(Team team, int at, Throwable failure) {
    for (int i = 0; i <= MEETINGS; i++) {
      if (i == at) {
        switch (failure) {
          case Error error -> throw error;
          default -> throw (RuntimeException) failure;
        }
      }
      if (i < MEETINGS) {
        team.meet();
      }
    }
  }

  @Test
  void anInterruptIsNeitherNoticedNorLost() {
    try (Team team = new Team(2)) {
      Thread.currentThread().interrupt();
      assertTrue(runs(team, 2));
      assertTrue(Thread.interrupted());
      // Nor does an interrupted helper do worse than one that was not.
      helpers().forEach(Thread::interrupt);
      assertTrue(runs(team, 2));
      awaitParked(1);
    }
  }

  @Test
  void helpersAreParkedWhenThereIsNothingToDoAndEndWithTheTeam() throws InterruptedException {
    Team team = new Team(4);
    assertEquals(List.of(), helpers());
    assertTrue(runs(team, 3));
    List<Thread> helpers = awaitParked(2);
    assertTrue(helpers.stream().allMatch(Thread::isDaemon));
    assertTrue(runs(team, 4));
    helpers = awaitParked(3);
    team.close();
    assertFalse(runs(team, 4));
    for (Thread helper : helpers) {
      helper.join();
    }
  }

  @Test
  void callersTakeTurns() throws InterruptedException {
    ConcurrentLinkedQueue<Boolean> results = new ConcurrentLinkedQueue<>();
    try (Team team = new Team(2)) {
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        callers.add(
            Thread.ofPlatform()
                .start(() -> {
                  for (int run = 0; run < 20; run++) {
                    results.add(runs(team, 2));
                  }
                }));
      }
      for (Thread caller : callers) {
        caller.join();
      }
    }
    assertEquals(60, results.size());
    assertFalse(results.contains(false));
  }

  @Test
  void littleWorkIsForFewMembers() {
    try (Team team = new Team(4, 10)) {
      assertEquals(1, team.members(0));
      assertEquals(1, team.members(19));
      assertEquals(2, team.members(20));
      assertEquals(4, team.members(Long.MAX_VALUE));
    }
  }

  @Test
  void aTeamNeedsAMember() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new Team(0).close()).getMessage();
    assertTrue(message.contains("size=0"), message);
  }

  private static List<Thread> helpers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("tern-encoder-team-"))
        .toList();
  }

  private static List<Thread> awaitParked(int count) {
    List<Thread> helpers = helpers();
    while (!helpers.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
      Thread.onSpinWait();
    }
    assertEquals(count, helpers.size());
    return helpers;
  }
}
