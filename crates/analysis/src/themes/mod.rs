//! Themes, their subthemes and their facets, in the order in which the quotes name them first.

use crate::quotes::Quote;

/// A theme and what stands below it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Theme {
    /// The name, spaces folded.
    pub name: String,
    /// Its subthemes; may be none.
    pub subthemes: Vec<Subtheme>,
}

/// A subtheme of one theme.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Subtheme {
    /// The name, spaces folded.
    pub name: String,
    /// The names of its facets; may be none.
    pub facets: Vec<String>,
}

/// The themes that quotes name. Two names are one theme only if they are equal.
pub fn outline<'a>(quotes: impl IntoIterator<Item = &'a Quote>) -> Vec<Theme> {
    let mut themes: Vec<Theme> = Vec::new();
    for quote in quotes {
        let theme = entry(
            &mut themes,
            |theme| theme.name == quote.theme,
            || Theme {
                name: quote.theme.clone(),
                subthemes: Vec::new(),
            },
        );
        let Some(name) = &quote.subtheme else {
            continue;
        };
        let subtheme = entry(
            &mut theme.subthemes,
            |subtheme| subtheme.name == *name,
            || Subtheme {
                name: name.clone(),
                facets: Vec::new(),
            },
        );
        if let Some(facet) = &quote.facet {
            entry(&mut subtheme.facets, |name| name == facet, || facet.clone());
        }
    }
    themes
}

/// The item that matches, appended if there is none.
fn entry<T>(
    items: &mut Vec<T>,
    matches: impl FnMut(&T) -> bool,
    make: impl FnOnce() -> T,
) -> &mut T {
    let index = items.iter().position(matches).unwrap_or_else(|| {
        items.push(make());
        items.len() - 1
    });
    &mut items[index]
}
