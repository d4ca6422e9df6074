package dev.tern.bench.micro;

import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// A sentence to the ids of bert-base-uncased.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TokenizerBenchmark {
  private static final String ASCII =
      "Terns are slender sea birds with long, forked tails; most breed in large colonies.";
  private static final String ACCENTS =
      "Les sternes naumannéennes (燕鷗) nichent à l'été près des côtes, sur des îlots dégagés.";

  private final Tokenizer tokenizer = TokenizerFiles.bertBaseUncased();

  /// Which sentence: in ASCII alone, or with accents and ideographs.
  @Param({"ascii", "accents"})
  private String sentence;

  private String text;

  /// Chooses the sentence.
  @Setup
  public void prepare() {
    text = sentence.equals("ascii") ? ASCII : ACCENTS;
  }

  /// All tokens of the sentence.
  @Benchmark
  public int[] encode() {
    return tokenizer.encodePlain(text, Integer.MAX_VALUE);
  }
}
