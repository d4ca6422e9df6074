package dev.tern.encoder.training.model;

import dev.tern.encoder.kernel.FixedOrderSum;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.PackedColumns;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.kernel.PackedRows;
import dev.tern.encoder.kernel.RowNormGradient;
import dev.tern.encoder.kernel.Scores;
import dev.tern.encoder.kernel.Strip;

/// What one thread computes with and nobody keeps.
final class Scratch {
  final Strip strip = new Strip();

  /// Another block of the same rows and columns, such as what an activation is applied to.
  final Strip second = new Strip();

  final PackedRows left = new PackedRows();
  final PackedColumns leftColumns = new PackedColumns();
  final PackedMatrix right = new PackedMatrix();

  /// Values of one head of one text.
  final PackedMatrix values = new PackedMatrix();

  final Scores scores = new Scores();
  final FixedOrderSum sum = new FixedOrderSum();
  final RowNormGradient normGradient = new RowNormGradient();

  /// The activated inner layer of some rows of a feed-forward block.
  final Matrix activated = new Matrix(1);

  /// Attention probabilities of one head of one text, [tokens x tokens].
  final Matrix probabilities = new Matrix(1);

  /// Their gradient, and then that of the scores.
  final Matrix scoreGradient = new Matrix(1);

  /// Running maximum of the columns of a panel, what it must exceed to count, and where it is.
  final float[] maximum = new float[PackedMatrix.PANEL];

  final float[] threshold = new float[PackedMatrix.PANEL];
  final int[] row = new int[PackedMatrix.PANEL];
}
