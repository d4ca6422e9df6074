package dev.tern.encoder.training.model;

import java.util.List;

/// Words that were masked in the texts of a batch.
///
/// @param positions of each text, the places of its masked words counted from 0, ascending
/// @param labels of each text, the ids that stood there
public record MaskedTokens(List<int[]> positions, List<int[]> labels) {
  /// Refuses labels that are not as many as positions.
  public MaskedTokens {
    positions = List.copyOf(positions);
    labels = List.copyOf(labels);
    boolean isWhole = positions.size() == labels.size();
    for (int text = 0; isWhole && text < positions.size(); text++) {
      isWhole = positions.get(text).length == labels.get(text).length;
    }
    if (!isWhole) {
      throw new IllegalArgumentException(
          "every masked word has a place and a label: positions="
              + positions.size()
              + " labels="
              + labels.size());
    }
  }

  /// Number of masked words of all texts.
  public int size() {
    return positions.stream().mapToInt(text -> text.length).sum();
  }
}
