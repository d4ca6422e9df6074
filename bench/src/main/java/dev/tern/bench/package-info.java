/// **Is it true?** Harnesses that measure Tern against the plain definitions and against named
/// peers.
///
/// Invariant: a figure is a ratio of two medians, measured in one run on the same work, and is only
/// reported after both sides were found to give the same answer.
package dev.tern.bench;
