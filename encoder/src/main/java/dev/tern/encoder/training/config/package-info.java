/// **What was asked for?** The configuration of a training run, read from a JSON file.
///
/// Invariant: a configuration that was read can be run as far as the file alone can tell. Every key
/// is known, every number in its range, and the parts go together; what is not is refused with
/// [ConfigException][dev.tern.encoder.training.config.ConfigException], which names the key.
///
/// Paths are relative to the directory of the file. The keys, with what an absent one means:
///
/// ```json
/// {
///   "model": "(required) directory of the student",
///   "activation": "that of the model | log1p_relu | log1p_log1p_relu",
///   "output": "(required) directory of the run",
///   "steps": "(required) of the optimiser",
///   "seed": 1, "queries_per_batch": 16, "documents_per_query": 2, "micro_batches": 1,
///   "max_tokens": 256, "texts_per_pass": "absent: all of a micro batch", "bad_rows": "stop | skip",
///   "query_side": "idf | binary | siamese",
///   "idf": {"file": "that of the model, or else counted in the training documents",
///     "rate": "absent: not trained"},
///   "expansion": {"rate": "absent: the factors of the model's expansion are not trained"},
///   "ranking": [
///     {"loss": "kl", "weight": 1, "candidates": "own | batch", "temperature": 1,
///      "teacher_temperature": 1, "times_tau_squared": false},
///     {"loss": "margin_mse", "weight": 1},
///     {"loss": "infonce", "weight": 1, "candidates": "own | batch",
///      "negatives": "all | hard | queries | both", "scale": 1}],
///   "sparsity": {"loss": "flops | idf_flops | df_flops | l1", "lambda": "(required)",
///     "ramp": "quadratic | quadratic_from_zero",
///     "ramp_steps": "1; a third of all steps for quadratic_from_zero", "mean": "pooled | slots", "l0_threshold": 0, "alpha": 0.1, "beta": 10},
///   "query_sparsity": "as sparsity, for siamese students",
///   "teachers": [{"name": "(required)", "kind": "dense | sparse | bm25 | scores | rows",
///     "path": "(required, but not for bm25 and rows)", "weight": 1,
///     "max_tokens": "that of the model; for dense and sparse"}],
///   "teacher_scale": "min_max | raw", "score_scale": 30, "student_scale": 1,
///   "cache": "output/cache: vectors of teachers; runs may share one",
///   "data": [{"name": "(required)", "path": "(required)",
///     "format": "pairs | triples | distillation | cloze | beir", "split": "train", "weight": 1,
///     "documents_per_query": "that of the run; 1 for pairs, cloze and beir",
///     "keys": {"query": "query", "positive": "positive; text for cloze",
///       "negatives": "negatives", "docs": "docs", "scores": "scores"},
///     "passage_words": 100, "keep_sentence": 0.1, "seed": "1; all three for cloze"}],
///   "optimiser": {"rate": 2e-5, "warm_up_steps": 0, "weight_decay": 0.01,
///     "decay_everything": false, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8,
///     "clip_norm": "absent: no clipping", "average_decay": "absent: no average"},
///   "checkpoint_steps": 1000,
///   "evaluation": {"steps": 1000, "collections": [
///     {"path": "(required) directory in BEIR's layout", "split": "dev"}]}
/// }
/// ```
package dev.tern.encoder.training.config;
