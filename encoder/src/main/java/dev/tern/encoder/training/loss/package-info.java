/// **Here are vectors and what the teachers say of them: how wrong are we, and which way is
/// better?** Matching, the ranking losses, and the losses that keep vectors sparse.
///
/// Invariant: a loss returns its value and *adds* `weight` times its gradient to the gradients of
/// what it was given, so that losses add up in the order in which they are called. Everything is
/// summed in one fixed order, and in double precision but for
/// [MaskedTokenLoss][dev.tern.encoder.training.loss.MaskedTokenLoss]: equal inputs give equal bits,
/// on any machine.
///
/// | forward | backward | formula |
/// |---|---|---|
/// | [Saturation][dev.tern.encoder.training.loss.Saturation] | there | `d_j = log1p(relu(m_j))`, or twice the log |
/// | [IdfMatching][dev.tern.encoder.training.loss.IdfMatching] | there | `q_j = b_j relu(idf_j)` |
/// | [Matching][dev.tern.encoder.training.loss.Matching] | there | `s = q . d` |
/// | [RankingLoss][dev.tern.encoder.training.loss.RankingLoss] | same call | of scores |
/// | [SparsityLoss][dev.tern.encoder.training.loss.SparsityLoss] | same call | of vectors |
///
/// Letters: B queries, g documents of each query, N = B g documents, n candidates of a query, V
/// vocabulary. Row `b g + k` is document k of query b; document 0 is the positive one where a loss
/// needs one. A gradient is called `d` and the name of the value, or `gradient` where that is
/// longer than a line of arithmetic.
package dev.tern.encoder.training.loss;
