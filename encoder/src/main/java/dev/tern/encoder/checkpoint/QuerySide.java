package dev.tern.encoder.checkpoint;

/// How a model directory wants its queries encoded: by a table, or by a transformer.
public sealed interface QuerySide permits TableSide, TransformerSide {}
