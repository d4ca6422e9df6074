package dev.tern.bench.synthetic;

/// Documents as words with their frequencies, which [Bm25Impacts] turns into impacts once the whole
/// collection is known.
///
/// @param topics where terms come from
record Bm25Documents(TopicModel topics) implements DocumentModel {
  private static final int MOST_REPETITIONS = 30;
  private static final int GREATEST_FREQUENCY = 60;

  @Override
  public int draw(TopicModel.Subject subject, RandomStream random, Draft draft) {
    int size = (int) Math.clamp(StrictMath.exp(StrictMath.log(36) + 0.4 * random.normal()), 8, 150);
    double upToSecond = 0.6 + 0.1 + 0.2 * random.uniform();
    int length = 0;
    while (draft.size() < size) {
      double source = random.uniform();
      int term;
      double repetition;
      if (source < 0.45) {
        term = topics.backgroundTerm(random);
        repetition = 0.15;
      } else if (source < 0.6) {
        term = topics.subTopicTerm(subject, topics.subTopicPlace(random));
        repetition = 0.45;
      } else {
        boolean second = source < upToSecond;
        term =
            topics.topicTerm(
                second ? subject.second() : subject.topic(), topics.topicPlace(random));
        repetition = second ? 0.15 : 0.3;
      }
      int frequency = 1;
      while (frequency < MOST_REPETITIONS && random.uniform() < repetition) {
        frequency++;
      }
      length += frequency;
      if (draft.contains(term)) {
        draft.set(term, Math.min(GREATEST_FREQUENCY, draft.value(term) + frequency));
      } else {
        draft.add(term, frequency);
      }
    }
    return length;
  }
}
