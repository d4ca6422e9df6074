/// **Which documents look relevant and are not?** What training needs of a search engine: hard
/// negatives.
///
/// Invariant: what is mined is a function of the configuration, its files and its seed.
package dev.tern.engine.training;
