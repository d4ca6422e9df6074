/// **How does it look?** Lines and stacked bars as SVG files that need nothing else.
///
/// Invariant: a plot can be read on a white and on a black page, and in shades of grey: its ground
/// is transparent, text and axes follow the reader's preference, lines differ by their marks too.
package dev.tern.bench.plot;
