/// **Here are queries, documents and teachers, give me better weights.**
///
/// Invariant: a run is a function of its configuration, its files and its seed. No weight depends
/// on a clock, a hash of an object or the number of threads, and every sum has one order, so that a
/// run that was stopped and resumed ends with the same bits as one that was not.
///
/// | package | question |
/// |---|---|
/// | [run][dev.tern.encoder.training.run] | here is a configuration, run it |
/// | [config][dev.tern.encoder.training.config] | what was asked for? |
/// | [model][dev.tern.encoder.training.model] | how does a gradient of vectors reach the weights? |
/// | [step][dev.tern.encoder.training.step] | here is a batch, do all of it |
/// | [loss][dev.tern.encoder.training.loss] | how wrong are these vectors, and which way is better? |
/// | [teacher][dev.tern.encoder.training.teacher] | what should the scores have been? |
/// | [optimiser][dev.tern.encoder.training.optimiser] | here are gradients, move the weights |
/// | [data][dev.tern.encoder.training.data] | which examples come next? |
/// | [state][dev.tern.encoder.training.state] | where was the run when it stopped? |
///
/// `model` is the only one that knows what a model is made of, and has threads; teachers encode
/// with the workers of their encoders, and `run` brings all together on the caller's thread. The
/// others need no model.
package dev.tern.encoder.training;
