//! The theme overview as a drawing (study O4): themes, subthemes and facets from left to right.
//!
//! Presentation attributes only, so that the drawing looks the same alone, in a page with a strict
//! content policy, and in grey: a theme is filled, a subtheme outlined, a facet has a line beside it.

pub(crate) mod draw;
pub(crate) mod wrap;

use super::digest::Digest;
use super::marking;
use crate::folder::StudyFolder;
use crate::themes::{Theme, outline};
use draw::Drawing;

/// Draws the themes of a study. A study without quotes gives a drawing that says so.
pub fn themes_svg(folder: &StudyFolder) -> String {
    let themes = outline(folder.standing_quotes());
    let mut drawing = Drawing::new(&heading(&themes), &description(&themes));
    for theme in &themes {
        drawing.theme(theme);
    }
    drawing.finish(&marking(&digest(&themes)))
}

fn heading(themes: &[Theme]) -> String {
    let subthemes = themes.iter().map(|theme| theme.subthemes.len()).sum();
    let facets = themes
        .iter()
        .flat_map(|theme| &theme.subthemes)
        .map(|subtheme| subtheme.facets.len())
        .sum();
    if themes.is_empty() {
        return "No themes yet".to_owned();
    }
    let mut parts = vec![counted(themes.len(), "theme")];
    parts.extend((subthemes > 0).then(|| counted(subthemes, "subtheme")));
    parts.extend((facets > 0).then(|| counted(facets, "facet")));
    match parts.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => parts.concat(),
    }
}

fn counted(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// The whole structure in sentences, for readers who do not see the drawing.
fn description(themes: &[Theme]) -> String {
    let sentence = |theme: &Theme| {
        let subthemes: Vec<String> = theme
            .subthemes
            .iter()
            .map(|subtheme| match &subtheme.facets[..] {
                [] => subtheme.name.clone(),
                facets => format!("{} (facets: {})", subtheme.name, facets.join("; ")),
            })
            .collect();
        match &subthemes[..] {
            [] => format!("Theme: {}.", theme.name),
            _ => format!(
                "Theme: {}. Subthemes: {}.",
                theme.name,
                subthemes.join("; ")
            ),
        }
    };
    themes.iter().map(sentence).collect::<Vec<_>>().join(" ")
}

fn digest(themes: &[Theme]) -> Digest {
    let mut digest = Digest::new("themes");
    for theme in themes {
        digest.add("theme");
        digest.add(&theme.name);
        for subtheme in &theme.subthemes {
            digest.add("subtheme");
            digest.add(&subtheme.name);
            for facet in &subtheme.facets {
                digest.add("facet");
                digest.add(facet);
            }
        }
    }
    digest
}
