/// **Where do the bytes live?** The only package that maps, writes, forces, renames and deletes.
///
/// Invariant: whoever holds a [Region][dev.tern.engine.store.Region] reads bytes that have been
/// compared with their checksums, or that its process has just written itself; only who asks for a
/// section with [SectionFile#unverified][dev.tern.engine.store.SectionFile#unverified] has to see
/// to that part by part. A file that a manifest refers to never changes.
///
/// The order of a commit: every new file is written and forced, then the names are forced, then the
/// next manifest is renamed over the last one, then the names are forced again. Only then do files
/// disappear that the last commit alone referred to.
package dev.tern.engine.store;
