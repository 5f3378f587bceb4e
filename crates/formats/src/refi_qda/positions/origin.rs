//! What programs are known to count (Q11).

use super::{Basis, LineEnd, Unit};

/// How far what is known of a program can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Trust {
    /// Our own files: positions are what we have written.
    Own,
    /// Measured on real files, or read in the program's source.
    Measured,
    /// A guess: the standard, or what is still to be confirmed.
    Presumed,
}

/// What to expect of a file by the program that wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Origin {
    pub basis: Basis,
    pub trust: Trust,
}

impl Origin {
    /// By the `origin` of a project, whose spelling is each program's own.
    pub(in super::super) fn of(origin: Option<&str>) -> Self {
        let name = origin.unwrap_or("").to_ascii_lowercase();
        let presumed = |basis| Self {
            basis,
            trust: Trust::Presumed,
        };
        let measured = |basis| Self {
            basis,
            trust: Trust::Measured,
        };
        if name == "enid" || name.starts_with("enid ") {
            // Written for NVivo, our own files count as it does.
            let unit = match name.contains("nvivo") {
                true => Unit::Utf16,
                false => Unit::CodePoint,
            };
            return Self {
                basis: Basis { unit, ..Basis::OWN },
                trust: Trust::Own,
            };
        }
        if name.contains("nvivo") {
            return measured(Basis {
                unit: Unit::Utf16,
                ..Basis::OWN
            });
        }
        if name.contains("qualcoder") {
            return measured(Basis {
                bom_counted: true,
                ..Basis::OWN
            });
        }
        if name.contains("atlas") {
            return presumed(Basis {
                line_end: LineEnd::CrlfAsOne,
                ..Basis::OWN
            });
        }
        presumed(Basis::OWN)
    }
}
