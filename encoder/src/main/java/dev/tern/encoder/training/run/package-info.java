/// **Here is a configuration, run it.** From files of texts to a model directory.
///
/// Invariant: a run that was stopped at any moment and resumed ends with the weights of one that
/// was not. What it writes is whole or not there: checkpoints and models take their names when they
/// are finished.
///
/// [Trainer][dev.tern.encoder.training.run.Trainer] is the loop; what searches, to judge the model
/// while it is trained, is handed in as a [Judge][dev.tern.encoder.training.run.Judge]. Clocks are
/// read for the log alone.
package dev.tern.encoder.training.run;
