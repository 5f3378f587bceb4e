//! Bytes to text: encodings and line ends.
