//! What a path of a project says (Q7, Q19c).

use super::lexical;

/// Where a path leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Path<'a> {
    /// To a file of the folder of sources, written as the standard has it or as a bare name.
    Inside { file: &'a str, bare: bool },
    /// Out of the archive: never followed.
    Outside,
}

impl<'a> Path<'a> {
    pub(super) fn of(path: &'a str) -> Self {
        let scheme = path
            .get(..11)
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("internal://"));
        let bare = lexical::trim(path);
        let file = match scheme {
            true => path[11..].trim_start_matches('/'),
            false if bare.contains([':', '\\']) || bare.starts_with('/') => return Self::Outside,
            false => bare,
        };
        let file = match file.get(..8) {
            Some(folder) if folder.eq_ignore_ascii_case("sources/") => &file[8..],
            _ => file,
        };
        Self::Inside {
            file,
            bare: !scheme,
        }
    }
}
