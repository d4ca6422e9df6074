/// **Here is a text, which rows of the vocabulary does it consist of?** Tokenizers whose ids are
/// equal, one by one, to those of the reference implementations that the models were trained with.
///
/// Invariant: every id handed out is at least 0 and below the size of the tokenizer's
/// [Vocabulary][dev.tern.encoder.tokenizer.Vocabulary], whatever the text; no text is refused.
///
/// The way of a text through [WordPieceTokenizer][dev.tern.encoder.tokenizer.WordPieceTokenizer]:
///
/// ```
/// text -> AddedTokenMatcher  added tokens cut out of the raw text
///      -> BertNormalizer     clean, space ideographs, strip accents, lower-case
///      -> AddedTokenMatcher  (only where the file has normalised added tokens)
///      -> WordSplitter       words: split at white space, each punctuation mark alone
///      -> WordPiece          word -> longest pieces of the vocabulary
///      -> TokenSequence      ids and offsets, cut at the limit
///      -> WordWindows        (only for a long text that is not to be cut at the limit)
///      -> Template           [CLS] ... [SEP]
/// ```
///
/// Every arrow is a call per code point or per word: no stage holds the whole text, except where
/// normalised added tokens need it. Tokenizers are immutable and serve any number of threads.
package dev.tern.encoder.tokenizer;
