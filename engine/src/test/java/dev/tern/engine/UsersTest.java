package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UsersTest {
  private final AtomicInteger closings = new AtomicInteger();
  private final Users users = new Users(closings::incrementAndGet);

  @Test
  void closesAtOnceWhenNobodyIsIn() {
    users.enter().close();
    users.close();
    users.close();
    assertEquals(1, closings.get());
    assertThrows(IllegalStateException.class, users::enter);
  }

  /// Otherwise an index that is never idle could not be closed.
  @Test
  void nobodyEntersAfterClosingEvenIfOthersAreStillIn() {
    try (Users.Use _ = users.enter()) {
      try (Users.Use _ = users.enter()) {
        users.close();
        assertThrows(IllegalStateException.class, users::enter);
      }
      assertEquals(0, closings.get());
      users.close();
      assertEquals(0, closings.get());
    }
    assertEquals(1, closings.get());
  }
}
