package dev.tern.encoder.training.config;

/// Numbers that a key may have; never NaN or infinite.
///
/// @param least the lower end
/// @param isOpen whether the lower end itself is left out
/// @param most the upper end
/// @param isOpenAbove whether the upper end itself is left out
record Range(double least, boolean isOpen, double most, boolean isOpenAbove) {
  static final Range POSITIVE = new Range(0, true, Double.MAX_VALUE, false);
  static final Range AT_LEAST_0 = new Range(0, false, Double.MAX_VALUE, false);
  static final Range INSIDE_0_1 = new Range(0, true, 1, true);
  static final Range FROM_0_TO_1 = new Range(0, false, 1, false);
  static final Range FROM_0_BELOW_1 = new Range(0, false, 1, true);

  boolean contains(double number) {
    return (isOpen ? number > least : number >= least)
        && (isOpenAbove ? number < most : number <= most);
  }

  @Override
  public String toString() {
    String lower = (isOpen ? "above " : "of at least ") + plain(least);
    return most == Double.MAX_VALUE
        ? lower
        : lower + " and " + (isOpenAbove ? "below " : "at most ") + plain(most);
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
