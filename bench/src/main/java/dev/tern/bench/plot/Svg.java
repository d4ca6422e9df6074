package dev.tern.bench.plot;

import java.util.Locale;

/// The text of an SVG file while it is put together.
final class Svg {
  /// Colours that people with any colour vision tell apart (Okabe and Ito, 2008), as far as they
  /// can be seen on white and on black.
  private static final String[] COLOURS = {
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a8a8a", "#a0522d"
  };

  private final StringBuilder text = new StringBuilder();

  Svg(String title, int width, int height) {
    text.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img">
        <title>%s</title>
        <style>
        text { font: 12px sans-serif; fill: #222 }
        .title { font-weight: bold; font-size: 14px }
        .axis { stroke: #222 } .grid { stroke: #888; stroke-opacity: .35 }
        @media (prefers-color-scheme: dark) { text { fill: #eee } .axis { stroke: #eee } }
        </style>
        """
            .formatted(width, height, width, height, escaped(title)));
    text("title", 16, 22, "start", title);
  }

  static String colour(int i) {
    return COLOURS[i % COLOURS.length];
  }

  void line(String kind, double x, double y, double toX, double toY) {
    add(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
            kind,
            x,
            y,
            toX,
            toY));
  }

  void stroke(int number, double x, double y, double toX, double toY) {
    add(
        String.format(
            Locale.ROOT,
            "<line stroke=\"%s\" stroke-width=\"2\"%s x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
            colour(number),
            isAgain(number) ? " stroke-dasharray=\"6 4\"" : "",
            x,
            y,
            toX,
            toY));
  }

  /// Whether another line has the colour already: this one is dashed, and has other signs.
  private static boolean isAgain(int number) {
    return number >= COLOURS.length;
  }

  /// A sign of its own for each number: disc, square, triangle, ring, and again.
  void mark(int number, double x, double y) {
    String fill = colour(number);
    switch ((number + (isAgain(number) ? 1 : 0)) % 4) {
      case 0 ->
          add(
              String.format(
                  Locale.ROOT,
                  "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\" fill=\"%s\"/>",
                  x,
                  y,
                  fill));
      case 1 ->
          add(
              String.format(
                  Locale.ROOT,
                  "<rect x=\"%.1f\" y=\"%.1f\" width=\"8\" height=\"8\" fill=\"%s\"/>",
                  x - 4,
                  y - 4,
                  fill));
      case 2 ->
          add(
              String.format(
                  Locale.ROOT, "<path d=\"M%.1f %.1fl5 9h-10z\" fill=\"%s\"/>", x, y - 5, fill));
      default ->
          add(
              String.format(
                  Locale.ROOT,
                  "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"none\" stroke=\"%s\""
                      + " stroke-width=\"2\"/>",
                  x,
                  y,
                  fill));
    }
  }

  void bar(int colour, double x, double y, double width, double height) {
    add(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
            x,
            y,
            width,
            height,
            colour(colour)));
  }

  /// @param anchor which end of the text is at (x, y): start, middle or end
  void text(String kind, double x, double y, String anchor, String value) {
    add(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
            kind,
            x,
            y,
            anchor,
            escaped(value)));
  }

  /// A text that reads upwards.
  void upwards(double x, double y, String value) {
    add(
        String.format(
            Locale.ROOT,
            "<text transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>",
            x,
            y,
            escaped(value)));
  }

  private void add(String element) {
    text.append(element).append('\n');
  }

  String end() {
    return text.append("</svg>\n").toString();
  }

  private static String escaped(String value) {
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
