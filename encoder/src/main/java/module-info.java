/// Text to sparse and dense vectors.
module dev.tern.encoder {
  requires jdk.incubator.vector;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.jr.ob;
  requires org.eclipse.collections.api;
  requires org.eclipse.collections.impl;

  exports dev.tern.encoder;
  exports dev.tern.encoder.checkpoint;
  exports dev.tern.encoder.tokenizer;
}
