//! The only binary: command line, routes, and the pages that join the parts.

fn main() {}
