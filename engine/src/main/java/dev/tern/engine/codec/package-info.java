/// **How do docIds, impacts, keys and stored bytes become bytes, and come back?** Each class reads
/// or writes some of the sections that `dev.tern.engine.format` describes.
///
/// Invariant: whatever a table's constructor accepted can be read without leaving the table: all
/// offsets ascend, all docIds are below the number of documents. The tables check this once when
/// they are opened and rely on it after that; the postings of a term are checked when it is first
/// asked for, see [TermCheck][dev.tern.engine.codec.TermCheck].
///
/// Tables stand on the [Region][dev.tern.engine.store.Region]s of a mapped file and are written
/// through a [SectionFileWriter][dev.tern.engine.store.SectionFileWriter], so this package uses
/// `store` besides `format`: a layer between the two would only copy bytes. It opens no file
/// itself.
package dev.tern.engine.codec;
