/// **Here are arrays, do the arithmetic.** Matrix products and row operations of an encoder, and
/// the only importer of `jdk.incubator.vector` in this module.
///
/// Invariant: results are bit-identical for every vector width, every batch and every cut into
/// blocks. Each element of a product is one chain of fused multiply-adds in ascending order of the
/// inner index; each sum over a row is taken in [logical lanes][FixedOrderSum] that no machine
/// width changes; exponentials are polynomials of this package and not of a platform library.
///
/// How to write a kernel here: species are `static final`; vectors are local variables and never
/// fields, arguments of large methods or lambda captures, because the compiler then keeps each in
/// memory as an object; one loop nest a method; what happens to a finished tile is a separate
/// method over that tile, because the compiler spills accumulators where it stands in the multiply
/// loop. The textbook loops that these kernels are compared with live in the tests.
package dev.tern.encoder.kernel;
