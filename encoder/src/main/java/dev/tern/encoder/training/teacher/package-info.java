/// **What should the scores have been?** Any number of teachers, and what they agree on.
///
/// Invariant: a target is finite, whatever teachers say: what is not a finite score is refused with
/// [TeacherException][dev.tern.encoder.training.teacher.TeacherException], and a teacher that finds
/// all candidates equal has no say.
///
/// Only scores are combined, so teachers may differ in vocabulary, in kind (dense, sparse, BM25,
/// cross-encoder) and in scale.
package dev.tern.encoder.training.teacher;
