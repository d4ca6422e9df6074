package dev.tern.engine.codec;

import dev.tern.engine.format.CorruptIndexException;
import java.io.UncheckedIOException;
import java.util.BitSet;

/// Checks all that reading groups of equal impact relies on: as [PostingsCheck] does for chunks.
///
/// It reads every posting of a term: documents exist and are in one group only, so that no score
/// exceeds what the greatest impacts allow; impacts start with the greatest and descend; and the
/// table has the 10th, 100th and 1,000th greatest impacts that follow from the groups.
public final class ImpactGroupsCheck implements TermCheck {
  private static final int PART = 1 << 10;

  private final ImpactGroups groups;

  /// Of the groups of a segment.
  public ImpactGroupsCheck(ImpactGroups groups) {
    this.groups = groups;
  }

  @Override
  public void tables(long postings) throws CorruptIndexException {
    groups.terms().check(groups.documents(), postings);
    groups.checkStarts();
  }

  @Override
  public void term(int ordinal) throws CorruptIndexException {
    try {
      read(ordinal);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CorruptIndexException damage) {
        throw damage;
      }
      throw e;
    }
  }

  private void read(int ordinal) throws CorruptIndexException {
    TermTable terms = groups.terms();
    if (terms.maxImpact(ordinal) == 0 || groups.start(ordinal) == groups.start(ordinal + 1)) {
      throw terms.damaged(ordinal, "the entry of a term cannot be right");
    }
    groups.bytes().verify(groups.start(ordinal), groups.start(ordinal + 1) - groups.start(ordinal));
    int[] impactCounts = new int[256];
    int[] docIds = new int[PART];
    BitSet seen = new BitSet(groups.documents());
    GroupReader reader = new GroupReader();
    reader.open(groups, ordinal);
    if (reader.impact() != terms.maxImpact(ordinal)) {
      throw terms.damaged(ordinal, "the first group of a term does not have its greatest impact");
    }
    for (; reader.impact() > 0; reader.next()) {
      impactCounts[reader.impact()] = reader.ahead();
      for (int count = reader.read(docIds, PART); count > 0; count = reader.read(docIds, PART)) {
        for (int i = 0; i < count; i++) {
          if (seen.get(docIds[i])) {
            throw terms.damaged(ordinal, "a document is in two groups of a term");
          }
          seen.set(docIds[i]);
        }
      }
    }
    if (!terms.hasTopImpacts(ordinal, TermTable.topImpacts(impactCounts))) {
      throw terms.damaged(ordinal, "the greatest impacts of a term are not those of its groups");
    }
  }
}
