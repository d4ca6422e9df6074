/// **How fast is a part by itself?** JMH benchmarks, to compare a part with itself before and after
/// a change:
///
/// ```
/// ./tern bench micro Matmul
/// ```
///
/// Invariant: nothing here supports a claim about a peer; that is what the harnesses are for.
package dev.tern.bench.micro;
