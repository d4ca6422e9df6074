package dev.tern.encoder.training.run;

/// Told what a run does, by the thread that runs it.
public interface RunListener {
  /// A step was done.
  void stepped(StepFigures figures);

  /// The model was judged.
  ///
  /// @param isBest whether it is the best so far
  void evaluated(Evaluation evaluation, boolean isBest);

  /// Takes no notice.
  RunListener NONE =
      new RunListener() {
        @Override
        public void stepped(StepFigures figures) {}

        @Override
        public void evaluated(Evaluation evaluation, boolean isBest) {}
      };
}
