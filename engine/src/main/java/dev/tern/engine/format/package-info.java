/// **What do the bytes mean?** The format of an index, version 2; version 3 of the manifest where
/// documents were deleted, and version 4 where the index has features.
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
/// deletes-N.tern      which documents of a segment were deleted
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
///               step:f32 windowDocuments:u32 saturatedWeights:u64 droppedWeights:u64
///               Features
///               count:u32 (name:text value:text)*         properties, by name
///               count:u32 (name:text File)*               attachments, by name
///               count:u32 (File documents:u32 postings:u64 Scarce Deletes)*   segments, by docId
/// Features   := in versions 2 and 3 nothing
///             | in version 4 features:u32 and a field for each of bits 1 and 2 that is set,
///               the lowest first
///               bit 0  a forward store, which has no field
///               bit 1  layout:u32
///               bit 2  Codes := codeBits:u32 count:u32 impact:u8[count]
///               bit 3  terms may be scarce
/// Scarce     := with bit 3 of the features scarceShare:u32, else nothing, which means 0
/// Deletes    := in version 2 nothing
///             | from version 3 on deleted:u32 and, unless it is 0, File
/// File       := number:u64 lengthBytes:u64 tailCrc:u32
/// ```
///
/// Either `crc` is that of all bytes before it. The first one lets a reader trust the version
/// before it knows anything else of the file; a version above its own it must refuse. A document's
/// docId is its place in its segment plus the documents of the segments before, deleted ones
/// included. `step` is 0 as long as there is no posting. An index without deleted documents has
/// version 2, which readers before version 3 understand; others they must refuse, since they would
/// find what was deleted.
///
/// `features` says what the index has that readers before version 4 do not know: it is not 0, and a
/// reader must refuse bits that it does not know. An index without features has version 2 or 3. Bit
/// 3 is set only if `scarceShare` is not 0 in one of the segments, which it is not in those of up
/// to 256 documents.
///
/// `layout` is 1 for postings in the order of their impacts only and 2 for both orders; an index
/// with postings in the order of documents only has no such bit.
///
/// Codes have 8 bits unless `codeBits` says 6 or 4. Codes of 8 bits are impacts. Of others code c
/// from 1 on stands for the c-th of the impacts that are listed, which ascend from 1 to 255; there
/// are at most 2^codeBits - 1, and none as long as there is no posting. Code 0 stands for none.
///
/// ## Section files
///
/// Segments, attachments and deletes have the same frame:
///
/// ```
/// SectionFile := Body Tail
/// Body        := Header (Padding Section)* Padding (id:u64 offset:u64 lengthBytes:u64)*
/// Header      := magic:"TERNSEGM", "TERNBLOB" or "TERNDELS" version:u32 zero:u8[52]
/// Padding     := zero:u8*, up to the next multiple of 64
/// Tail        := crc:u32* bodyBytes:u64 sections:u32 zero:u32
/// ```
///
/// The body is checksummed in chunks of 65,536 bytes, the last of which may be shorter; the tail
/// has the CRC of each, and the manifest that of the tail. An attachment has one section, 1, with
/// its bytes; deletes have one, `u64[(documents + 63) / 64]`, in which bit i of word w is set if
/// document 64 w + i of the segment was deleted. The sections of a segment are those of
/// [SegmentSection][dev.tern.engine.format.SegmentSection].
///
/// ## Postings
///
/// The documents of a segment are cut into blocks of 64 and windows of `windowDocuments`, a power
/// of two from 64 to 16,384. A chunk has the postings of one term in one window. What it looks like
/// depends on how many documents of the segment have the term: a term in at least one of 16 is
/// *frequent*; a term in fewer than one of `scarceShare`, which is 0 or at least 16, is *scarce*,
/// unless that is 0; the others are *rare*. Scarce terms have no chunks.
///
/// ```
/// ScarceList    := gapBits:u8 (gap:bits[gapBits] code:bits[codeBits])* zero:bits*
/// RareChunk     := id:u8[n] code:bits[codeBits][n] zero:bits*
/// RareBounds    := (block:u8 max:u8)*
/// FrequentChunk := bitmap:u64[b] rank:u16[b] impact:u8[n]
/// FrequentRow   := max:u8[B]
/// ```
///
/// A scarce term has one list, in which entries follow each other without regard to bytes, from the
/// lowest bit of the first byte on; fewer than 8 zero bits fill the last byte. A document is gap +
/// 1 behind that of the entry before, the first one behind -1. `gapBits` is from 4 to 31; a gap
/// that needs more bits is cut into several, all but the last with the greatest gap that there is
/// and code 0, which no posting has. There are no bounds: who reads the list has all impacts.
///
/// In chunks n is the number of postings of the chunk, b of blocks in its window and B of blocks in
/// the segment.
///
/// A rare term has a chunk for each window in which it is. The postings that are in the same block
/// are a *run*, which has an entry in RareBounds: the number of the block within its window, and
/// the greatest impact of the run. Blocks ascend within a chunk. The lowest six bits of an id are
/// the document's place in its block; the highest one is set in the first posting of each run.
///
/// The codes of a rare chunk start at a byte, and follow each other without regard to bytes. With
/// codes of 8 bits nothing is behind them. With others chunk c of a term, the first one being chunk
/// 0, starts m + floor(m codeBits / 8) + c bytes behind the first one, if there are m postings
/// before it; the last chunk ends where the next one would start.
///
/// Impacts of frequent terms, those of groups and all greatest impacts are no codes.
///
/// A frequent term has a chunk for every window. Bit i of a bitmap says that document i of the
/// block has the term, and the rank how many documents before the block, within the window, have
/// it: where the impacts of the block start. The row has the greatest impact of each block, 0 where
/// there is none.
///
/// ## Postings by impact
///
/// Layouts 1 and 2 have the postings of each term in groups of equal impact, the greatest impact
/// first, in sections 20 and 21. Layout 1 has no chunks and no bounds: sections 1 to 3 and 6 to 8
/// are not there.
///
/// ```
/// Group  := Header low:u_l[n] Padding other:unary[n] Padding
/// Header := 7 bits in each byte, the lowest first, and the highest bit set if more follow:
///           4 (n - 1) + min(step - 1, 3); then, if step >= 4, step - 4:u8
/// ```
///
/// n is the number of documents of the group; step is how much less its impact is than that of the
/// group before, and for the first one than the greatest impact of the term plus 1. Documents
/// ascend within a group, and the gap of one is how many documents are between it and the one
/// before it, for the first how many are before it. Of each gap the lowest l = floor(log2(N / n))
/// bits come first, `u_l`; behind them the others, `unary`: as many zero bits as they say, and a
/// one. Bits fill a byte from the lowest on, and padding is zero bits up to the next byte.
///
/// ## Example
///
/// The document "tern" with the vector {3: 1.0, 9: 2.5} and the stored bytes "hi", then the
/// document "gull" with {9: 5.0} and nothing stored, then 15 empty ones, "a" to "o"; the step is
/// 0.125. Term 3 is in one of 17 documents and rare, term 9 in two and frequent. Zero bytes that
/// only pad are left out.
///
/// ```
/// segment-1.tern
///   000  54 45 52 4e 53 45 47 4d  02 00 00 00      "TERNSEGM", version 2
///   040  80 08                                     term 3: document 0 starts a run, impact 1.0/0.125
///   042  03 00 00 00 00 00 00 00  00 00  14 28     term 9: documents 0 and 1, rank 0, 20, 40
///   04e  00.. (64)                                 end of POSTINGS
///   0c0  00 08  28                                 BOUNDS: block 0 of term 3, the row of term 9
///   140  00.. 00.. 00..  00.. 00.. 00..            CHUNKS, u32 each
///   180  03 00 00 00  09 00 00 00                  TERM_IDS
///   1c0  01 00 00 00  02 00 00 00                  TERM_DOCUMENT_FREQUENCIES
///   200  00.. 01.. 02..                            TERM_CHUNKS, u64 each
///   240  00.. 02.. 0e..                            TERM_POSTINGS, u64 each
///   280  00.. 02.. 03..                            TERM_BOUNDS, u64 each
///   2c0  08 28                                     TERM_MAX_IMPACTS
///   300  00 00 00  00 00 00                        TERM_TOP_IMPACTS
///   340  00.. 04.. 08..  09.. ...                  KEY_OFFSETS, u64 each
///   400  74 65 72 6e 67 75 6c 6c 61 ...            KEY_BYTES "terngullabcdefghijklmno"
///   440  02.. 03.. ... 08.. 01.. 09.. ...          KEY_ORDER: a, ..., g, gull, h, ..., u32 each
///   4c0  00.. 02.. 02..  ...                       STORED_OFFSETS, u64 each
///   580  68 69                                     STORED_BYTES "hi"
///   5c0  01.. 40.. 4e..  02.. c0.. 43..  ...       directory: 15 of (id, offset, length), u64 each
///   728  12 7f e6 35                               CRC of the bytes 000 to 728
///   72c  28 07 00 00 00 00 00 00  0f 00 00 00 ...  bodyBytes 728, 15 sections
/// ```
///
/// The same documents with layout 1:
///
/// ```
/// segment-1.tern
///   000  54 45 52 4e 53 45 47 4d  02 00 00 00      "TERNSEGM", version 2
///   040  00  00  01                                term 3, impact 8: a document, gap 0, l = 4
///   043  00  01  01                                term 9, impact 40: a document, gap 1
///   046  03 10  00  01                             impact 20 = 40 - (4 + 16): a document, gap 0
///   04a  00.. (64)                                 end of IMPACT_GROUPS
///   0c0  03 00 00 00  09 00 00 00                  TERM_IDS
///   100  01 00 00 00  02 00 00 00                  TERM_DOCUMENT_FREQUENCIES
///   140  08 28                                     TERM_MAX_IMPACTS
///   180  00 00 00  00 00 00                        TERM_TOP_IMPACTS
///   1c0  00.. 03.. 0a..                            TERM_IMPACT_GROUPS, u64 each
///   200  00.. 04.. 08..  09.. ...                  KEY_OFFSETS, and on as above
/// MANIFEST
///   000  54 45 52 4e 49 4e 44 58  04 00 00 00      "TERNINDX", version 4
///   040  02 00 00 00  01 00 00 00                  features: bit 1; layout 1
/// ```
///
/// The query {3: 1, 9: 1} gives "gull" 4095 · 40 and "tern" 4095 · (8 + 20).
///
/// Of 520 documents 5 and 150 have term 7, with impacts 20 and 40: one of 260, less than one of
/// 256. Gaps are 5 and 144, which take 8 bits.
///
/// ```
///   040  08  05 14  90 28                          term 7
///   045  00.. (64)                                 end of POSTINGS
/// ```
///
/// With codes of 4 bits, 1 for impact 20 and 2 for impact 40:
///
/// ```
/// MANIFEST
///   000  54 45 52 4e 49 4e 44 58  04 00 00 00      "TERNINDX", version 4
///   040  0c 00 00 00                               features: bits 2 and 3
///   044  04 00 00 00  02 00 00 00  14 28           codeBits, impacts
/// segment-1.tern
///   040  08  05 01 29                              term 7: gap 5, code 1, gap 144, code 2
/// ```
///
/// ## Forward store
///
/// What the impacts were made of: every weight as it was given. The vector of document d has the
/// entries from `starts[d]` to `starts[d + 1]`, each a term and a weight, by ascending term. Terms
/// take two bytes where all of the segment are below 65,536, else four, which the length of the
/// section tells. (Differences of the terms in bytes would take 1.6 bytes a term instead of 2 and
/// have to be read from the start.)
///
/// ```
/// ForwardStore := starts:u64[N + 1] terms:(u16[E] | u32[E]) weights:f32[E] Lost
/// Lost         := terms:u32[L] documents:u32[L]
/// ```
///
/// An impact says of a weight that it is at most half a step away from impact · step; or half a
/// step and c steps, with codes of fewer than 8 bits, where c is how far an impact from 1 to the
/// greatest that is listed can be from the nearest that is listed. Lost are the weights of which
/// none says so: those below half a step have no posting, those too far above the greatest impact
/// have that one. Bit 31 of the document is set in the latter.
///
/// With the step 0.125, the documents "tern" {3: 1.0, 9: 2.5} and "gull" {3: 0.05, 9: 40.0, 12:
/// 5.0} give, besides the sections above:
///
/// ```
/// MANIFEST
///   000  54 45 52 4e 49 4e 44 58  04 00 00 00      "TERNINDX", version 4
///   028  00 00 00 3e  00 40 00 00  01.. 01..       step, windows, one weight saturated, one dropped
///   040  01 00 00 00                               features: bit 0, a forward store
/// segment-1.tern
///   440  00.. 02.. 05..                            FORWARD_STARTS, u64 each
///   480  03 00 09 00  03 00 09 00 0c 00            FORWARD_TERMS
///   4c0  00 00 80 3f  00 00 20 40  cd cc 4c 3d ... FORWARD_WEIGHTS 1.0, 2.5, 0.05, ...
///   500  03 00 00 00  09 00 00 00                  LOST_TERMS
///   540  01 00 00 00  01 00 00 80                  LOST_DOCUMENTS: 1 dropped, 1 saturated
/// ```
package dev.tern.engine.format;
