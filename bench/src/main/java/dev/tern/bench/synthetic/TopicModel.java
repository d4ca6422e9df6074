package dev.tern.bench.synthetic;

/// Which terms go together. Immutable.
///
/// Ids say nothing of frequency: rank r of a distribution is the term `shuffled[r]`.
final class TopicModel {
  static final int SUPER_TOPICS = 60;
  static final int TOPICS = 5000;
  static final int SUB_TOPICS = 8;

  private static final int SUPER_TOPIC_TERMS = 2000;
  private static final int TOPIC_TERMS = 600;
  private static final int SUB_TOPIC_TERMS = 48;

  /// The streams of numbers that are not those of a document.
  private static final long STREAM = -1;

  private final int[] shuffled;
  private final AliasTable background;
  private final AliasTable topical;
  private final int[] superTopicOf = new int[TOPICS];
  private final int[][] topicsOf = new int[SUPER_TOPICS][];

  /// TOPICS × TOPIC_TERMS and TOPICS × SUB_TOPICS × SUB_TOPIC_TERMS terms.
  private final char[] topicTerms = new char[TOPICS * TOPIC_TERMS];

  private final char[] subTopicTerms = new char[TOPICS * SUB_TOPICS * SUB_TOPIC_TERMS];

  private final AliasTable popularity = AliasTable.zipf(TOPICS, 40, 0.6);
  private final AliasTable topicPlaces = AliasTable.zipf(TOPIC_TERMS, 8, 0.75);
  private final AliasTable subTopicPlaces = AliasTable.zipf(SUB_TOPIC_TERMS, 6, 0.5);

  /// What a document is about.
  ///
  /// @param topic its main topic
  /// @param subTopic the part of that topic, below [#SUB_TOPICS]
  /// @param second another topic, half of the time of the same super-topic
  record Subject(int topic, int subTopic, int second) {}

  TopicModel(CollectionKind kind, long seed) {
    RandomStream random = new RandomStream(seed, STREAM);
    shuffled = shuffled(kind.vocabulary(), random);
    background = kind.background();
    topical = kind.topical();
    char[] superTopicTerms = new char[SUPER_TOPICS * SUPER_TOPIC_TERMS];
    for (int i = 0; i < superTopicTerms.length; i++) {
      superTopicTerms[i] = (char) topical(random);
    }
    AliasTable superTopicPlaces = AliasTable.zipf(SUPER_TOPIC_TERMS, 20, 0.7);
    int[] sizes = new int[SUPER_TOPICS];
    for (int topic = 0; topic < TOPICS; topic++) {
      superTopicOf[topic] = random.below(SUPER_TOPICS);
      sizes[superTopicOf[topic]]++;
      int parent = superTopicOf[topic] * SUPER_TOPIC_TERMS;
      for (int i = 0; i < TOPIC_TERMS; i++) {
        boolean inherited = random.uniform() < 0.5;
        topicTerms[topic * TOPIC_TERMS + i] =
            inherited
                ? superTopicTerms[parent + superTopicPlaces.draw(random)]
                : (char) topical(random);
      }
      for (int i = 0; i < SUB_TOPICS * SUB_TOPIC_TERMS; i++) {
        boolean inherited = random.uniform() < 0.65;
        subTopicTerms[topic * SUB_TOPICS * SUB_TOPIC_TERMS + i] =
            inherited ? (char) topicTerm(topic, topicPlaces.draw(random)) : (char) topical(random);
      }
    }
    for (int i = 0; i < SUPER_TOPICS; i++) {
      topicsOf[i] = new int[sizes[i]];
    }
    for (int topic = TOPICS - 1; topic >= 0; topic--) {
      topicsOf[superTopicOf[topic]][--sizes[superTopicOf[topic]]] = topic;
    }
  }

  private static int[] shuffled(int size, RandomStream random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int other = random.below(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }

  /// Draws what a document is about.
  Subject subject(RandomStream random) {
    int topic = popularity.draw(random);
    int subTopic = random.below(SUB_TOPICS);
    int[] siblings = topicsOf[superTopicOf[topic]];
    boolean related = random.uniform() < 0.5;
    return new Subject(
        topic,
        subTopic,
        related ? siblings[random.below(siblings.length)] : popularity.draw(random));
  }

  /// A number that puts documents of like subjects side by side: super-topic, topic, sub-topic, ten
  /// bits of the second topic.
  int cluster(Subject subject) {
    int parent = superTopicOf[subject.topic];
    return ((parent * TOPICS + subject.topic) * SUB_TOPICS + subject.subTopic) << 10
        | (subject.second & 1023);
  }

  /// The term of a rank in the order of frequencies.
  int term(int rank) {
    return shuffled[rank];
  }

  /// Draws a term that any document may have.
  int backgroundTerm(RandomStream random) {
    return shuffled[background.draw(random)];
  }

  private int topical(RandomStream random) {
    return shuffled[topical.draw(random)];
  }

  /// Draws a place in the list of a topic.
  int topicPlace(RandomStream random) {
    return topicPlaces.draw(random);
  }

  /// The term at a place in the list of a topic.
  int topicTerm(int topic, int place) {
    return topicTerms[topic * TOPIC_TERMS + place];
  }

  /// Draws a place in the list of a sub-topic.
  int subTopicPlace(RandomStream random) {
    return subTopicPlaces.draw(random);
  }

  /// The term at a place in the list of a subject's sub-topic.
  int subTopicTerm(Subject subject, int place) {
    return subTopicTerms[(subject.topic * SUB_TOPICS + subject.subTopic) * SUB_TOPIC_TERMS + place];
  }
}
