package dev.tern.encoder.training.data;

/// An example and where it came from.
///
/// @param place `FILE:LINE`, for messages
/// @param example with as many documents as its data set wants
public record PlacedExample(String place, Example example) {}
