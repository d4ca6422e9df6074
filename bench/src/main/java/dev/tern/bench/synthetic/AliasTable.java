package dev.tern.bench.synthetic;

/// Draws numbers with given probabilities in constant time: Walker's alias method as in Vose, *A
/// Linear Algorithm for Generating Random Numbers with a Given Distribution*, 1991.
final class AliasTable {
  /// Place i is drawn as i with this probability and else as its alias.
  private final float[] keep;

  private final int[] alias;

  private AliasTable(double[] weights) {
    int size = weights.length;
    keep = new float[size];
    alias = new int[size];
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double[] left = new double[size];
    int[] poor = new int[size];
    int[] rich = new int[size];
    int poorCount = 0;
    int richCount = 0;
    for (int i = 0; i < size; i++) {
      left[i] = weights[i] * size / sum;
      if (left[i] < 1) {
        poor[poorCount++] = i;
      } else {
        rich[richCount++] = i;
      }
    }
    while (poorCount > 0 && richCount > 0) {
      int taker = poor[--poorCount];
      int giver = rich[richCount - 1];
      keep[taker] = (float) left[taker];
      alias[taker] = giver;
      left[giver] += left[taker] - 1;
      if (left[giver] < 1) {
        richCount--;
        poor[poorCount++] = giver;
      }
    }
    // What is left of either is 1 but for rounding.
    while (richCount > 0) {
      keep[rich[--richCount]] = 1;
    }
    while (poorCount > 0) {
      keep[poor[--poorCount]] = 1;
    }
  }

  /// The law of Zipf and Mandelbrot: i below `size` has a probability ∝ (i + shift)^-exponent.
  static AliasTable zipf(int size, double shift, double exponent) {
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      weights[i] = StrictMath.pow(i + shift, -exponent);
    }
    return new AliasTable(weights);
  }

  int draw(RandomStream random) {
    long bits = random.next();
    int place = (int) (((bits >>> 32) * keep.length) >>> 32);
    return (bits & 0xFFFFFF) * 0x1p-24f < keep[place] ? place : alias[place];
  }
}
