package dev.tern.engine.postings;

import static dev.tern.engine.format.Layout.FIRSTS_OF_RUNS;
import static dev.tern.engine.format.Layout.FIRST_OF_RUN;
import static dev.tern.engine.format.Layout.RUN_BYTES;
import static dev.tern.engine.format.Windows.BLOCK;

import dev.tern.engine.codec.PostingBytes;

/// Walks the postings of a rare term.
///
/// A posting knows its place in its block; which block that is, the run tells. Jumping finds the
/// run first and then counts the postings that start a run, eight at a time.
final class RareCursor implements BlockCursor {
  private final RarePostings postings;
  private final PostingBytes bytes;

  private long chunk;
  private int firstDocId;

  /// Where the ids of the chunk end and its impacts start.
  private long idsEnd;

  private int count;
  private long runsEnd;

  /// The posting and the run on which the cursor stands.
  private long position;

  private long run;
  private int docId;

  /// The chunk and the run at which the last question for a bound ended.
  private long boundChunk = -1;

  private long boundRun;

  RareCursor(RarePostings postings) {
    this.postings = postings;
    bytes = postings.bytes();
    load(postings.firstChunk());
  }

  @Override
  public int docId() {
    return docId;
  }

  @Override
  public int impact() {
    return bytes.rareImpact(idsEnd, position + count - idsEnd);
  }

  @Override
  public int maxImpact() {
    return postings.maxImpact();
  }

  @Override
  public int next() {
    if (++position == idsEnd) {
      return load(chunk + 1);
    }
    if (bytes.id(position) >= FIRST_OF_RUN) {
      run += RUN_BYTES;
    }
    return stand();
  }

  @Override
  public int advance(int target) {
    if (target <= docId) {
      return docId;
    }
    int window = postings.windows().windowOf(target);
    if (window > postings.window(chunk)) {
      load(postings.chunkFrom(chunk, window));
    }
    if (docId < target) {
      skipRuns(target);
    }
    while (docId < target) {
      next();
    }
    return docId;
  }

  /// Goes to the first posting of the first run from here on that reaches the block of `target`, or
  /// to the last run of the chunk.
  private void skipRuns(int target) {
    int block = (target - firstDocId) / BLOCK;
    int runs = 0;
    long found = run;
    while (found + RUN_BYTES < runsEnd && bytes.runBlock(found) < block) {
      found += RUN_BYTES;
      runs++;
    }
    if (runs == 0) {
      return;
    }
    run = found;
    position++;
    while (idsEnd - position >= Long.BYTES) {
      int starts = Long.bitCount(bytes.ids(position) & FIRSTS_OF_RUNS);
      if (starts >= runs) {
        break;
      }
      runs -= starts;
      position += Long.BYTES;
    }
    while (bytes.id(position) < FIRST_OF_RUN || --runs > 0) {
      position++;
    }
    stand();
  }

  @Override
  public int blockMaxImpact(int target) {
    int window = postings.windows().windowOf(target);
    if (boundChunk < chunk) {
      boundChunk = chunk;
      boundRun = run;
    }
    if (boundChunk == postings.endChunk()) {
      return 0;
    }
    if (postings.window(boundChunk) < window) {
      boundChunk = postings.chunkFrom(boundChunk, window);
      if (boundChunk == postings.endChunk()) {
        return 0;
      }
      boundRun = postings.runs(boundChunk);
    }
    if (postings.window(boundChunk) > window) {
      return 0;
    }
    int block = (target - postings.windows().firstDocId(window)) / BLOCK;
    long end = postings.runs(boundChunk) + (long) postings.runCount(boundChunk) * RUN_BYTES;
    while (boundRun < end && bytes.runBlock(boundRun) < block) {
      boundRun += RUN_BYTES;
    }
    return boundRun < end && bytes.runBlock(boundRun) == block ? bytes.runMax(boundRun) : 0;
  }

  /// Stands on the first posting of a chunk and returns its docId; [#END] if there is none.
  private int load(long next) {
    chunk = next;
    if (chunk == postings.endChunk()) {
      docId = END;
      return docId;
    }
    firstDocId = postings.windows().firstDocId(postings.window(chunk));
    count = postings.count(chunk);
    position = postings.position(chunk);
    idsEnd = position + count;
    run = postings.runs(chunk);
    runsEnd = run + (long) postings.runCount(chunk) * RUN_BYTES;
    return stand();
  }

  private int stand() {
    docId = firstDocId + bytes.runBlock(run) * BLOCK + (bytes.id(position) & (BLOCK - 1));
    return docId;
  }
}
