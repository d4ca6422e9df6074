package dev.tern.encoder.training.teacher;

import dev.tern.encoder.text.Quoted;
import dev.tern.encoder.training.data.Example;
import java.io.IOException;
import java.util.List;

/// What several teachers agree on (heterogeneous ensemble distillation, Geng et al. 2024):
///
/// `t_i = scale sum_w a_w z_wi / sum_w a_w`
///
/// with a_w the weight of teacher w and z_wi its score of candidate i on the common scale.
///
/// @param teachers at least one
/// @param common the scale on which their scores are added up
/// @param scale S, above 0: the inverse temperature of the softmax behind; with `MIN_MAX` the paper
///   has 10 for pre-training and 30 for fine-tuning
public record Ensemble(List<Teacher> teachers, ScoreScale common, double scale) {
  /// Refuses an ensemble without teachers.
  public Ensemble {
    teachers = List.copyOf(teachers);
    if (teachers.isEmpty() || !(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException(
          "an ensemble has teachers and a finite scale above 0: teachers="
              + teachers.size()
              + " scale="
              + scale);
    }
  }

  /// The scores that the documents of an example should have.
  ///
  /// @throws TeacherException if a teacher has none for one of them, or one that is not finite
  /// @throws IOException if a teacher cannot be asked
  public double[] target(Example example) throws IOException {
    double[] target = new double[example.documents().size()];
    double sum = 0;
    for (Teacher teacher : teachers) {
      double[] z = common.apply(checked(teacher, example));
      for (int i = 0; i < target.length; i++) {
        target[i] += teacher.weight() * z[i];
      }
      sum += teacher.weight();
    }
    for (int i = 0; i < target.length; i++) {
      target[i] = scale * target[i] / sum;
    }
    return target;
  }

  private static double[] checked(Teacher teacher, Example example) throws IOException {
    double[] scores = teacher.source().scores(example);
    String who = "teacher " + Quoted.of(teacher.name());
    String query = " for query " + Quoted.of(example.query().id());
    if (scores.length != example.documents().size()) {
      throw new TeacherException(
          who
              + " has "
              + scores.length
              + " scores"
              + query
              + " and there are "
              + example.documents().size()
              + " documents; use rows with scores, or another teacher");
    }
    for (int i = 0; i < scores.length; i++) {
      if (!Double.isFinite(scores[i])) {
        throw new TeacherException(
            who
                + " gives document "
                + Quoted.of(example.documents().get(i).id())
                + query
                + " the score "
                + scores[i]
                + "; correct its scores or leave the teacher out");
      }
    }
    return scores;
  }
}
