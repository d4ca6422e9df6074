/// **How good is this ranking?** BEIR and TREC files, and metrics equal to trec_eval 9.0.8.
///
/// - Collections: [BeirCollection][dev.tern.engine.evaluation.BeirCollection] streams documents and
///   queries with [JsonLines][dev.tern.engine.evaluation.JsonLines].
/// - Judgements and results: [Qrels][dev.tern.engine.evaluation.Qrels],
///   [Run][dev.tern.engine.evaluation.Run], [Ranking][dev.tern.engine.evaluation.Ranking].
/// - Figures: [Metric][dev.tern.engine.evaluation.Metric] (the formulas are in
///   [Measure][dev.tern.engine.evaluation.Measure]),
///   [Evaluator][dev.tern.engine.evaluation.Evaluator],
///   [Evaluation][dev.tern.engine.evaluation.Evaluation].
/// - Cost: [SparsityStatistics][dev.tern.engine.evaluation.SparsityStatistics].
///
/// Invariant: a [Ranking][dev.tern.engine.evaluation.Ranking] is in the one order that trec_eval
/// uses (score as float32 descending, then document id descending by the bytes of its UTF-8 form)
/// and names no document twice, so no metric sorts, breaks ties or checks again.
///
/// An id is the string that a file gives to a query or document; elsewhere in the engine the
/// caller's string for a document is called its key.
///
/// Files are read strictly where trec_eval guesses: a number must be one, text must be UTF-8. A
/// byte order mark at the head of a file is dropped. Everything that comes from outside is refused
/// with a [CollectionException][dev.tern.engine.evaluation.CollectionException] that names file and
/// line. No class starts a thread; the immutable ones may be shared between threads.
package dev.tern.engine.evaluation;
