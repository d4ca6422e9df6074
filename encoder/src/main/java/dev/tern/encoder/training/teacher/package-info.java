/// **What should the scores have been?** Any number of teachers, and what they agree on.
///
/// Invariant: a target is finite, whatever teachers say: what is not a finite score is refused with
/// [TeacherException][dev.tern.encoder.training.teacher.TeacherException], and a teacher that finds
/// all candidates equal has no say.
///
/// Only scores are combined, so teachers may differ in vocabulary, in kind (dense, sparse, BM25,
/// cross-encoder) and in scale.
///
/// | scores | what a run pays for them |
/// |---|---|
/// | [ModelTeacher][dev.tern.encoder.training.teacher.ModelTeacher] | a forward pass for each text, once: vectors are kept on disk |
/// | [Bm25Scores][dev.tern.encoder.training.teacher.Bm25Scores] | one look at all documents when it starts |
/// | [ScoreFile][dev.tern.encoder.training.teacher.ScoreFile] | the memory of all scores |
/// | [ScoreSource#ofRows()][dev.tern.encoder.training.teacher.ScoreSource] | nothing |
package dev.tern.encoder.training.teacher;
