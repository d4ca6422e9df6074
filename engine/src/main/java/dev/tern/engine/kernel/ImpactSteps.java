package dev.tern.engine.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Counts how many steps weights have.
public final class ImpactSteps {
  private static final VectorSpecies<Double> DOUBLES =
      VectorSpecies.of(double.class, Ints.SPECIES.vectorShape());
  private static final VectorShape HALF = VectorShape.forBitSize(Ints.SPECIES.vectorBitSize() / 2);
  private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, HALF);
  private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, HALF);

  private ImpactSteps() {}

  /// `steps[i] = min(round(weights[from + i] / step), most)` for i below `count`, halves up.
  ///
  /// The quotient of two floats is so far from every half that it is not one, that adding 0.5 in
  /// double precision cannot round it up to the next integer.
  ///
  /// @param weights above 0
  /// @param step above 0
  public static void count(
      float[] weights, int from, int count, float step, int most, int[] steps) {
    DoubleVector divisor = DoubleVector.broadcast(DOUBLES, step);
    int i = 0;
    for (; i <= count - DOUBLES.length(); i += DOUBLES.length()) {
      DoubleVector weight =
          (DoubleVector)
              FloatVector.fromArray(FLOATS, weights, from + i)
                  .convertShape(VectorOperators.F2D, DOUBLES, 0);
      // Bounded before it becomes an int, which a quotient of floats need not fit.
      IntVector found =
          (IntVector)
              weight.div(divisor).add(0.5).min(most).convertShape(VectorOperators.D2I, INTS, 0);
      found.intoArray(steps, i);
    }
    for (; i < count; i++) {
      steps[i] = (int) Math.min(weights[from + i] / (double) step + 0.5, most);
    }
  }
}
