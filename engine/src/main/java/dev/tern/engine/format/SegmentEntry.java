package dev.tern.engine.format;

/// What the manifest says about a segment.
///
/// @param file that holds it
/// @param documents in the segment, above 0
/// @param postings of these documents
public record SegmentEntry(FileEntry file, int documents, long postings) {}
