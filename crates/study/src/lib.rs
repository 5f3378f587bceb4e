//! A study of a programme: questions, participants, transcripts, field notes.
