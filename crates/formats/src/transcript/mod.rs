//! Interview transcripts: cue files, word-processor files and plain text to speaker turns.
