package dev.tern.encoder.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.testing.Golden;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One text on several threads.
@Timeout(120)
class TogetherTest {
  private static final int[] LENGTHS = {0, 1, 5, 6, 7, 8, 12, 13, 31, 64, 100, 127, 128};
  private static final int[] TEAMS = {2, 3, 4, 7};

  private static List<int[]> texts() {
    Random random = new Random(3);
    List<int[]> texts = new ArrayList<>();
    for (int length : LENGTHS) {
      texts.add(random.ints(length, 0, 1146).toArray());
    }
    return texts;
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert-mlm-tiny", "distilbert-mlm-tiny"})
  void aTextHasTheSameBitsOnAnyNumberOfThreads(String name) throws IOException {
    MaskedLanguageModel model = Goldens.model(Golden.resource("encoder/" + name + "/model"));
    for (int size : TEAMS) {
      try (Team team = new Team(size, 1)) {
        for (int[] ids : texts()) {
          TokenBatch text = TokenBatch.of(ids);
          String what = "team=" + size + " tokens=" + ids.length;
          assertSameLogits(model, text, team, what);
          assertArrayEquals(
              model.transformer().forward(text), hidden(model.transformer(), text, team), what);
        }
      }
    }
  }

  @Test
  void soItHasWithAHeadThatSkips() throws IOException {
    MaskedLanguageModel model = Goldens.model(Golden.resource("encoder/bert-mlm-tiny/model"));
    TokenBatch batch = TokenBatch.of(texts());
    LogitBounds bounds = model.head().bounds(SkippingTest.hidden(model, batch), 24);
    for (int size : TEAMS) {
      try (Team team = new Team(size, 1)) {
        for (int[] ids : texts()) {
          model.head().skipping().use(Optional.of(bounds));
          long before = model.skippedWork().pairs();
          assertSameLogits(model, TokenBatch.of(ids), team, "team=" + size + " " + ids.length);
          long pairs = ids.length < 8 ? 0 : 1146L * ((ids.length + 15) / 16);
          assertEquals(2 * pairs, model.skippedWork().pairs() - before, "alone and together");
        }
      }
    }
  }

  @Test
  void textsOfABatchAreComputedOneAfterTheOther() throws IOException {
    MaskedLanguageModel model = Goldens.model(Golden.resource("encoder/bert-mlm-tiny/model"));
    TokenBatch batch = TokenBatch.of(texts());
    float[][] together = new float[batch.texts()][];
    try (Team team = new Team(3, 1)) {
      model.forwardPositive(batch, team, (text, maxLogits) -> together[text] = maxLogits.clone());
    }
    assertArrayEquals(model.forwardPositive(batch), together);
  }

  private static void assertSameLogits(
      MaskedLanguageModel model, TokenBatch text, Team team, String what) {
    List<float[]> together = new ArrayList<>();
    model.forwardPositive(text, team, (_, maxLogits) -> together.add(maxLogits.clone()));
    assertEquals(1, together.size());
    assertArrayEquals(model.forwardPositive(text)[0], together.getFirst(), what);
  }

  private static float[] hidden(Transformer model, TokenBatch text, Team team) {
    float[] all = new float[text.tokens() * model.config().hiddenSize()];
    model.forward(
        text,
        team,
        (_, hidden, from, tokens) -> System.arraycopy(hidden, from, all, 0, all.length));
    return all;
  }

  @Test
  void allMembersWorkUnlessOthersDo() throws IOException {
    Transformer model = Goldens.model(Golden.resource("encoder/bert-mlm-tiny/model")).transformer();
    TokenBatch text = TokenBatch.of(new int[100]);
    try (Team team = new Team(3, 1)) {
      assertEquals(3, threads(model, text, team).size());
      assertEquals(3, threads(model, TokenBatch.of(new int[50], new int[50]), team).size());
      // While another pass is under way, the caller works alone.
      model
          .pass(
              _ -> assertEquals(Set.of(Thread.currentThread()), threads(model, text, team)),
              (_, _) -> {})
          .run(text, Team.ALONE);
      assertEquals(3, threads(model, text, team).size());
    }
    Team closed = new Team(3, 1);
    closed.close();
    assertEquals(Set.of(Thread.currentThread()), threads(model, text, closed));
  }

  private static Set<Thread> threads(Transformer model, TokenBatch batch, Team team) {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    model.pass(_ -> threads.add(Thread.currentThread()), (_, _) -> {}).run(batch, team);
    return threads;
  }

  @Test
  void whatOneMemberCannotComputeIsRefusedAndHarmsNothing() throws IOException {
    MaskedLanguageModel model = Goldens.model(Golden.resource("encoder/bert-mlm-tiny/model"));
    int[] ids = texts().getLast();
    try (Team team = new Team(2, 1)) {
      for (int position : new int[] {0, 127}) {
        int[] wrong = ids.clone();
        wrong[position] = 1146;
        String message =
            assertThrows(
                    IllegalArgumentException.class,
                    () -> model.forwardPositive(TokenBatch.of(wrong), team, (_, _) -> {}))
                .getMessage();
        assertTrue(message.contains("id=1146 vocabulary=1146"), message);
        assertSameLogits(model, TokenBatch.of(ids), team, "after a failure");
      }
      OutOfMemoryError injected = new OutOfMemoryError("injected");
      assertSame(
          injected,
          assertThrows(
              OutOfMemoryError.class,
              () ->
                  model
                      .transformer()
                      .pass(
                          a -> {
                            if (!a.leads()) {
                              throw injected;
                            }
                            a.meet();
                          },
                          (_, _) -> {})
                      .run(TokenBatch.of(ids), team)));
      assertSameLogits(model, TokenBatch.of(ids), team, "after no memory");
    }
  }

  @Test
  void manyCallersMayShareATeam() throws Exception {
    MaskedLanguageModel model = Goldens.model(Golden.resource("encoder/bert-mlm-tiny/model"));
    TokenBatch text = TokenBatch.of(texts().getLast());
    float[][] expected = model.forwardPositive(text);
    try (Team team = new Team(2, 1);
        ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Callable<float[]> call =
          () -> {
            List<float[]> result = new ArrayList<>();
            model.forwardPositive(text, team, (_, maxLogits) -> result.add(maxLogits.clone()));
            return result.getFirst();
          };
      for (Future<float[]> result : threads.invokeAll(Collections.nCopies(90, call))) {
        assertArrayEquals(expected[0], result.get());
      }
    }
  }
}
