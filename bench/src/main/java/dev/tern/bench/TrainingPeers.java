package dev.tern.bench;

import dev.tern.bench.peers.PyTorchStep;
import dev.tern.encoder.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// PyTorch doing the steps of a [TrainingWork], in the forms that are asked for.
///
/// @param directory of the model, with the batch
/// @param started by name
record TrainingPeers(Path directory, Map<String, PyTorchStep> started) implements AutoCloseable {
  /// As it is installed.
  static final String PLAIN = "pytorch";

  /// In an environment in which it is faster.
  static final String TUNED = "pytorch-tuned";

  /// What the gradients of a tensor may differ by, in units of their norm and of a thousandth of
  /// that of all gradients: some are 0 but for rounding.
  private static final double TOLERANCE = 1e-3;

  private static final double TOLERANCE_OF_LOSS = 1e-5;

  /// @param directory of a model that [RandomModel] has written
  TrainingPeers(Path directory) {
    this(directory, new LinkedHashMap<>());
  }

  /// Starts PyTorch, and compares its loss and its gradients with Tern's.
  ///
  /// @param name [#PLAIN] or [#TUNED]
  /// @return what it is and what it differs by
  /// @throws WrongAnswerException if that is too much
  String start(String name, PyTorchStep.Python python, TrainingWork work, int threads)
      throws IOException {
    Files.writeString(directory.resolve("batch.json"), work.batchJson());
    PyTorchStep peer = PyTorchStep.start(python, directory, threads, name.equals(TUNED));
    started.put(name, peer);
    Path gradients = Files.createDirectories(directory.resolve("gradients"));
    TrainingWork.Gradients own = work.gradients();
    double loss = peer.gradients(gradients.resolve("model.safetensors"));
    double apart = Math.abs(loss - own.loss()) / Math.abs(own.loss());
    double gradientsApart;
    try (Checkpoint theirs = Checkpoint.open(gradients)) {
      gradientsApart = difference(own.byName(), theirs);
    }
    if (!(apart <= TOLERANCE_OF_LOSS && gradientsApart <= TOLERANCE)) {
      throw new WrongAnswerException(
          "the losses of Tern and of PyTorch differ by %.1e and their gradients by %.1e"
              .formatted(apart, gradientsApart));
    }
    return "PyTorch %s%s, loss differs by %.0e, gradients by %.0e"
        .formatted(peer.version(), name.equals(TUNED) ? ", tuned" : "", apart, gradientsApart);
  }

  /// A step of a peer that was started.
  Duel.Work step(String name) {
    PyTorchStep peer = started.get(name);
    return peer::step;
  }

  /// The largest difference of a tensor in units of its norm plus a thousandth of that of all.
  static double difference(Map<String, float[]> tern, Checkpoint peer) throws IOException {
    double all = 0;
    for (float[] gradients : tern.values()) {
      all += Math.pow(norm(gradients), 2);
    }
    double worst = 0;
    for (Map.Entry<String, float[]> tensor : tern.entrySet()) {
      float[] own = tensor.getValue();
      float[] theirs = read(peer, tensor.getKey());
      double sum = 0;
      for (int i = 0; i < own.length; i++) {
        double apart = (double) own[i] - theirs[i];
        sum += apart * apart;
      }
      double unit = norm(own) + 1e-3 * Math.sqrt(all);
      worst = Math.max(worst, Math.sqrt(sum) / unit); // NaN stays
    }
    return worst;
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  private static float[] read(Checkpoint peer, String name) throws IOException {
    long[] shape = peer.shape(name);
    int[] sizes = new int[shape.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.toIntExact(shape[i]);
    }
    return peer.read(name, sizes);
  }

  @Override
  public void close() {
    started.values().forEach(PyTorchStep::close);
  }
}
