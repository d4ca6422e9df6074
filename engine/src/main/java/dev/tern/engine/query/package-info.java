/// **Which documents score highest?** One algorithm a file, one paper a file.
///
/// Invariant: every [Evaluator][dev.tern.engine.query.Evaluator] collects the same best documents
/// with the same integer scores; [Exhaustive][dev.tern.engine.query.Exhaustive] defines which these
/// are. Scores are exact integers, bounds are never below what they bound, and documents are
/// collected in ascending order of their docIds, so that among equal scores the first one stays.
package dev.tern.engine.query;
