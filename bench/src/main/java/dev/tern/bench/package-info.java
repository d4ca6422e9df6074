/// **Is it true?** Harnesses that measure Tern against the plain definitions and against peers.
package dev.tern.bench;
