package dev.tern.encoder.training.step;

/// What a micro batch cost.
///
/// @param total of all parts with their weights
/// @param ranking the ranking losses with their weights
/// @param sparsity price of the documents, without its weight
/// @param lambda weight of that price in this step
/// @param querySparsity price of siamese queries, without its weight
/// @param queryLambda weight of that price in this step
/// @param documentTerms mean number of entries of a document that are not 0; where documents have
///   no price, of those in columns that the batch's queries ask for
/// @param queryTerms mean number of entries of a query that are not 0
/// @param tokens that went through the model
public record BatchLoss(
    double total,
    double ranking,
    double sparsity,
    double lambda,
    double querySparsity,
    double queryLambda,
    double documentTerms,
    double queryTerms,
    int tokens) {}
