/// **Where was the run when it stopped?** Named arrays that are written and read exactly.
///
/// Invariant: a file of this package is whole or refused. It takes its name in one step after all
/// of its bytes have reached the disk, and every byte of it is covered by a checksum.
///
/// The format, numbers little-endian:
///
/// ```
/// file     := "TERNRUN\n" version:u32 records:u32 record* checksum:u32
/// record   := kind:u8 nameBytes:u16 name:UTF-8 length:u64 element*
/// kind     := 1 (elements are i64) | 2 (elements are f32)
/// checksum := CRC32C of all bytes before it
/// ```
///
/// Names ascend strictly within a kind and kinds ascend, so that equal states have equal bytes.
package dev.tern.encoder.training.state;
