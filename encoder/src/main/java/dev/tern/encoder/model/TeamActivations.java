package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.ModelConfig;
import java.util.Optional;

/// The activations of all members of a [Team], and what they compute together: one text at a time.
///
/// Used again for the next text, so that a text costs no objects.
final class TeamActivations implements Team.Work {
  private static final BatchPass.Computation NOTHING = _ -> {};

  private final Team team;
  private final Activations[] all;
  private BatchPass.Computation computation = NOTHING;
  private int members;

  TeamActivations(ModelConfig config, Team team) {
    this.team = team;
    all = new Activations[team.size()];
    all[0] = new Activations(config, Optional.of(team));
    for (int i = 1; i < all.length; i++) {
      all[i] = new Activations(all[0], i);
    }
  }

  /// Whether these are the activations of `team`.
  boolean belongTo(Team team) {
    return this.team == team;
  }

  /// Those of the calling thread.
  Activations leader() {
    return all[0];
  }

  /// Computes a text of a batch with so many members.
  ///
  /// @return whether the team did; a closed one does not
  boolean compute(TokenBatch batch, int text, int members, BatchPass.Computation computation) {
    all[0].begin(batch, text, text + 1);
    this.computation = computation;
    this.members = members;
    return team.run(members, this);
  }

  @Override
  public void run(int member) {
    Activations a = all[member];
    a.join(all[0], members);
    computation.run(a);
  }

  /// Lets go of the batch.
  void release() {
    all[0].begin(TokenBatch.NONE, 0, 0);
    for (int i = 1; i < all.length; i++) {
      all[i].join(all[0], 1);
    }
    computation = NOTHING;
  }
}
