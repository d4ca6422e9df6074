/// **Which documents score highest?** One algorithm a file, one paper a file.
///
/// Invariant: every [Evaluator][dev.tern.engine.query.Evaluator] collects the same best documents
/// with the same integer scores; [Exhaustive][dev.tern.engine.query.Exhaustive] defines which these
/// are. Scores are exact integers, and bounds are never below what they bound. Among equal scores
/// the lower docId is the better one: what comes in ascending order of docIds has to exceed the
/// k-th best so far ([Collector#bar()][dev.tern.engine.query.Collector]), what comes in another
/// order has to reach it (`openBar()`). A search with an
/// [Allowance][dev.tern.engine.query.Allowance] may leave documents out and says how much these
/// score at most.
package dev.tern.engine.query;
