//! A document model of headings, paragraphs and tables, and its writers.
