/// Sparse vectors to hits: index, query evaluation, collections, evaluation, command line.
module dev.tern.engine {
  requires transitive dev.tern.encoder;
  requires org.eclipse.collections.api;
  requires org.eclipse.collections.impl;

  exports dev.tern.engine;
  exports dev.tern.engine.format;
}
