package dev.tern.encoder;

import dev.tern.encoder.model.ForwardPass;
import dev.tern.encoder.model.Team;
import dev.tern.encoder.model.TokenBatch;
import java.util.function.Consumer;
import java.util.function.Function;

/// The way of a text that is encoded by itself, cut where it is too long; used again for the next
/// text, so that a text costs its vector and nothing else.
///
/// For one thread at a time.
///
/// @param <V> the vectors
final class OneText<V> {
  private final TextInput input;
  private final V none;
  private final TokenBatch batch;
  private final ForwardPass pass;
  private V vector;

  /// @param none a vector to hold between texts
  /// @param passes makes the pass that hands vectors to a consumer
  OneText(TextInput input, V none, Function<Consumer<V>, ForwardPass> passes) {
    this.input = input;
    this.none = none;
    this.batch = TokenBatch.reusable(input.maxTokens());
    this.pass = passes.apply(made -> vector = made);
    this.vector = none;
  }

  /// The vector of a text.
  V encode(String text, Team team) {
    batch.fill(input.tokenizer().encode(text, batch.buffer()));
    pass.run(batch, team);
    V made = vector;
    vector = none;
    return made;
  }

  /// The tokens of the text encoded last.
  int tokens() {
    return batch.tokens();
  }
}
