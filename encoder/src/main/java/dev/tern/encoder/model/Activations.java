package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.kernel.FixedOrderSum;
import dev.tern.encoder.kernel.Matmul;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.kernel.PackedRows;
import dev.tern.encoder.kernel.Scores;
import dev.tern.encoder.kernel.Strip;
import java.util.Optional;

/// What a forward pass computes: the buffers between the boxes, for one thread at a time.
///
/// A batch is worked through in groups of a few texts, so that the buffers stay in the caches and
/// their size does not depend on the batch. [#begin] sets the group; texts and rows are then
/// counted from 0 within it.
///
/// Each member of a [Team] has its own, with its own scratch and the matrices of tokens in common.
/// A member writes the rows `[firstRow, endRow)` alone, and of the vocabulary the panels from
/// [#firstPanel] to [#endPanel]; before it reads rows of others it [meets][#meet] them. A thread
/// that works alone has all rows and panels, and nobody to meet.
final class Activations {
  /// Tokens of a group, unless a single text has more. The weights are read once for each group; at
  /// 512 tokens that is 1/250 of the time of computing with them.
  static final int GROUP_TOKENS = 512;

  /// The residual stream, [T x H]: input and output of every layer.
  final Matrix hidden;

  /// Query, key and value of each token side by side, [T x 3H]; another matrix after each [#turn].
  Matrix queryKeyValue;

  /// The values that attention gathered, the heads side by side, [T x H].
  final Matrix context;

  /// Queries of one head of one text.
  final PackedRows queries = new PackedRows();

  /// What some of these queries make of the keys.
  final Scores scores = new Scores();

  /// Keys of one head of one text.
  final PackedMatrix keys = new PackedMatrix();

  /// Values of one head of one text.
  final PackedMatrix values = new PackedMatrix();

  /// The activated inner layer of the feed-forward block, [T x F].
  final Matrix intermediate;

  /// The input of the decoder of the language model head, [T x H].
  final Matrix transformed;

  /// Rows that are about to be multiplied: of a strip for a linear layer, all for the head.
  final PackedRows left = new PackedRows();

  final Strip strip = new Strip();
  final FixedOrderSum sum = new FixedOrderSum();

  /// Running maximum of the columns of one panel.
  final float[] maximum = new float[PackedMatrix.PANEL];

  /// For the head that skips.
  final SkippingBuffers skipping;

  private final Matrix firstQueryKeyValue;
  private final Matrix secondQueryKeyValue;
  private final MaxLogits maxLogits;
  private final Optional<Team> team;
  private final int member;
  private int members;
  private int firstRow;
  private int endRow;
  private TokenBatch batch = TokenBatch.NONE;
  private int firstText;
  private int endText;

  /// For a thread that works alone.
  Activations(ModelConfig config) {
    this(config, Optional.empty());
  }

  /// For the member of a team that leads.
  Activations(ModelConfig config, Optional<Team> team) {
    int h = config.hiddenSize();
    hidden = new Matrix(h);
    firstQueryKeyValue = new Matrix(3 * h);
    secondQueryKeyValue = team.isPresent() ? new Matrix(3 * h) : firstQueryKeyValue;
    queryKeyValue = firstQueryKeyValue;
    context = new Matrix(h);
    intermediate = new Matrix(config.intermediateSize());
    transformed = new Matrix(h);
    skipping = new SkippingBuffers();
    maxLogits = new MaxLogits(config.vocabularySize());
    this.team = team;
    member = 0;
  }

  /// For another member of the team of `first`.
  Activations(Activations first, int member) {
    hidden = first.hidden;
    firstQueryKeyValue = first.firstQueryKeyValue;
    secondQueryKeyValue = first.secondQueryKeyValue;
    queryKeyValue = firstQueryKeyValue;
    context = first.context;
    intermediate = first.intermediate;
    transformed = first.transformed;
    skipping = new SkippingBuffers();
    maxLogits = first.maxLogits;
    team = first.team;
    this.member = member;
  }

  /// Turns to the texts `[firstText, endText)` of a batch.
  void begin(TokenBatch batch, int firstText, int endText) {
    this.batch = batch;
    this.firstText = firstText;
    this.endText = endText;
    int tokens = batch.start(endText) - batch.start(firstText);
    hidden.resize(tokens);
    firstQueryKeyValue.resize(tokens);
    secondQueryKeyValue.resize(tokens);
    context.resize(tokens);
    intermediate.resize(tokens);
    transformed.resize(tokens);
    queryKeyValue = firstQueryKeyValue;
    members = 1;
    firstRow = 0;
    endRow = tokens;
  }

  /// Turns to the texts of `first`, which has begun with them, as one of so many members.
  void join(Activations first, int members) {
    batch = first.batch;
    firstText = first.firstText;
    endText = first.endText;
    queryKeyValue = firstQueryKeyValue;
    this.members = members;
    int tokens = hidden.rows();
    int tiles = (tokens + Matmul.TILE - 1) / Matmul.TILE;
    firstRow = Math.min(tokens, share(tiles, member) * Matmul.TILE);
    endRow = Math.min(tokens, share(tiles, member + 1) * Matmul.TILE);
  }

  /// Where the share of a member begins when so many things are shared evenly.
  private int share(int things, int member) {
    return (int) ((long) things * member / members);
  }

  /// The first row that this member computes.
  int firstRow() {
    return firstRow;
  }

  /// The row after the last that this member computes.
  int endRow() {
    return endRow;
  }

  /// The first panel of the vocabulary that this member computes.
  int firstPanel(PackedMatrix decoder) {
    return share(decoder.panels(), member);
  }

  /// The panel after the last that this member computes.
  int endPanel(PackedMatrix decoder) {
    return share(decoder.panels(), member + 1);
  }

  /// The number of this member, in `[0, members())`.
  int member() {
    return member;
  }

  /// How many members compute the group.
  int members() {
    return members;
  }

  /// Waits for all other members; what they wrote until then may be read.
  void meet() {
    if (members > 1) {
      team.orElseThrow().meet();
    }
  }

  /// Lets the next layer write another [#queryKeyValue] than the one that slower members may still
  /// be reading, so that one meeting a layer is enough.
  void turn() {
    queryKeyValue = queryKeyValue == firstQueryKeyValue ? secondQueryKeyValue : firstQueryKeyValue;
  }

  /// The results of the head for the texts of the group.
  MaxLogits maxLogits() {
    return maxLogits;
  }

  /// Whether this is the calling thread.
  boolean leads() {
    return member == 0;
  }

  /// B of the group.
  int texts() {
    return endText - firstText;
  }

  /// The row of the first token of `text`.
  int start(int text) {
    return batch.start(firstText + text) - batch.start(firstText);
  }

  /// The number of tokens of `text`.
  int length(int text) {
    return batch.length(firstText + text);
  }

  /// The token id of `row`.
  int id(int row) {
    return batch.id(batch.start(firstText) + row);
  }
}
