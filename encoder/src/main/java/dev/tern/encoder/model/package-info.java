/// **The figure in the paper.** The boxes of BERT (Devlin et al. 2019) and DistilBERT (Sanh et al.
/// 2019) with the masked language model head, one class for each, named as the tensors of the
/// published checkpoints are.
///
/// Invariant: a text gives the same bits alone and in any batch, on one thread or many. Members of
/// a [Team][dev.tern.encoder.model.Team] share the rows of a text, and the columns of the
/// vocabulary in its head; no sum is ever split between them. Nothing is padded: the tokens of the
/// texts of a batch stand one after the other, every linear layer runs over all of them, and only
/// attention and pooling know where a text starts.
///
/// Letters of shapes:
///
/// | letter | meaning |
/// |---|---|
/// | B | texts in a batch |
/// | T | tokens of all texts of a batch, special tokens included |
/// | H | hidden size |
/// | A | attention heads |
/// | D | width of a head, H / A |
/// | F | intermediate size of the feed-forward block |
/// | V | vocabulary size |
/// | L | layers |
///
/// Matrices are row-major, a row for each token. The boxes hold weights only and are immutable, but
/// for what [Skipping][dev.tern.encoder.model.Skipping] has learnt, on which no result depends;
/// what a forward pass computes lies in [Activations][dev.tern.encoder.model.Activations]. No box
/// knows an architecture: [WeightNames][dev.tern.encoder.model.WeightNames] says what a checkpoint
/// calls its weights.
package dev.tern.encoder.model;
