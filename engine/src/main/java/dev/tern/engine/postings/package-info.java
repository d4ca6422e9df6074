/// **Here is a term, let me walk its documents.** A ladder of small contracts, each adding one
/// thing to the one below: [DocumentCursor][dev.tern.engine.postings.DocumentCursor] walks docIds,
/// [ImpactCursor][dev.tern.engine.postings.ImpactCursor] knows impacts,
/// [BoundedCursor][dev.tern.engine.postings.BoundedCursor] bounds them,
/// [BlockCursor][dev.tern.engine.postings.BlockCursor] bounds them block by block.
///
/// Invariant: docIds here count from 0 within their segment and a cursor only ever moves forward. A
/// segment never changes and may be read by many threads; a cursor belongs to one.
package dev.tern.engine.postings;
