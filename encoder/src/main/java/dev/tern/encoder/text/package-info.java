/// **Here is a text from outside, is it one?** What all readers of files need before they believe
/// or repeat what stands in them.
///
/// Invariant: nothing is replaced silently. Bytes that are not UTF-8 are no text, a text that UTF-8
/// cannot carry has no bytes, and what goes into a message is visibly cut.
package dev.tern.encoder.text;
