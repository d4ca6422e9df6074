package dev.tern.bench;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.ModelConfig;
import java.io.IOException;
import java.util.Arrays;

/// BERT with its MLM head written down as the papers have it: loops over rows, columns and their
/// products, one text at a time, in float32. The definition that the encoder is compared with.
///
/// Devlin et al., "BERT" (2019); Vaswani et al., "Attention Is All You Need" (2017).
final class PlainLanguageModel {
  private final Checkpoint weights;
  private final ModelConfig config;
  private final int hidden;
  private final float[] words;
  private final float[] positions;
  private final float[] types;

  private PlainLanguageModel(Checkpoint weights, ModelConfig config) throws IOException {
    this.weights = weights;
    this.config = config;
    this.hidden = config.hiddenSize();
    this.words =
        weights.read("bert.embeddings.word_embeddings.weight", config.vocabularySize(), hidden);
    this.positions =
        weights.read("bert.embeddings.position_embeddings.weight", config.maxPositions(), hidden);
    this.types =
        weights.read(
            "bert.embeddings.token_type_embeddings.weight", config.typeVocabularySize(), hidden);
  }

  /// @param weights a BERT checkpoint with tied decoder; stays open while the model is used
  static PlainLanguageModel of(Checkpoint weights, ModelConfig config) throws IOException {
    return new PlainLanguageModel(weights, config);
  }

  /// For each row of the vocabulary the greatest logit over the tokens.
  float[] maxLogits(int[] tokens) throws IOException {
    float[][] x = new float[tokens.length][hidden];
    for (int t = 0; t < tokens.length; t++) {
      for (int h = 0; h < hidden; h++) {
        x[t][h] = words[tokens[t] * hidden + h] + types[h] + positions[t * hidden + h];
      }
    }
    normalize(x, "bert.embeddings.LayerNorm");
    for (int layer = 0; layer < config.layers(); layer++) {
      x = layer(x, "bert.encoder.layer." + layer);
    }
    float[][] y = linear(x, "cls.predictions.transform.dense", hidden);
    gelu(y);
    normalize(y, "cls.predictions.transform.LayerNorm");
    float[] bias = weights.read("cls.predictions.bias", config.vocabularySize());
    float[] max = new float[config.vocabularySize()];
    Arrays.fill(max, Float.NEGATIVE_INFINITY);
    for (float[] row : y) {
      for (int v = 0; v < max.length; v++) {
        float logit = bias[v];
        for (int h = 0; h < hidden; h++) {
          logit += row[h] * words[v * hidden + h];
        }
        max[v] = Math.max(max[v], logit);
      }
    }
    return max;
  }

  private float[][] layer(float[][] x, String name) throws IOException {
    float[][] query = linear(x, name + ".attention.self.query", hidden);
    float[][] key = linear(x, name + ".attention.self.key", hidden);
    float[][] value = linear(x, name + ".attention.self.value", hidden);
    float[][] context = attend(query, key, value);
    float[][] y = linear(context, name + ".attention.output.dense", hidden);
    add(y, x);
    normalize(y, name + ".attention.output.LayerNorm");
    float[][] z = linear(y, name + ".intermediate.dense", config.intermediateSize());
    gelu(z);
    z = linear(z, name + ".output.dense", hidden);
    add(z, y);
    normalize(z, name + ".output.LayerNorm");
    return z;
  }

  private float[][] attend(float[][] query, float[][] key, float[][] value) {
    int size = hidden / config.heads();
    float[][] context = new float[query.length][hidden];
    for (int head = 0; head < config.heads(); head++) {
      for (int t = 0; t < query.length; t++) {
        double[] p = new double[query.length];
        double sum = 0;
        for (int s = 0; s < p.length; s++) {
          double score = 0;
          for (int d = head * size; d < (head + 1) * size; d++) {
            score += query[t][d] * key[s][d];
          }
          p[s] = Math.exp(score / Math.sqrt(size));
          sum += p[s];
        }
        for (int s = 0; s < p.length; s++) {
          for (int d = head * size; d < (head + 1) * size; d++) {
            context[t][d] += (float) (p[s] / sum * value[s][d]);
          }
        }
      }
    }
    return context;
  }

  private float[][] linear(float[][] x, String name, int outputs) throws IOException {
    int inputs = x[0].length;
    float[] weight = weights.read(name + ".weight", outputs, inputs);
    float[] bias = weights.read(name + ".bias", outputs);
    float[][] y = new float[x.length][outputs];
    for (int t = 0; t < x.length; t++) {
      for (int o = 0; o < outputs; o++) {
        float sum = bias[o];
        for (int i = 0; i < inputs; i++) {
          sum += x[t][i] * weight[o * inputs + i];
        }
        y[t][o] = sum;
      }
    }
    return y;
  }

  private void normalize(float[][] x, String name) throws IOException {
    boolean legacy = weights.has(name + ".gamma");
    float[] gamma = weights.read(name + (legacy ? ".gamma" : ".weight"), x[0].length);
    float[] beta = weights.read(name + (legacy ? ".beta" : ".bias"), x[0].length);
    for (float[] row : x) {
      double mean = 0;
      for (float value : row) {
        mean += value / row.length;
      }
      double variance = 0;
      for (float value : row) {
        variance += (value - mean) * (value - mean) / row.length;
      }
      double scale = 1 / Math.sqrt(variance + config.layerNormEps());
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) ((row[i] - mean) * scale * gamma[i] + beta[i]);
      }
    }
  }

  private static void gelu(float[][] x) {
    for (float[] row : x) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) (row[i] / 2 * (1 + erf(row[i] / Math.sqrt(2))));
      }
    }
  }

  /// erf(x) = 2/sqrt(pi) * sum over n of (-1)^n x^(2n+1) / (n! (2n+1)), which converges to double
  /// precision within the arguments where erf differs from 1 in float32.
  private static double erf(double x) {
    if (Math.abs(x) > 4) {
      return Math.signum(x);
    }
    double sum = 0;
    double power = x;
    for (int n = 0; n < 80; n++) {
      sum += power / (2 * n + 1);
      power *= -x * x / (n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  private static void add(float[][] x, float[][] y) {
    for (int t = 0; t < x.length; t++) {
      for (int i = 0; i < x[t].length; i++) {
        x[t][i] += y[t][i];
      }
    }
  }
}
