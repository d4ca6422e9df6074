package dev.tern.engine;

import dev.tern.engine.format.PostingsLayout;
import dev.tern.engine.query.BlockMaxMaxScore;
import dev.tern.engine.query.BlockMaxPruning;
import dev.tern.engine.query.BlockMaxWand;
import dev.tern.engine.query.Evaluator;
import dev.tern.engine.query.Exhaustive;
import dev.tern.engine.query.MaxScore;
import dev.tern.engine.query.ScoreAtATime;
import dev.tern.engine.query.StreamingExhaustive;
import dev.tern.engine.query.Wand;
import dev.tern.engine.query.WindowedHybrid;

/// How the best documents are found. All give the same hits; they differ in time only.
public enum Algorithm {
  /// One of the others, chosen for the query.
  AUTOMATIC,
  /// Scores every document that has a term of the query.
  EXHAUSTIVE,
  /// Does the same in a way that suits the processor.
  STREAMING_EXHAUSTIVE,
  /// Turtle and Flood 1995: looks up the terms that cannot make a hit by themselves.
  MAX_SCORE,
  /// Broder et al. 2003: jumps over documents whose terms cannot add up to a hit.
  WAND,
  /// Ding and Suel 2011: WAND that asks for the bounds of blocks before it moves.
  BLOCK_MAX_WAND,
  /// Chakrabarti et al. 2011: MaxScore that asks for the bounds of blocks before it looks up.
  BLOCK_MAX_MAX_SCORE,
  /// Mallia et al. 2024: blocks of documents in the order of their bounds.
  BLOCK_MAX_PRUNING,
  /// Adds up windows of documents and leaves out blocks whose bounds are too low.
  WINDOWED_HYBRID,
  /// Lin and Trotman 2015: groups of postings in the order of what they add to the scores.
  SCORE_AT_A_TIME;

  /// Whether it finds what it reads in an index of this layout.
  boolean serves(PostingsLayout layout) {
    return switch (this) {
      case AUTOMATIC, EXHAUSTIVE -> true;
      case SCORE_AT_A_TIME -> layout.hasGroups();
      default -> layout.hasWindows();
    };
  }

  /// Whether it can stop early and say what it may have missed.
  boolean keepsBudgets() {
    return switch (this) {
      case AUTOMATIC, WINDOWED_HYBRID, BLOCK_MAX_PRUNING, SCORE_AT_A_TIME -> true;
      default -> false;
    };
  }

  /// A new evaluator, for one search.
  Evaluator evaluator() {
    return switch (this) {
      case EXHAUSTIVE -> new Exhaustive();
      case STREAMING_EXHAUSTIVE -> new StreamingExhaustive();
      case MAX_SCORE -> new MaxScore();
      case WAND -> new Wand();
      case BLOCK_MAX_WAND -> new BlockMaxWand();
      case BLOCK_MAX_MAX_SCORE -> new BlockMaxMaxScore();
      case BLOCK_MAX_PRUNING -> new BlockMaxPruning();
      case WINDOWED_HYBRID -> new WindowedHybrid();
      case SCORE_AT_A_TIME -> new ScoreAtATime();
      case AUTOMATIC -> throw new IllegalStateException("not chosen yet: algorithm=" + this);
    };
  }
}
