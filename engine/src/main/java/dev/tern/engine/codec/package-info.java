/// **How do docIds, impacts, keys and stored bytes become bytes, and come back?** Each class reads
/// or writes some of the sections that `dev.tern.engine.format` describes.
///
/// Invariant: whatever a table's constructor accepted can be read without leaving the table: all
/// offsets ascend, all docIds are below the number of documents. The tables check this once when
/// they are opened and rely on it after that.
package dev.tern.engine.codec;
