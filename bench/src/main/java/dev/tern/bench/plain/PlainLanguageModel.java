package dev.tern.bench.plain;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.HiddenActivation;
import dev.tern.encoder.checkpoint.ModelConfig;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// BERT with its MLM head written down as the papers have it: loops over rows, columns and their
/// products, one text at a time, in float32. Immutable.
///
/// Devlin et al., "BERT" (2019); Vaswani et al., "Attention Is All You Need" (2017).
public final class PlainLanguageModel {
  private static final String WORDS = "bert.embeddings.word_embeddings.weight";

  private final ModelConfig config;
  private final int hidden;
  private final Map<String, float[]> tensors;

  private PlainLanguageModel(ModelConfig config, Map<String, float[]> tensors) {
    this.config = config;
    this.hidden = config.hiddenSize();
    this.tensors = tensors;
  }

  /// Reads all tensors of a checkpoint.
  ///
  /// @throws CheckpointException if a tensor cannot be read, or the model is another one than BERT
  ///   with GELU and with a decoder that is its word embeddings
  public static PlainLanguageModel load(Checkpoint checkpoint, ModelConfig config)
      throws CheckpointException {
    if (!config.modelType().equals("bert")
        || config.activation() != HiddenActivation.GELU_ERF
        || checkpoint.has("cls.predictions.decoder.weight")
        || !checkpoint.has("cls.predictions.bias")
        || !checkpoint.has(WORDS)) {
      throw new CheckpointException(
          "the plain definition is one of BERT with GELU and a tied MLM head, found "
              + config
              + "; name a model of that kind");
    }
    Map<String, float[]> tensors = new HashMap<>();
    for (String name : checkpoint.names()) {
      if (name.endsWith("position_ids")) { // The numbers 0, 1, 2, ...
        continue;
      }
      long[] shape = checkpoint.shape(name);
      int[] sizes = Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
      // Before 2020 checkpoints had the names of TensorFlow for LayerNorm.
      String key = name.replaceFirst("gamma$", "weight").replaceFirst("beta$", "bias");
      tensors.put(key, checkpoint.read(name, sizes));
    }
    return new PlainLanguageModel(config, tensors);
  }

  /// For each row of the vocabulary the greatest logit over the tokens, [V].
  ///
  /// @param tokens at least one, and not more than the model has positions
  public float[] maxLogits(int[] tokens) {
    float[][] x = embed(tokens);
    for (int layer = 0; layer < config.layers(); layer++) {
      x = layer(x, "bert.encoder.layer." + layer);
    }
    float[][] y = linear(x, "cls.predictions.transform.dense");
    gelu(y);
    normalize(y, "cls.predictions.transform.LayerNorm");
    float[] words = tensors.get(WORDS);
    float[] max = new float[config.vocabularySize()];
    Arrays.fill(max, Float.NEGATIVE_INFINITY);
    for (float[] logits : linear(y, words, tensors.get("cls.predictions.bias"))) {
      for (int v = 0; v < max.length; v++) {
        max[v] = Math.max(max[v], logits[v]);
      }
    }
    return max;
  }

  private float[][] embed(int[] tokens) {
    float[] words = tensors.get(WORDS);
    float[] positions = tensors.get("bert.embeddings.position_embeddings.weight");
    float[] types = tensors.get("bert.embeddings.token_type_embeddings.weight");
    float[][] x = new float[tokens.length][hidden];
    for (int t = 0; t < tokens.length; t++) {
      for (int h = 0; h < hidden; h++) {
        x[t][h] = words[tokens[t] * hidden + h] + types[h] + positions[t * hidden + h];
      }
    }
    normalize(x, "bert.embeddings.LayerNorm");
    return x;
  }

  private float[][] layer(float[][] x, String name) {
    float[][] query = linear(x, name + ".attention.self.query");
    float[][] key = linear(x, name + ".attention.self.key");
    float[][] value = linear(x, name + ".attention.self.value");
    float[][] context = attend(query, key, value);
    float[][] y = linear(context, name + ".attention.output.dense");
    add(y, x);
    normalize(y, name + ".attention.output.LayerNorm");
    float[][] z = linear(y, name + ".intermediate.dense");
    gelu(z);
    z = linear(z, name + ".output.dense");
    add(z, y);
    normalize(z, name + ".output.LayerNorm");
    return z;
  }

  /// `softmax(Q K^T / sqrt(D)) V` for each head of D columns.
  private float[][] attend(float[][] query, float[][] key, float[][] value) {
    float[][] context = new float[query.length][hidden];
    for (int head = 0; head < config.heads(); head++) {
      int begin = head * config.headSize();
      int end = begin + config.headSize();
      for (int t = 0; t < query.length; t++) {
        double[] p = new double[key.length];
        for (int s = 0; s < p.length; s++) {
          for (int d = begin; d < end; d++) {
            p[s] += query[t][d] * key[s][d];
          }
          p[s] /= Math.sqrt(config.headSize());
        }
        softmax(p);
        for (int s = 0; s < p.length; s++) {
          for (int d = begin; d < end; d++) {
            context[t][d] += (float) (p[s] * value[s][d]);
          }
        }
      }
    }
    return context;
  }

  private static void softmax(double[] x) {
    double max = Arrays.stream(x).max().orElseThrow();
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.exp(x[i] - max);
      sum += x[i];
    }
    for (int i = 0; i < x.length; i++) {
      x[i] /= sum;
    }
  }

  private float[][] linear(float[][] x, String name) {
    return linear(x, tensors.get(name + ".weight"), tensors.get(name + ".bias"));
  }

  /// `y = x W^T + b`.
  private static float[][] linear(float[][] x, float[] weight, float[] bias) {
    float[][] y = new float[x.length][bias.length];
    for (int t = 0; t < x.length; t++) {
      int inputs = x[t].length;
      for (int o = 0; o < bias.length; o++) {
        float sum = bias[o];
        for (int i = 0; i < inputs; i++) {
          sum += x[t][i] * weight[o * inputs + i];
        }
        y[t][o] = sum;
      }
    }
    return y;
  }

  private void normalize(float[][] x, String name) {
    float[] gamma = tensors.get(name + ".weight");
    float[] beta = tensors.get(name + ".bias");
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

  /// `erf(x) = 2 / sqrt(pi) * sum over n of (-1)^n x^(2n+1) / (n! (2n+1))`, where it differs from 1
  /// in float32.
  private static double erf(double x) {
    if (Math.abs(x) > 4) {
      return Math.signum(x);
    }
    double sum = 0;
    double power = x; // (-1)^n x^(2n+1) / n!
    for (int n = 0; Math.abs(power) > 1e-12; n++) {
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
