package dev.tern.bench.plot;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// Lines over logarithmic axes.
///
/// @param title of the plot
/// @param across what the x axis has, with its unit
/// @param up what the y axis has, with its unit
/// @param lines by name: y by x, all above 0
public record LinePlot(
    String title, String across, String up, Map<String, SortedMap<Double, Double>> lines) {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 420;
  private static final int LEFT = 72;
  private static final int RIGHT = 210;
  private static final int TOP = 40;
  private static final int BOTTOM = 52;
  private static final int ROW = 20;

  /// The file.
  public String svg() {
    Svg svg = new Svg(title, WIDTH, HEIGHT);
    List<Double> places =
        lines.values().stream()
            .flatMap(line -> line.keySet().stream())
            .distinct()
            .sorted()
            .toList();
    List<Double> values = lines.values().stream().flatMap(line -> line.values().stream()).toList();
    int low = (int) Math.floor(Math.log10(values.stream().min(Double::compare).orElse(1.0)));
    int high = (int) Math.ceil(Math.log10(values.stream().max(Double::compare).orElse(10.0)));
    high = Math.max(high, low + 1);
    for (int power = low; power <= high; power++) {
      double y = y(Math.pow(10, power), low, high);
      svg.line("grid", LEFT, y, WIDTH - RIGHT, y);
      svg.text("tick", LEFT - 8, y + 4, "end", number(Math.pow(10, power)));
      for (int step = 2; step < 10 && power < high; step++) {
        double between = y(step * Math.pow(10, power), low, high);
        svg.line("axis", LEFT, between, LEFT + 4, between);
      }
    }
    for (double place : places) {
      svg.text("tick", x(place, places), HEIGHT - BOTTOM + 18, "middle", number(place));
      svg.line("axis", x(place, places), HEIGHT - BOTTOM, x(place, places), HEIGHT - BOTTOM - 5);
    }
    svg.line("axis", LEFT, TOP, LEFT, HEIGHT - BOTTOM);
    svg.line("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
    svg.text("label", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, "middle", across);
    svg.upwards(18, (TOP + HEIGHT - BOTTOM) / 2.0, up);
    int number = 0;
    for (Map.Entry<String, SortedMap<Double, Double>> line : lines.entrySet()) {
      draw(svg, number, line.getValue(), places, low, high);
      double y = TOP + 10 + ROW * (double) number;
      svg.mark(number, WIDTH - RIGHT + 24, y);
      svg.text("legend", WIDTH - RIGHT + 36, y + 4, "start", line.getKey());
      number++;
    }
    return svg.end();
  }

  private void draw(
      Svg svg, int number, SortedMap<Double, Double> line, List<Double> places, int low, int high) {
    double lastX = Double.NaN;
    double lastY = Double.NaN;
    for (Map.Entry<Double, Double> point : line.entrySet()) {
      double x = x(point.getKey(), places);
      double y = y(point.getValue(), low, high);
      if (!Double.isNaN(lastX)) {
        svg.stroke(number, lastX, lastY, x, y);
      }
      svg.mark(number, x, y);
      lastX = x;
      lastY = y;
    }
  }

  private static double x(double place, List<Double> places) {
    double least = Math.log(places.getFirst());
    double most = Math.log(places.getLast());
    double share = most == least ? 0.5 : (Math.log(place) - least) / (most - least);
    return LEFT + 20 + share * (WIDTH - RIGHT - LEFT - 40);
  }

  private static double y(double value, int low, int high) {
    return HEIGHT - BOTTOM - (Math.log10(value) - low) / (high - low) * (HEIGHT - BOTTOM - TOP);
  }

  static String number(double value) {
    return value >= 1 || value == 0 ? "%,.0f".formatted(value) : "%s".formatted((float) value);
  }
}
