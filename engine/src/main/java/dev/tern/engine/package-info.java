/// **Here is a sparse vector, give me the best documents.** The façade of the engine.
package dev.tern.engine;
