package dev.tern.encoder.checkpoint;

import java.util.List;

/// What the header of a safetensors file says about one tensor.
///
/// @param name unique in its file
/// @param type of the elements
/// @param shape outermost dimension first, each at least 0; empty for a scalar
/// @param begin first byte, counted from the end of the header
/// @param end byte after the last, counted from the end of the header
record TensorEntry(String name, TensorType type, List<Long> shape, long begin, long end) {
  TensorEntry {
    shape = List.copyOf(shape);
  }

  /// Number of elements: the product of the shape, 1 for a scalar.
  ///
  /// @throws ArithmeticException if it exceeds a `long`
  long elements() {
    long product = 1;
    for (long dimension : shape) {
      product = Math.multiplyExact(product, dimension);
    }
    return product;
  }

  /// The indices of the element at `offset` of the row-major values, outermost dimension first.
  List<Long> position(long offset) {
    Long[] indices = new Long[shape.size()];
    for (int i = indices.length - 1; i >= 0; i--) {
      indices[i] = offset % shape.get(i);
      offset /= shape.get(i);
    }
    return List.of(indices);
  }

  /// Bytes that so many elements of this type take.
  ///
  /// @throws ArithmeticException if that exceeds a `long` or is not a whole number of bytes
  long bytes() {
    long bits = Math.multiplyExact(elements(), (long) type.bits());
    if ((bits & 7) != 0) {
      throw new ArithmeticException("not a whole number of bytes: bits=" + bits);
    }
    return bits >>> 3;
  }
}
