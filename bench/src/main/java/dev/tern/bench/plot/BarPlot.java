package dev.tern.bench.plot;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Bars of parts, one bar a line.
///
/// @param title of the plot
/// @param across what the length of a bar is, with its unit
/// @param bars by name: the length of each part
public record BarPlot(String title, String across, Map<String, Map<String, Double>> bars) {
  private static final int WIDTH = 720;
  private static final int LEFT = 150;
  private static final int RIGHT = 150;
  private static final int TOP = 40;
  private static final int BOTTOM = 52;
  private static final int ROW = 24;
  private static final int BAR = 16;
  private static final int TICKS = 5;

  /// The file.
  public String svg() {
    int bottom = TOP + Math.max(bars.size(), 8) * ROW;
    Svg svg = new Svg(title, WIDTH, bottom + BOTTOM);
    double longest = bars.values().stream().mapToDouble(BarPlot::length).max().orElse(1);
    double step = step(longest / TICKS);
    for (double at = 0; at <= longest; at += step) {
      double x = LEFT + at / longest * (WIDTH - LEFT - RIGHT);
      svg.line("grid", x, TOP, x, bottom);
      svg.text("tick", x, bottom + 18, "middle", LinePlot.number(at));
    }
    Set<String> parts = new LinkedHashSet<>();
    bars.values().forEach(bar -> parts.addAll(bar.keySet()));
    List<String> order = new ArrayList<>(parts);
    int row = 0;
    for (Map.Entry<String, Map<String, Double>> bar : bars.entrySet()) {
      double y = TOP + row++ * (double) ROW + (ROW - BAR) / 2.0;
      double x = LEFT;
      for (String part : order) {
        double width = bar.getValue().getOrDefault(part, 0.0) / longest * (WIDTH - LEFT - RIGHT);
        svg.bar(order.indexOf(part), x, y, width, BAR);
        x += width;
      }
      svg.text("name", LEFT - 8, y + 12, "end", bar.getKey());
      svg.text("sum", x + 4, y + 12, "start", LinePlot.number(length(bar.getValue())));
    }
    for (int i = 0; i < order.size(); i++) {
      svg.bar(i, WIDTH - RIGHT + 50, TOP + i * (double) ROW + 4, BAR, BAR);
      svg.text("legend", WIDTH - RIGHT + 72, TOP + i * (double) ROW + 16, "start", order.get(i));
    }
    svg.line("axis", LEFT, TOP, LEFT, bottom);
    svg.line("axis", LEFT, bottom, WIDTH - RIGHT, bottom);
    svg.text("label", (LEFT + WIDTH - RIGHT) / 2.0, bottom + BOTTOM - 12.0, "middle", across);
    return svg.end();
  }

  private static double length(Map<String, Double> parts) {
    return parts.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /// The least of 1, 2 and 5 times a power of ten that is not below a length.
  private static double step(double length) {
    double power = Math.pow(10, Math.floor(Math.log10(length)));
    for (int times : new int[] {1, 2, 5}) {
      if (times * power >= length) {
        return times * power;
      }
    }
    return 10 * power;
  }
}
