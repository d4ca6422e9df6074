package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

class EnginePlotsTest {
  @TempDir private Path directory;

  @Test
  void rowsBecomeLinesAndBars() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int k : new int[] {10, 100, 1000}) {
      lines.add(
          json(
              new Row(
                  "c 1K o qa k=" + k + " automatic p50",
                  1,
                  Unit.MICROSECONDS,
                  Samples.of(k),
                  Samples.of(20.0 * k),
                  "Lucene <10>")));
      lines.add(
          json(
              new Row(
                  "c 1K o qa k=" + k + " windowed_hybrid part rare",
                  1,
                  Unit.MICROSECONDS,
                  Samples.of(k),
                  Samples.of(3.0 * k),
                  "all parts")));
      lines.add(
          json(
              new Row(
                  "c 1K o qa k=" + k + " windowed_hybrid part bounds",
                  1,
                  Unit.MICROSECONDS,
                  Samples.of(2 * k),
                  Samples.of(3.0 * k),
                  "all parts")));
    }
    lines.add(
        json(new Row("c 1K o build", 1, Unit.MICROSECONDS, Samples.of(1), Samples.of(1), "")));
    Path rows = Files.write(directory.resolve("zen.jsonl"), lines);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream said = new PrintStream(err, true, StandardCharsets.UTF_8);
    assertEquals(0, Main.plot(List.of(rows.toString()), said));
    Document latency = read("zen-latency-c-1k-o-qa.svg");
    assertEquals(2 * 2, count(latency, "stroke-width")); // two lines of two pieces
    assertTrue(latency.getDocumentElement().getTextContent().contains("Lucene <10>"));
    Document parts = read("zen-parts-c-1k-o.svg");
    assertEquals(2 * 3 + 2, parts.getElementsByTagName("rect").getLength()); // and the legend
    assertEquals(1, Main.plot(List.of(directory.resolve("none").toString()), said));
    assertEquals(2, Main.plot(List.of(), said));
  }

  private static int count(Document svg, String attribute) {
    int count = 0;
    for (int i = 0; i < svg.getElementsByTagName("line").getLength(); i++) {
      count +=
          svg.getElementsByTagName("line").item(i).getAttributes().getNamedItem(attribute) == null
              ? 0
              : 1;
    }
    return count;
  }

  private Document read(String name)
      throws ParserConfigurationException, IOException, SAXException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(directory.resolve(name).toFile());
  }

  private static String json(Row row) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new JsonReport(new PrintStream(out, true, StandardCharsets.UTF_8)).row(row);
    return out.toString(StandardCharsets.UTF_8).strip();
  }
}
