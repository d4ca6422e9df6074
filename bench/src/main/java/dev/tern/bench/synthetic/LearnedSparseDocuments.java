package dev.tern.bench.synthetic;

/// Documents as a SPLADE-like encoder sees them: impact = round(255/3.5 · w), where w = log(1 + x)
/// is at most 3.5 and x is lognormal around a strength that falls along the list of a topic. A term
/// is stronger or weaker in all documents of a topic alike.
///
/// @param topics where terms come from
record LearnedSparseDocuments(TopicModel topics) implements DocumentModel {
  private static final double GREATEST_WEIGHT = 3.5;
  private static final double SIGMA = 0.75;

  /// Impacts by log x, from -[#RANGE] to [#RANGE], so that drawing a posting needs no logarithm.
  private static final int RANGE = 8;

  private static final int STEPS = 256;
  private static final byte[] IMPACTS = impacts();

  /// Logarithms of the strengths along the lists.
  private static final double BACKGROUND = StrictMath.log(0.8 * 0.35);

  private static final double[] SUB_TOPIC = strengths(2.6, 16);
  private static final double[] TOPIC = strengths(1.9, 60);
  private static final double[] SECOND = strengths(1.0, 80);

  private static byte[] impacts() {
    byte[] impacts = new byte[2 * RANGE * STEPS];
    for (int i = 0; i < impacts.length; i++) {
      double x = StrictMath.exp((i + 0.5) / STEPS - RANGE);
      double weight = Math.clamp(StrictMath.log1p(Math.max(0, x - 0.02)), 0.02, GREATEST_WEIGHT);
      impacts[i] = (byte) Math.clamp(Math.round(weight * 255 / GREATEST_WEIGHT), 1, 255);
    }
    return impacts;
  }

  private static double[] strengths(double first, double decay) {
    double[] logarithms = new double[600];
    for (int place = 0; place < logarithms.length; place++) {
      logarithms[place] = StrictMath.log(0.8 * first / (1 + place / decay));
    }
    return logarithms;
  }

  @Override
  public int draw(TopicModel.Subject subject, RandomStream random, Draft draft) {
    int size =
        (int) Math.clamp(StrictMath.exp(StrictMath.log(145) + 0.35 * random.normal()), 40, 450);
    double upToSecond = 0.4 + 0.1 + 0.2 * random.uniform();
    while (draft.size() < size) {
      double source = random.uniform();
      int term;
      double strength;
      if (source < 0.22) {
        term = topics.backgroundTerm(random);
        strength = BACKGROUND;
      } else if (source < 0.4) {
        int place = topics.subTopicPlace(random);
        term = topics.subTopicTerm(subject, place);
        strength = SUB_TOPIC[place];
      } else {
        boolean second = source < upToSecond;
        int place = topics.topicPlace(random);
        term = topics.topicTerm(second ? subject.second() : subject.topic(), place);
        strength = (second ? SECOND : TOPIC)[place];
      }
      if (!draft.contains(term)) {
        draft.add(term, impact(strength + coherence(subject, term) + SIGMA * random.normal()));
      }
    }
    return size;
  }

  /// Uniform in [-0.8, 0.8), the same for all documents of a topic.
  private static double coherence(TopicModel.Subject subject, int term) {
    long bits = RandomStream.mix((long) subject.topic() << 32 | term);
    return 0.8 * ((bits >>> 11) * 0x1p-52 - 1);
  }

  private static int impact(double logarithm) {
    int place = (int) ((logarithm + RANGE) * STEPS);
    return IMPACTS[Math.clamp(place, 0, IMPACTS.length - 1)] & 0xFF;
  }
}
