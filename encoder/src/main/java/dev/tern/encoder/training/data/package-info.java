/// **Which examples come next?** Files of queries and documents, shuffled and mixed.
///
/// Invariant: the n-th batch is a function of the files, the seed and the weights. A stream that is
/// restored continues at the exact example, at the cost of one shuffle; nothing is read twice for
/// it.
///
/// Rows are read when their turn comes, at any place of their file; of each only 20 bytes stay in
/// memory. A row that cannot be used is refused with
/// [TrainingDataException][dev.tern.encoder.training.data.TrainingDataException], which names file
/// and line; a stream stops there, or counts it and goes on if asked to.
///
/// | format | row |
/// |---|---|
/// | `pairs` | `{"query": "…", "positive": "…"}`, a list of either too: one of them each epoch |
/// | `triples` | as above with `"negatives": ["…", …]` |
/// | `distillation` | `{"query": "…", "docs": ["…", …], "scores": [1.5, …]}` |
/// | `cloze` | `{"text": "…"}`: a sentence of it is the query, what stands around it the document |
/// | `beir` | a directory of `corpus.jsonl`, `queries.jsonl` and `qrels/SPLIT.tsv` |
package dev.tern.encoder.training.data;
