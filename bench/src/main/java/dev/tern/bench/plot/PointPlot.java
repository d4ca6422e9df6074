package dev.tern.bench.plot;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Points of several series over linear axes, which need not begin at 0.
///
/// @param title of the plot
/// @param across what the x axis has, with its unit
/// @param up what the y axis has, with its unit
/// @param series by name, each of at least one point
public record PointPlot(String title, String across, String up, Map<String, List<Point>> series) {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 420;
  private static final int LEFT = 72;
  private static final int RIGHT = 230;
  private static final int TOP = 40;
  private static final int BOTTOM = 52;
  private static final int ROW = 20;
  private static final int TICKS = 5;

  /// One measurement.
  public record Point(double x, double y) {}

  /// What an axis shows, in whole steps.
  private record Axis(double first, double last, double step) {
    static Axis of(double least, double most) {
      double range = Math.max(most - least, 1e-9 * Math.max(1, Math.abs(most)));
      double power = Math.pow(10, Math.floor(Math.log10(range / TICKS)));
      double step = power;
      for (int times : new int[] {2, 5, 10}) {
        step = range / step > 2 * TICKS ? times * power : step;
      }
      return new Axis(
          Math.floor(least / step - 0.25) * step, Math.ceil(most / step + 0.25) * step, step);
    }

    double share(double value) {
      return (value - first) / (last - first);
    }

    long steps() {
      return Math.round((last - first) / step);
    }

    String name(long tick) {
      int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
      return String.format(Locale.ROOT, "%." + decimals + "f", first + tick * step);
    }
  }

  /// The file.
  public String svg() {
    Svg svg = new Svg(title, WIDTH, HEIGHT);
    Axis x = axis(Point::x);
    Axis y = axis(Point::y);
    for (long tick = 0; tick <= y.steps(); tick++) {
      double at = up(y.first + tick * y.step, y);
      svg.line("grid", LEFT, at, WIDTH - RIGHT, at);
      svg.text("tick", LEFT - 8, at + 4, "end", y.name(tick));
    }
    for (long tick = 0; tick <= x.steps(); tick++) {
      double at = across(x.first + tick * x.step, x);
      svg.line("axis", at, HEIGHT - BOTTOM, at, HEIGHT - BOTTOM - 5);
      svg.text("tick", at, HEIGHT - BOTTOM + 18, "middle", x.name(tick));
    }
    svg.line("axis", LEFT, TOP, LEFT, HEIGHT - BOTTOM);
    svg.line("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
    svg.text("label", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, "middle", across);
    svg.upwards(18, (TOP + HEIGHT - BOTTOM) / 2.0, up);
    int number = 0;
    for (Map.Entry<String, List<Point>> each : series.entrySet()) {
      for (Point point : each.getValue()) {
        svg.mark(number, across(point.x, x), up(point.y, y));
      }
      double legend = TOP + 10 + ROW * (double) number;
      svg.mark(number, WIDTH - RIGHT + 24, legend);
      svg.text("legend", WIDTH - RIGHT + 36, legend + 4, "start", each.getKey());
      number++;
    }
    return svg.end();
  }

  private Axis axis(ToDoubleFunction<Point> coordinate) {
    double[] values =
        series.values().stream().flatMap(List::stream).mapToDouble(coordinate).sorted().toArray();
    return Axis.of(values[0], values[values.length - 1]);
  }

  private static double across(double value, Axis axis) {
    return LEFT + axis.share(value) * (WIDTH - RIGHT - LEFT);
  }

  private static double up(double value, Axis axis) {
    return HEIGHT - BOTTOM - axis.share(value) * (HEIGHT - BOTTOM - TOP);
  }
}
