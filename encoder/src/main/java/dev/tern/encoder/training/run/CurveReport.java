package dev.tern.encoder.training.run;

import java.util.List;
import java.util.Locale;

/// A page with the curves of a run, each a small plot of its own: an HTML file that needs nothing
/// else.
final class CurveReport {
  private static final int WIDTH = 440;
  private static final int HEIGHT = 220;
  private static final int LEFT = 64;
  private static final int RIGHT = 12;
  private static final int TOP = 28;
  private static final int BOTTOM = 28;
  private static final int MOST_POINTS = 400;
  private static final int TICKS = 4;

  private CurveReport() {}

  /// The page; curves without points are left out.
  static String html(String title, List<Curve> curves) {
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
        .append(escaped(title))
        .append("</title>\n<style>body{font:14px sans-serif;margin:2em}svg{margin:.5em}")
        .append("text{font:11px sans-serif;fill:#444}.title{font-weight:bold;fill:#111}")
        .append("</style></head>\n<body><h1>")
        .append(escaped(title))
        .append("</h1>\n");
    for (Curve curve : curves) {
      if (!curve.points().isEmpty()) {
        page.append(svg(curve.thinned(MOST_POINTS)));
      }
    }
    return page.append("</body></html>\n").toString();
  }

  /// One plot. Values that are no numbers leave a gap.
  static String svg(Curve curve) {
    Scale x = Scale.of(curve.points().stream().mapToDouble(p -> p[0]).toArray());
    Scale y = Scale.of(curve.points().stream().mapToDouble(p -> p[1]).toArray());
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " viewBox=\"0 0 %d %d\">%n",
            WIDTH,
            HEIGHT,
            WIDTH,
            HEIGHT));
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class=\"title\" x=\"%d\" y=\"16\">%s</text>%n",
            LEFT,
            escaped(curve.title())));
    for (int i = 0; i <= TICKS; i++) {
      double share = (double) i / TICKS;
      double line = across(1 - share, TOP, HEIGHT - BOTTOM);
      svg.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>%n",
              LEFT,
              line,
              WIDTH - RIGHT,
              line));
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
              LEFT - 6,
              line + 4,
              number(y.at(share))));
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
              across(share, LEFT, WIDTH - RIGHT),
              HEIGHT - 8,
              number(x.at(share))));
    }
    svg.append("<path fill=\"none\" stroke=\"#1f6fb4\" stroke-width=\"1.5\" d=\"");
    boolean isPenUp = true;
    for (double[] point : curve.points()) {
      if (Double.isFinite(point[1])) {
        svg.append(
            String.format(
                Locale.ROOT,
                "%s%.1f %.1f ",
                isPenUp ? "M" : "L",
                across(x.share(point[0]), LEFT, WIDTH - RIGHT),
                across(1 - y.share(point[1]), TOP, HEIGHT - BOTTOM)));
      }
      isPenUp = !Double.isFinite(point[1]);
    }
    return svg.append("\"/>\n</svg>\n").toString();
  }

  /// From the least to the greatest finite value; never of width 0.
  private record Scale(double least, double most) {
    static Scale of(double[] values) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (double value : values) {
        if (Double.isFinite(value)) {
          least = Math.min(least, value);
          most = Math.max(most, value);
        }
      }
      if (least > most) {
        return new Scale(0, 1);
      }
      double room = Math.max(1e-9, 1e-3 * Math.abs(most));
      return least == most ? new Scale(least - room, most + room) : new Scale(least, most);
    }

    double share(double value) {
      return (value - least) / (most - least);
    }

    double at(double share) {
      return least + share * (most - least);
    }
  }

  private static double across(double share, double from, double to) {
    return from + share * (to - from);
  }

  /// Three significant digits, or a whole number.
  private static String number(double value) {
    double size = Math.abs(value);
    return size >= 1000 || value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : size >= 10
            ? String.format(Locale.ROOT, "%.1f", value)
            : size >= 0.01
                ? String.format(Locale.ROOT, "%.3f", value)
                : String.format(Locale.ROOT, "%.1e", value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
