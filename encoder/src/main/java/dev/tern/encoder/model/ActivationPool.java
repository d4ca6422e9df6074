package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.ModelConfig;
import java.util.ArrayDeque;
import java.util.Optional;

/// [Activations] that are not in use, so that threads that come and go leave none behind.
///
/// Safe for use by several threads.
final class ActivationPool {
  private final ModelConfig config;
  private final ArrayDeque<Activations> idle = new ArrayDeque<>();
  private Optional<TeamActivations> together = Optional.empty();
  private int underWay;

  ActivationPool(ModelConfig config) {
    this.config = config;
  }

  /// Activations for a thread that works alone.
  synchronized Activations take() {
    underWay++;
    return idle.isEmpty() ? new Activations(config) : idle.pop();
  }

  /// Gives back what was taken.
  ///
  /// @param sound whether the pass came to its end; if not, buffers may have been left half grown
  ///   for want of memory and are forgotten
  synchronized void giveBack(Activations activations, boolean sound) {
    underWay--;
    if (sound) {
      activations.begin(TokenBatch.NONE, 0, 0); // so that it does not keep the batch alive
      idle.push(activations);
    }
  }

  /// The activations of all members of a team. None while another forward pass is under way: where
  /// many threads encode, each is best off alone.
  synchronized Optional<TeamActivations> take(Team team) {
    if (underWay > 0) {
      return Optional.empty();
    }
    if (together.isEmpty() || !together.get().belongTo(team)) {
      together = Optional.of(new TeamActivations(config, team));
    }
    underWay++;
    return together;
  }

  /// Gives back those of a team.
  synchronized void giveBack(TeamActivations taken, boolean sound) {
    underWay--;
    taken.release();
    if (!sound) {
      together = Optional.empty();
    }
  }
}
