package dev.tern.encoder.training.run;

import java.util.ArrayList;
import java.util.List;

/// Values over steps.
///
/// @param title what they are
/// @param points step and value, steps ascending
record Curve(String title, List<double[]> points) {
  Curve {
    points = List.copyOf(points);
  }

  /// The same with at most `most` points, each the mean of as many neighbours.
  Curve thinned(int most) {
    int stride = (points.size() + most - 1) / most;
    if (stride <= 1) {
      return this;
    }
    List<double[]> means = new ArrayList<>();
    for (int from = 0; from < points.size(); from += stride) {
      List<double[]> run = points.subList(from, Math.min(from + stride, points.size()));
      double step = run.getLast()[0];
      means.add(new double[] {step, run.stream().mapToDouble(p -> p[1]).sum() / run.size()});
    }
    return new Curve(title, means);
  }
}
