/// **What do the bytes mean?** The format of an index, version 1.
///
/// Invariant: every byte of every file is covered by a CRC32C that is kept elsewhere than in those
/// bytes, in a chain that starts in the manifest. Numbers are little-endian, `u8`, `u32` and `u64`
/// unsigned and `f32` a float; `x*` is any number of x, `x[n]` is n of them, `text` is a `u32`
/// length in bytes and that much UTF-8.
///
/// An index is a directory:
///
/// ```
/// MANIFEST            what the last commit consists of; there is no index without it
/// segment-N.tern      documents; N is a number that no other file of the index has had
/// attachment-N.tern   bytes of the caller
/// write.lock          locked by the operating system while there is a writer; empty
/// MANIFEST.new        the next manifest while it is written, and what a crash leaves of it
/// ```
///
/// Files are never changed: a commit writes new ones and renames MANIFEST.new over MANIFEST. A
/// segment or attachment that MANIFEST does not name is a leftover, which readers ignore and the
/// next writer removes.
///
/// ## Manifest
///
/// ```
/// Manifest   := magic:"TERNINDX" version:u32 crc:u32 lengthBytes:u64 Payload crc:u32
/// Payload    := generation:u64 nextFileNumber:u64
///               step:f32 blockPostings:u32 saturatedWeights:u64 droppedWeights:u64
///               count:u32 (name:text value:text)*         properties, by name
///               count:u32 (name:text File)*               attachments, by name
///               count:u32 (File documents:u32 postings:u64)*   segments, by docId
/// File       := number:u64 lengthBytes:u64 tailCrc:u32
/// ```
///
/// Either `crc` is that of all bytes before it. The first one lets a reader trust the version
/// before it knows anything else of the file; a version above its own it must refuse. A document's
/// docId is its place in its segment plus the documents of the segments before. `step` is 0 as long
/// as there is no posting.
///
/// ## Section files
///
/// Segments and attachments have the same frame:
///
/// ```
/// SectionFile := Body Tail
/// Body        := Header (Padding Section)* Padding (id:u64 offset:u64 lengthBytes:u64)*
/// Header      := magic:"TERNSEGM" or "TERNBLOB" version:u32 zero:u8[52]
/// Padding     := zero:u8*, up to the next multiple of 64
/// Tail        := crc:u32* bodyBytes:u64 sections:u32 zero:u32
/// ```
///
/// The body is checksummed in chunks of 65,536 bytes, the last of which may be shorter; the tail
/// has the CRC of each, and the manifest that of the tail. An attachment has one section, 1, with
/// its bytes. The sections of a segment are those of
/// [SegmentSection][dev.tern.engine.format.SegmentSection].
///
/// ## Postings
///
/// The postings of a term are cut into blocks of `blockPostings`, of which the last may have fewer:
///
/// ```
/// Block   := width:u8 gaps impact:u8[n]
/// ```
///
/// A gap is the number of docIds between a document and the one before it in the term's list, which
/// for the first document of the list is -1. The n gaps have `width` bits each, 0 to 31, the lowest
/// bit of the first gap in the lowest bit of the first byte, and are padded to whole bytes. n
/// follows from the term's document frequency.
///
/// ## Example
///
/// The document "tern" with the vector {3: 1.0, 9: 2.5} and the stored bytes "hi", then the
/// document "gull" with {9: 5.0} and nothing stored; the step is 0.125. Zero bytes that only pad
/// are left out.
///
/// ```
/// segment-1.tern
///   000  54 45 52 4e 53 45 47 4d  01 00 00 00      "TERNSEGM", version 1
///   040  00 08                                     term 3: width 0 (document 0), impact 1.0/0.125
///   042  00 14 28                                  term 9: width 0 (documents 0, 1), 20, 40
///   045  00 00 00 00 00 00 00 00                   end of POSTINGS
///   080  00.. 02.. 05..                            BLOCK_OFFSETS, u64 each
///   0c0  00 00 00 00  01 00 00 00                  BLOCK_LAST_DOCUMENTS
///   100  08 28                                     BLOCK_MAX_IMPACTS
///   140  03 00 00 00  09 00 00 00                  TERM_IDS
///   180  01 00 00 00  02 00 00 00                  TERM_DOCUMENT_FREQUENCIES
///   1c0  00.. 01.. 02..                            TERM_BLOCKS, u64 each
///   200  08 28                                     TERM_MAX_IMPACTS
///   240  00.. 04.. 08..                            KEY_OFFSETS, u64 each
///   280  74 65 72 6e 67 75 6c 6c                   KEY_BYTES "terngull"
///   2c0  01 00 00 00  00 00 00 00                  KEY_ORDER: gull, tern
///   300  00.. 02.. 02..                            STORED_OFFSETS, u64 each
///   340  68 69                                     STORED_BYTES "hi"
///   380  01.. 40.. 0d..  02.. 80.. 18..  ...       directory: 13 of (id, offset, length), u64 each
///   4b8  fc 9b 9b eb                               CRC of the bytes 000 to 4b8
///   4bc  b8 04 00 00 00 00 00 00  0d 00 00 00 ...  bodyBytes 4b8, 13 sections
/// ```
///
/// The query {3: 1, 9: 1} gives "gull" 4095 · 40 and "tern" 4095 · (8 + 20).
package dev.tern.engine.format;
