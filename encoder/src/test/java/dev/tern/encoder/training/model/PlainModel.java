package dev.tern.encoder.training.model;

import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.encoder.checkpoint.SpladeActivation;
import dev.tern.encoder.checkpoint.TokenPooling;
import dev.tern.encoder.kernel.GeluTwin;
import java.util.Map;

/// The definition of a student in double precision, in plain loops over rows.
///
/// @param config of BERT
/// @param weights by the names of a checkpoint
record PlainModel(ModelConfig config, Map<String, double[]> weights) {
  /// The vector of a text.
  double[] vector(int[] ids, PoolingConfig pooling) {
    double[][] hidden = hidden(ids);
    return switch (pooling) {
      case PoolingConfig.Splade splade -> sparse(logits(hidden), splade.activation());
      case PoolingConfig.Dense dense -> dense(hidden, dense);
    };
  }

  /// The logits of all tokens, [tokens][V].
  double[][] logits(double[][] hidden) {
    double[][] t = linear(hidden, "cls.predictions.transform.dense");
    activate(t);
    norm(t, "cls.predictions.transform.LayerNorm");
    double[] words = weights.get("bert.embeddings.word_embeddings.weight");
    double[] decoder = weights.getOrDefault(RandomStudent.DECODER, words);
    return product(t, decoder, weights.get("cls.predictions.bias"));
  }

  /// The states of the last layer, [tokens][H].
  double[][] hidden(int[] ids) {
    int h = config.hiddenSize();
    double[][] x = new double[ids.length][h];
    for (int i = 0; i < ids.length; i++) {
      for (int j = 0; j < h; j++) {
        x[i][j] =
            weights.get("bert.embeddings.word_embeddings.weight")[ids[i] * h + j]
                + weights.get("bert.embeddings.token_type_embeddings.weight")[j]
                + weights.get("bert.embeddings.position_embeddings.weight")[i * h + j];
      }
    }
    norm(x, "bert.embeddings.LayerNorm");
    for (int layer = 0; layer < config.layers(); layer++) {
      String name = "bert.encoder.layer." + layer;
      add(x, linear(attention(x, name + ".attention.self"), name + ".attention.output.dense"));
      norm(x, name + ".attention.output.LayerNorm");
      double[][] inner = linear(x, name + ".intermediate.dense");
      activate(inner);
      add(x, linear(inner, name + ".output.dense"));
      norm(x, name + ".output.LayerNorm");
    }
    return x;
  }

  private double[][] attention(double[][] x, String name) {
    double[][] q = linear(x, name + ".query");
    double[][] k = linear(x, name + ".key");
    double[][] v = linear(x, name + ".value");
    int d = config.headSize();
    double[][] context = new double[x.length][config.hiddenSize()];
    for (int c = 0; c < config.hiddenSize(); c += d) {
      for (int i = 0; i < x.length; i++) {
        double[] p = new double[x.length];
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
          double score = 0;
          for (int a = c; a < c + d; a++) {
            score += q[i][a] * k[j][a];
          }
          p[j] = Math.exp(score / Math.sqrt(d));
          sum += p[j];
        }
        for (int j = 0; j < x.length; j++) {
          for (int a = c; a < c + d; a++) {
            context[i][a] += p[j] / sum * v[j][a];
          }
        }
      }
    }
    return context;
  }

  private double[][] linear(double[][] x, String name) {
    return product(x, weights.get(name + ".weight"), weights.get(name + ".bias"));
  }

  private static double[][] product(double[][] x, double[] weight, double[] bias) {
    double[][] y = new double[x.length][bias.length];
    for (int i = 0; i < x.length; i++) {
      for (int n = 0; n < bias.length; n++) {
        y[i][n] = bias[n];
        for (int k = 0; k < x[i].length; k++) {
          y[i][n] += x[i][k] * weight[n * x[i].length + k];
        }
      }
    }
    return y;
  }

  private void activate(double[][] x) {
    for (double[] row : x) {
      for (int i = 0; i < row.length; i++) {
        row[i] =
            switch (config.activation()) {
              case GELU_ERF -> GeluTwin.erf(row[i]);
              case GELU_TANH -> GeluTwin.tanh(row[i]);
              case RELU -> Math.max(row[i], 0);
            };
      }
    }
  }

  private static void add(double[][] x, double[][] y) {
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x[i].length; j++) {
        x[i][j] += y[i][j];
      }
    }
  }

  private void norm(double[][] x, String name) {
    for (double[] row : x) {
      double mean = 0;
      double variance = 0;
      for (double value : row) {
        mean += value / row.length;
      }
      for (double value : row) {
        variance += (value - mean) * (value - mean) / row.length;
      }
      for (int i = 0; i < row.length; i++) {
        row[i] =
            (row[i] - mean)
                    / Math.sqrt(variance + config.layerNormEps())
                    * weights.get(name + ".weight")[i]
                + weights.get(name + ".bias")[i];
      }
    }
  }

  private static double[] sparse(double[][] logits, SpladeActivation activation) {
    double[] y = new double[logits[0].length];
    for (int v = 0; v < y.length; v++) {
      for (double[] row : logits) {
        y[v] = Math.max(y[v], row[v]);
      }
      y[v] = Math.log1p(y[v]);
      if (activation == SpladeActivation.LOG1P_LOG1P_RELU) {
        y[v] = Math.log1p(y[v]);
      }
    }
    return y;
  }

  private static double[] dense(double[][] hidden, PoolingConfig.Dense config) {
    int rows = config.tokens() == TokenPooling.MEAN ? hidden.length : 1;
    double[] y = new double[hidden[0].length];
    double squares = 0;
    for (int i = 0; i < y.length; i++) {
      for (int row = 0; row < rows; row++) {
        y[i] += hidden[row][i] / rows;
      }
      squares += y[i] * y[i];
    }
    for (int i = 0; i < y.length && config.normalize(); i++) {
      y[i] /= Math.sqrt(squares);
    }
    return y;
  }
}
