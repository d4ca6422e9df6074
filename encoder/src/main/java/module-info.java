/// Text to sparse and dense vectors.
@SuppressWarnings("module") // the engine is compiled later
module dev.tern.encoder {
  requires jdk.incubator.vector;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.jr.ob;
  requires org.eclipse.collections.api;
  requires org.eclipse.collections.impl;

  exports dev.tern.encoder;
  exports dev.tern.encoder.checkpoint;
  exports dev.tern.encoder.text to
      dev.tern.engine;
  exports dev.tern.encoder.tokenizer;
  exports dev.tern.encoder.training.config to
      dev.tern.engine;
  exports dev.tern.encoder.training.data to
      dev.tern.engine;
  exports dev.tern.encoder.training.run to
      dev.tern.engine;
}
