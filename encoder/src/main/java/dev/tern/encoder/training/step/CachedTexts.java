package dev.tern.encoder.training.step;

import dev.tern.encoder.model.TokenBatch;
import dev.tern.encoder.training.loss.SparseRows;
import dev.tern.encoder.training.model.Student;
import dev.tern.encoder.training.model.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Texts that go through the model, some of them at a time (gradient caching, Gao et al. 2021).
///
/// Where all fit one pass, it is kept for the way back. Otherwise only the vectors are, and each
/// part goes forward once more when the gradients of all vectors are known: a quarter to a third
/// more work, for losses that need a whole batch and memory for a part of it.
final class CachedTexts {
  private final Student student;
  private final int textsPerPass;
  private final Tape tape;
  private List<int[]> texts = List.of();
  private Optional<int[]> columns = Optional.empty();

  CachedTexts(Student student, int textsPerPass) {
    this.student = student;
    this.textsPerPass = textsPerPass;
    this.tape = student.newTape();
  }

  /// The vectors of the texts.
  ///
  /// @param columns the only ones that are asked for; empty for all
  SparseRows forward(List<int[]> texts, Optional<int[]> columns) {
    this.texts = texts;
    this.columns = columns;
    if (texts.size() <= textsPerPass) {
      return forward(TokenBatch.of(texts));
    }
    List<SparseRows> parts = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += textsPerPass) {
      parts.add(forward(part(from)));
    }
    return SparseRows.concat(parts);
  }

  /// Adds the gradients of the parameters.
  ///
  /// @param vectors of [#forward], with their gradients
  void backward(SparseRows vectors) {
    for (int from = 0; from < texts.size(); from += textsPerPass) {
      if (texts.size() > textsPerPass) {
        forward(part(from));
      }
      student.backward(tape, vectors, from);
    }
  }

  private SparseRows forward(TokenBatch batch) {
    return columns
        .map(asked -> student.forward(batch, tape, asked))
        .orElseGet(() -> student.forward(batch, tape));
  }

  private TokenBatch part(int from) {
    return TokenBatch.of(texts.subList(from, Math.min(texts.size(), from + textsPerPass)));
  }

  int tokens() {
    return texts.stream().mapToInt(text -> text.length).sum();
  }
}
