package dev.tern.encoder.training.run;

import dev.tern.encoder.training.config.TeacherConfig;
import dev.tern.encoder.training.config.TrainConfig;
import dev.tern.encoder.training.data.Example;
import dev.tern.encoder.training.data.Passage;
import dev.tern.encoder.training.data.PlacedExample;
import dev.tern.encoder.training.loss.Matching.Candidates;
import dev.tern.encoder.training.step.Targets;
import dev.tern.encoder.training.teacher.Ensemble;
import dev.tern.encoder.training.teacher.ModelTeacher;
import dev.tern.encoder.training.teacher.ScoreFile;
import dev.tern.encoder.training.teacher.ScoreSource;
import dev.tern.encoder.training.teacher.Teacher;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The teachers of a run.
final class Teachers implements Closeable {
  private final Optional<Ensemble> ensemble;
  private final List<ModelTeacher> models;
  private final boolean needsOwn;
  private final boolean needsBatch;

  private Teachers(TrainConfig config, Optional<Ensemble> ensemble, List<ModelTeacher> models) {
    this.ensemble = ensemble;
    this.models = models;
    this.needsOwn = needs(config, Candidates.OWN);
    this.needsBatch = needs(config, Candidates.BATCH);
  }

  private static boolean needs(TrainConfig config, Candidates candidates) {
    return config.ranking().stream()
        .anyMatch(loss -> loss.loss().needsTeacher() && loss.candidates() == candidates);
  }

  /// Opens those that a configuration names.
  ///
  /// @param documents of the training data, asked for if words in common are to be scored
  /// @param threads of the encoders
  static Teachers open(TrainConfig config, TrainingDocuments documents, int threads)
      throws IOException {
    List<Teacher> teachers = new ArrayList<>();
    List<ModelTeacher> models = new ArrayList<>();
    try {
      for (TeacherConfig teacher : config.teaching().teachers()) {
        ScoreSource source =
            switch (teacher.kind()) {
              case ROWS -> ScoreSource.ofRows();
              case SCORES -> ScoreFile.read(teacher.path().orElseThrow());
              case BM25 -> documents.counts().scores();
              case DENSE, SPARSE -> {
                models.add(model(config, teacher, threads));
                yield models.getLast();
              }
            };
        teachers.add(new Teacher(teacher.name(), teacher.weight(), source));
      }
    } catch (IOException | RuntimeException | Error e) {
      for (ModelTeacher model : models) {
        model.close();
      }
      throw e;
    }
    Optional<Ensemble> ensemble =
        teachers.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Ensemble(teachers, config.teaching().common(), config.teaching().scale()));
    return new Teachers(config, ensemble, models);
  }

  private static ModelTeacher model(TrainConfig config, TeacherConfig teacher, int threads)
      throws IOException {
    Path path = teacher.path().orElseThrow();
    ModelTeacher.Settings settings =
        new ModelTeacher.Settings(config.cache(), teacher.maxTokens(), threads);
    return teacher.kind() == TeacherConfig.Kind.DENSE
        ? ModelTeacher.dense(path, settings)
        : ModelTeacher.sparse(path, settings);
  }

  /// What the student's scores of a batch should be.
  Targets targets(List<PlacedExample> examples) throws IOException {
    if (ensemble.isEmpty() || !(needsOwn || needsBatch)) {
      return Targets.NONE;
    }
    fill(examples);
    List<Passage> all = new ArrayList<>();
    examples.forEach(placed -> all.addAll(placed.example().documents()));
    List<double[]> own = new ArrayList<>();
    List<double[]> inBatch = new ArrayList<>();
    for (PlacedExample placed : examples) {
      Example example = placed.example();
      if (needsOwn) {
        own.add(ensemble.get().target(example));
      }
      if (needsBatch) {
        inBatch.add(ensemble.get().target(new Example(example.query(), all, List.of())));
      }
    }
    return new Targets(joined(own), joined(inBatch));
  }

  private static double[] joined(List<double[]> rows) {
    return rows.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  /// Makes the vectors of all texts of a batch at once, which the encoders do faster than one by
  /// one.
  ///
  /// @return how many texts were encoded, summed over the teachers
  int fill(List<PlacedExample> examples) throws IOException {
    Set<String> queries = new LinkedHashSet<>();
    Set<String> documents = new LinkedHashSet<>();
    for (PlacedExample placed : examples) {
      queries.add(placed.example().query().text());
      placed.example().documents().forEach(document -> documents.add(document.text()));
    }
    Set<String> both = new LinkedHashSet<>(queries);
    both.addAll(documents);
    int encoded = 0;
    for (ModelTeacher model : models) {
      encoded += model.fill(List.copyOf(model.keepsQueries() ? both : documents));
    }
    return encoded;
  }

  /// Whether there is a teacher whose vectors are kept.
  boolean hasModels() {
    return !models.isEmpty();
  }

  @Override
  public void close() throws IOException {
    for (ModelTeacher model : models) {
      model.close();
    }
  }
}
