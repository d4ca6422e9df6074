/// **I am at a terminal; what can Tern do for me?** One class a command, nothing else sees them.
///
/// Invariant: results go to standard output, everything else to standard error; a failure is one
/// sentence and an exit code (1: it failed, 2: the command was not understood), never a stack trace
/// unless `--debug` asks for it.
package dev.tern.engine.cli;
