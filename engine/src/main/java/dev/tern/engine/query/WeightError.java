package dev.tern.engine.query;

/// How far the score of a document by weights can be from its score by impacts.
///
/// Let v_t be the weights of a query and q_t its impacts, with the step r; let w_t be the weights
/// of a document and i_t its impacts, with the step s. Its score by weights is F = Σ v_t w_t, its
/// integer score I = Σ q_t i_t, both over the terms t of the query. Then
///
/// ```
/// F - r s I = Σ v_t (w_t - s i_t) + Σ s i_t (v_t - r q_t)
/// ```
///
/// A weight becomes the nearest impact and that, where there are codes for few impacts only, the
/// nearest of these, which is up to c away: the greatest error of the codes, 0 for 8 bits. It is
/// *lost* if it is saturated, that is, more than s (1/2 + c) above s times the greatest impact of
/// the codes, or dropped, that is, below s/2, so that i_t = 0. Every w_t that is not saturated is
/// at most s (1/2 + c) from s i_t, dropped ones included; and i_t is at most m_t, the greatest
/// impact of the term. So for a document without saturated weights
///
/// ```
/// |F - r s I| <= E = s (1/2 + c) Σ v_t + s Σ m_t |v_t - r q_t|
/// ```
///
/// where the first sum is over the terms that the index has. A saturated weight only makes F
/// greater, so that F >= r s I - E holds for every document.
///
/// Hence: let I_k be the k-th greatest integer score. At least k documents have F >= r s I_k - E. A
/// document without saturated weights whose integer score is below I_k - 2 E / (r s) has a smaller
/// F than all of these and is not a hit. What is left to look at are the documents
///
/// 1. whose integer score is at least I_k - [#margin],
/// 2. that have a saturated weight for a term of the query, which are listed, and
/// 3. that have I = 0, no posting of any term of the query, but a dropped weight: these are listed
///    too, and have F <= [#ofDropped], so that the list is needed only where the k-th hit does not
///    exceed that. (For this every term of the query must have an impact above 0.)
///
/// F is computed as a sum of doubles. Products of two floats are exact doubles; a sum of at most
/// 2²³ terms, none below 0, has a relative error below 2⁻²⁹, and so have these bounds. They are
/// widened by 2⁻²⁷, more than both together.
public final class WeightError {
  private static final double WIDER = 1 + 0x1p-27;

  private double step;
  private double queryStep;
  private int codeError;
  private double weights;
  private double queryError;

  /// Starts with a query without terms.
  ///
  /// @param newStep of the documents' impacts
  /// @param newQueryStep of the query's impacts
  /// @param newCodeError the greatest error of the codes of the documents' impacts
  public void start(double newStep, double newQueryStep, int newCodeError) {
    codeError = newCodeError;
    step = newStep;
    queryStep = newQueryStep;
    weights = 0;
    queryError = 0;
  }

  /// Adds a term that the index has.
  ///
  /// @param weight in the query
  /// @param impact in the query
  /// @param maxImpact the greatest one in a document, 0 if all weights of the term were dropped
  public void add(float weight, int impact, int maxImpact) {
    weights += weight;
    // The difference is of numbers that were rounded.
    queryError += maxImpact * (Math.abs(weight - queryStep * impact) + weight * 0x1p-50);
  }

  /// The unit of integer scores.
  private double unit() {
    return step * queryStep;
  }

  /// E.
  private double error() {
    return (ofDropped() + step * (codeError * weights + queryError)) * WIDER;
  }

  /// What a document scores at most whose weights for the query's terms were all dropped.
  public double ofDropped() {
    return step / 2 * weights * WIDER;
  }

  /// What a document with this integer score and no saturated weight scores at most.
  public double upper(int score) {
    return (unit() * score + error()) * WIDER;
  }

  /// How far below the k-th greatest integer score that of a hit can be.
  ///
  /// @param greatest that no integer score exceeds
  public long margin(int greatest) {
    if (unit() == 0) {
      return 0; // No document has a posting.
    }
    double margin = 2 * error() / unit() * WIDER + greatest * 0x1p-27;
    return (long) Math.min(Math.ceil(margin) + 1, Integer.MAX_VALUE);
  }

  /// The least integer score of a document without lost weights whose score, as a float, is at
  /// least `threshold`; at least 1, and above [Integer#MAX_VALUE] if there is none.
  public long least(float threshold) {
    if (!(threshold > 0) || unit() == 0) {
      return 1;
    }
    // Half a unit in the last place of a float, and what is beyond all floats, count as reached.
    double reached = Math.min(threshold, Float.MAX_VALUE) * (1 - 0x1p-22) - Float.MIN_VALUE;
    double least = Math.floor((reached / WIDER - error()) / unit());
    return (long) Math.clamp(least, 1, Integer.MAX_VALUE + 1.0);
  }
}
