/// **What would the textbook do?** Each stage of Tern once more, as its definition has it.
///
/// Invariant: the answer can be checked by reading. Nothing here is tuned, and nothing of Tern does
/// any of the work: only its data types, and the readers of files, are used. These are the peers
/// that Tern must agree with before a speed is reported.
package dev.tern.bench.plain;
