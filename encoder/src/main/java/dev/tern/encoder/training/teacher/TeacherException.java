package dev.tern.encoder.training.teacher;

import java.io.IOException;
import java.io.Serial;

/// A teacher that has no usable score for a document.
///
/// The message is one sentence that names the teacher, the query, the document and the remedy.
public final class TeacherException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  TeacherException(String message) {
    super(message);
  }
}
