//! The only binary: command line, routes, and the pages that join the parts.

use std::process::ExitCode;

fn main() -> ExitCode {
    enid::cli::run()
}
