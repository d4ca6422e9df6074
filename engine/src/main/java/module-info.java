/// Sparse vectors to hits: index, query evaluation, collections, evaluation, command line.
module dev.tern.engine {
  requires transitive dev.tern.encoder;
}
