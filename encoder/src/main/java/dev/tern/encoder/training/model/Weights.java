package dev.tern.encoder.training.model;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.model.WeightNames;
import dev.tern.encoder.training.optimiser.Parameter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// From tensors of a checkpoint to parameters and the boxes that share them.
final class Weights {
  private final Checkpoint checkpoint;
  private final ModelConfig config;
  private final WeightNames names;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  Weights(Checkpoint checkpoint, ModelConfig config) {
    this.checkpoint = checkpoint;
    this.config = config;
    this.names = WeightNames.of(checkpoint, config);
  }

  /// Those that were read, in the order of reading.
  List<Parameter> parameters() {
    return List.copyOf(parameters.values());
  }

  Embeddings embeddings() throws CheckpointException {
    int h = config.hiddenSize();
    Optional<Parameter> types = Optional.empty();
    Parameter words = read(names.wordEmbeddings(), config.vocabularySize(), h);
    Parameter positions = read(names.positionEmbeddings(), config.maxPositions(), h);
    if (names.tokenTypeEmbeddings().isPresent()) {
      types = Optional.of(read(names.tokenTypeEmbeddings().get(), config.typeVocabularySize(), h));
    }
    return new Embeddings(config, words, positions, types, norm(names.embeddingsNorm()));
  }

  EncoderLayer layer(int index) throws CheckpointException {
    WeightNames.Layer layer = names.layer(index);
    int h = config.hiddenSize();
    int f = config.intermediateSize();
    Linear queryKeyValue =
        new Linear(part(layer.query(), h, h), part(layer.key(), h, h), part(layer.value(), h, h));
    Linear attentionOutput = new Linear(part(layer.attentionOutput(), h, h));
    LayerNorm attentionNorm = norm(layer.attentionNorm());
    FeedForward feedForward =
        new FeedForward(
            new Linear(part(layer.intermediate(), f, h)),
            new Activation(config.activation()),
            new Linear(part(layer.output(), h, f)));
    return new EncoderLayer(
        config.heads(),
        queryKeyValue,
        new SelfAttention(config),
        attentionOutput,
        attentionNorm,
        feedForward,
        norm(layer.outputNorm()));
  }

  LanguageModelHead head() throws CheckpointException {
    int h = config.hiddenSize();
    int v = config.vocabularySize();
    Linear transform = new Linear(part(names.transform(), h, h));
    LayerNorm norm = norm(names.transformNorm());
    String bias =
        names.decoderBias().stream()
            .filter(checkpoint::has)
            .findFirst()
            .orElse(names.decoderBias().getFirst());
    return new LanguageModelHead(
        transform, new Activation(config.activation()), norm, decoder(), read(bias, v));
  }

  /// The word embeddings where the decoder is tied to them: where it is absent or a copy.
  private Parameter decoder() throws CheckpointException {
    int h = config.hiddenSize();
    int v = config.vocabularySize();
    Parameter words = read(names.wordEmbeddings(), v, h);
    if (!config.tieWordEmbeddings()) {
      return read(names.decoder(), v, h);
    }
    boolean isTied =
        !checkpoint.has(names.decoder())
            || Arrays.equals(checkpoint.read(names.decoder(), v, h), words.values());
    return isTied ? words : read(names.decoder(), v, h);
  }

  private Linear.Part part(String name, int outputs, int inputs) throws CheckpointException {
    return new Linear.Part(read(name + ".weight", outputs, inputs), read(name + ".bias", outputs));
  }

  /// The names of the first releases are `gamma` and `beta`.
  private LayerNorm norm(String name) throws CheckpointException {
    boolean old = checkpoint.has(name + ".gamma");
    return new LayerNorm(
        read(name + (old ? ".gamma" : ".weight"), config.hiddenSize()),
        read(name + (old ? ".beta" : ".bias"), config.hiddenSize()),
        config.layerNormEps());
  }

  private Parameter read(String name, int... shape) throws CheckpointException {
    Parameter known = parameters.get(name);
    if (known == null) {
      known = new Parameter(name, checkpoint.read(name, shape));
      parameters.put(name, known);
    }
    return known;
  }
}
