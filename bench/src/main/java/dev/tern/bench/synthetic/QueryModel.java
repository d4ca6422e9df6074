package dev.tern.bench.synthetic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Draws queries. Each is about a document: most of its terms are drawn from that document, the
/// stronger and (where the query is of words) the rarer ones more often, or from its topics; the
/// rest from the background.
final class QueryModel {
  /// Draws for one query, after which it stays shorter than it should be.
  private static final int MOST_DRAWS = 5000;

  private final SyntheticCollection collection;
  private final TopicModel topics;
  private final RandomStream random;
  private final AliasTable stopWords;

  QueryModel(SyntheticCollection collection, TopicModel topics, RandomStream random) {
    this.collection = collection;
    this.topics = topics;
    this.random = random;
    stopWords = AliasTable.zipf(collection.kind().vocabulary(), 6, 1.15);
  }

  List<ImpactQuery> draw(QueryKind kind, int count) {
    List<ImpactQuery> queries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int document = random.below(collection.documents());
      queries.add(
          ImpactQuery.of(
              switch (kind) {
                case INFERENCE_FREE -> words(document, 5 + random.below(4), true);
                case BM25 -> words(document, 3 + random.below(5), false);
                case SPLADE_FLAT -> expanded(document, false);
                case SPLADE_SKEWED -> expanded(document, true);
              }));
    }
    return queries;
  }

  /// A third stop words, the rest words of the document.
  private SortedMap<Integer, Integer> words(int document, int size, boolean byRarity) {
    SortedMap<Integer, Integer> query = new TreeMap<>();
    double[] sums = sums(document, true);
    for (int i = 0; query.size() < size && i < MOST_DRAWS; i++) {
      boolean stopWord = query.size() < size / 3;
      int term =
          stopWord
              ? topics.term(stopWords.draw(random))
              : collection.term(document, position(sums));
      if (collection.documentFrequency(term) > 0) {
        query.putIfAbsent(term, byRarity ? impact(collection.idf(term) * 25, 1) : 1);
      }
    }
    return query;
  }

  /// Terms of the document and what an encoder would add to them.
  private SortedMap<Integer, Integer> expanded(int document, boolean skewed) {
    SortedMap<Integer, Integer> query = new TreeMap<>();
    TopicModel.Subject subject = collection.subject(document);
    double[] sums = sums(document, false);
    int size = 25 + random.below(21);
    for (int i = 0; query.size() < size && i < MOST_DRAWS; i++) {
      boolean core = skewed && query.size() < 5;
      Map.Entry<Integer, Double> drawn = candidate(document, subject, sums, core);
      double weight = skewed ? skewedWeight(query.size()) : flatWeight(drawn.getValue());
      query.putIfAbsent(drawn.getKey(), impact(weight * 255 / 3, 4));
    }
    return query;
  }

  /// A term and its strength.
  private Map.Entry<Integer, Double> candidate(
      int document, TopicModel.Subject subject, double[] sums, boolean core) {
    double source = random.uniform();
    if (core || source < 0.42) {
      int position = position(sums);
      return Map.entry(
          collection.term(document, position), 0.6 + collection.impact(document, position) / 80.0);
    }
    if (source < 0.6) {
      return Map.entry(topics.subTopicTerm(subject, topics.subTopicPlace(random)), 0.9);
    }
    if (source < 0.82) {
      return Map.entry(topics.topicTerm(subject.topic(), topics.topicPlace(random)), 0.6);
    }
    return Map.entry(topics.backgroundTerm(random), 0.3);
  }

  private double flatWeight(double strength) {
    return StrictMath.log1p(strength * StrictMath.exp(0.6 * random.normal()) * 0.8);
  }

  private double skewedWeight(int place) {
    if (place < 5) {
      return 1.2 + 1.6 * random.uniform();
    }
    double small = random.uniform() * random.uniform();
    return place < 15 ? 0.3 + 0.7 * small : 0.1 + 0.25 * small;
  }

  private static int impact(double value, int least) {
    return Math.clamp(Math.round(value), least, 255);
  }

  /// Running sums of impact^1.5, times the rarity where it counts.
  private double[] sums(int document, boolean byRarity) {
    double[] sums = new double[collection.size(document)];
    double sum = 0;
    for (int i = 0; i < sums.length; i++) {
      double impact = collection.impact(document, i);
      double rarity = byRarity ? collection.idf(collection.term(document, i)) : 1;
      sum += impact * Math.sqrt(impact) * rarity;
      sums[i] = sum;
    }
    return sums;
  }

  /// Draws a position with a probability that is its part of the sum.
  private int position(double[] sums) {
    int found = Arrays.binarySearch(sums, random.uniform() * sums[sums.length - 1]);
    return Math.min(found < 0 ? -found - 1 : found + 1, sums.length - 1);
  }
}
