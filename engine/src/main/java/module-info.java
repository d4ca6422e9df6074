/// Sparse vectors to hits: index, query evaluation, collections, evaluation, command line.
///
/// Only the command line needs picocli; where it is started on the module path, the option
/// `--add-modules info.picocli` brings it in.
module dev.tern.engine {
  requires transitive dev.tern.encoder;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.jr.ob;
  requires java.management;
  requires org.eclipse.collections.api;
  requires org.eclipse.collections.impl;
  requires jdk.incubator.vector;
  requires static info.picocli;

  exports dev.tern.engine;
  exports dev.tern.engine.collection;
  exports dev.tern.engine.evaluation;
  exports dev.tern.engine.format;

  opens dev.tern.engine.cli to
      info.picocli;
}
