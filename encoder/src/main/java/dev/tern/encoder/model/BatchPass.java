package dev.tern.encoder.model;

import java.util.Optional;

/// Works through a batch: in groups of texts on the calling thread or, with a team, text by text.
final class BatchPass implements ForwardPass {
  private final ActivationPool pool;
  private final Computation computation;
  private final long multiplications;
  private final Result result;

  /// @param pool of the transformer
  /// @param computation from the tokens of a group to its results, in its activations
  /// @param multiplications for a token, but for those of attention with other tokens
  BatchPass(ActivationPool pool, Computation computation, long multiplications, Result result) {
    this.pool = pool;
    this.computation = computation;
    this.multiplications = multiplications;
    this.result = result;
  }

  /// What each member of a team, or a thread alone, does with its activations.
  interface Computation {
    void run(Activations a);
  }

  /// What becomes of a group, on the calling thread.
  interface Result {
    /// Takes a group whose first text has this number in the batch.
    void accept(Activations a, int first);
  }

  @Override
  public void run(TokenBatch batch, Team team) {
    for (int text = 0; text < batch.texts(); ) {
      int end = batch.endOfGroup(text, team.size() > 1 ? 0 : Activations.GROUP_TOKENS);
      if (!runTogether(batch, text, team)) {
        runAlone(batch, text, end);
      }
      text = end;
    }
  }

  private void runAlone(TokenBatch batch, int text, int end) {
    Activations a = pool.take();
    boolean sound = false;
    try {
      a.begin(batch, text, end);
      computation.run(a);
      result.accept(a, text);
      sound = true;
    } finally {
      pool.giveBack(a, sound);
    }
  }

  /// Computes one text, unless the team cannot or would be no faster.
  private boolean runTogether(TokenBatch batch, int text, Team team) {
    int members = team.members(batch.length(text) * multiplications);
    if (members <= 1) {
      return false;
    }
    Optional<TeamActivations> taken = pool.take(team);
    if (taken.isEmpty()) {
      return false;
    }
    TeamActivations all = taken.get();
    boolean sound = false;
    try {
      boolean ran = all.compute(batch, text, members, computation);
      if (ran) {
        result.accept(all.leader(), text);
      }
      sound = true;
      return ran;
    } finally {
      pool.giveBack(all, sound);
    }
  }
}
