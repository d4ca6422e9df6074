/// Sparse vectors to hits: index, query evaluation, collections, evaluation, command line.
module dev.tern.engine {
  requires transitive dev.tern.encoder;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.jr.ob;
  requires java.management;
  requires org.eclipse.collections.api;
  requires org.eclipse.collections.impl;
  requires static info.picocli;

  exports dev.tern.engine;
  exports dev.tern.engine.collection;
  exports dev.tern.engine.evaluation;
  exports dev.tern.engine.format;

  opens dev.tern.engine.cli to
      info.picocli;
}
