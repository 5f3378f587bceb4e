//! A21: number, names and nesting of the themes agree between text, tables and data.

use formats::manuscript::Kind;

use super::{NO_QUOTES, Outcome, QUOTES, counted, finding, listed, not_run};
use crate::reporting_audit::context::{Context, cut, folded};
use crate::reporting_audit::findings::{Finding, Place, Severity};
use crate::reporting_audit::numbers::Counted;
use crate::reporting_audit::prose::{Part, Prose};

const A21: (&str, Severity) = ("A21", Severity::Warning);
const LEVELS: [&str; 3] = ["theme", "subtheme", "facet"];

pub(in crate::reporting_audit) fn run(context: &Context) -> Outcome {
    if context.facts.quotes.is_none() && context.facts.themes.is_none() {
        return not_run(NO_QUOTES);
    }
    let claims = context.facts.claims.as_ref();
    let claimed =
        claims.is_some_and(|claims| claims.theme_count.is_some() || !claims.theme_names.is_empty());
    if !claimed && context.prose.is_none() {
        return not_run("nothing states the themes (themes in claims.toml, a manuscript)");
    }
    let paths = context.theme_paths();
    let mut findings = by_claims(context, &paths);
    findings.extend(by_counts(context, &paths));
    if let Some(prose) = &context.prose {
        findings.extend(by_names(prose, &paths));
        findings.extend(by_nesting(prose, &paths));
    }
    Outcome::Ran(findings)
}

fn names_at(paths: &[Vec<String>], level: usize) -> Vec<String> {
    let at = paths.iter().filter(|path| path.len() == level + 1);
    at.map(|path| path[level].clone()).collect()
}

/// The data as a place.
fn data(names: &[String]) -> Place {
    Place {
        column: Some("theme".to_owned()),
        ..Place::whole(QUOTES, listed(names))
    }
}

fn by_claims(context: &Context, paths: &[Vec<String>]) -> Vec<Finding> {
    let Some(claims) = &context.facts.claims else {
        return Vec::new();
    };
    let names = names_at(paths, 0);
    let mut findings = Vec::new();
    if let Some(count) = claims
        .theme_count
        .filter(|count| *count as usize != names.len())
    {
        let message = format!(
            "{} claimed; the data has {}: {}.",
            counted(count as usize, "theme is", "themes are"),
            names.len(),
            listed(&names)
        );
        let settle = "Correct the number, or the themes of the quotes.";
        findings.push(
            finding(A21, "number of themes", message, settle)
                .at(Place::claim("themes.count", count.to_string()))
                .at(data(&names)),
        );
    }
    for name in &claims.theme_names {
        if names.contains(name) {
            continue;
        }
        let near = names.iter().find(|known| is_near(name, known));
        let message = match near {
            Some(known) => {
                format!("The theme is called “{name}” in the claims and “{known}” in the data.")
            }
            None => format!(
                "The theme “{name}” is claimed, and no quote stands under it; the data has {}.",
                listed(&names)
            ),
        };
        let settle = "Use one name for it everywhere.";
        findings.push(
            finding(A21, format!("theme {name}"), message, settle)
                .at(Place::claim("themes.names", name.clone()))
                .at(data(near.map_or(&names[..], std::slice::from_ref))),
        );
    }
    if !claims.theme_names.is_empty() {
        let claimed = |name: &&String| {
            claims
                .theme_names
                .iter()
                .any(|known| known == *name || is_near(known, name))
        };
        for name in names.iter().filter(|name| !claimed(name)) {
            let message = format!("The data has the theme “{name}”, which the claims do not name.");
            let settle = "Name it, or move its quotes.";
            findings.push(
                finding(A21, format!("theme {name}"), message, settle)
                    .at(Place::claim("themes.names", listed(&claims.theme_names)))
                    .at(data(std::slice::from_ref(name))),
            );
        }
    }
    findings
}

/// `three themes`, `seven subthemes`, and `four subthemes` in a sentence or a section of one theme.
fn by_counts(context: &Context, paths: &[Vec<String>]) -> Vec<Finding> {
    let Some(prose) = &context.prose else {
        return Vec::new();
    };
    let themes = names_at(paths, 0);
    let mut findings = Vec::new();
    for (counted, place) in &context.counted {
        let (stated, level, names, of) = match counted {
            Counted::Themes(stated) => (*stated, 0, themes.clone(), None),
            Counted::Subthemes(stated) => {
                let theme = theme_near(prose, place, &themes);
                let within = paths.iter().filter(|path| path.len() == 2);
                let within =
                    within.filter(|path| theme.as_ref().is_none_or(|theme| path[0] == *theme));
                (
                    *stated,
                    1,
                    within.map(|path| path[1].clone()).collect(),
                    theme,
                )
            }
            _ => continue,
        };
        if stated as usize == names.len() {
            continue;
        }
        let of = of.map_or_else(String::new, |theme| format!(" of “{theme}”"));
        let message = format!(
            "{stated} {}s{of} are stated; the data has {}{}.",
            LEVELS[level],
            names.len(),
            if names.is_empty() {
                String::new()
            } else {
                format!(": {}", listed(&names))
            }
        );
        let settle = "Correct the number, or the themes of the quotes.";
        findings.push(
            finding(
                A21,
                format!("number of {}s{of}", LEVELS[level]),
                message,
                settle,
            )
            .at(place.clone())
            .at(data(&names)),
        );
    }
    findings
}

/// The one theme that a sentence names, or whose section it stands in.
fn theme_near(prose: &Prose, place: &Place, themes: &[String]) -> Option<String> {
    let sentence = format!(" {} ", folded(&place.text));
    let mut named = themes
        .iter()
        .filter(|theme| sentence.contains(&folded(theme)));
    let first = named.next();
    if named.next().is_some() {
        return None;
    }
    let index = prose
        .passages
        .iter()
        .position(|one| Some(one.number) == place.paragraph)?;
    let heading = || {
        let heading = folded(prose.passages[index].heading.as_deref()?);
        themes
            .iter()
            .find(|theme| heading.ends_with(&folded(theme)))
    };
    first.or_else(heading).cloned()
}

/// Each theme and subtheme is named in the manuscript as in the data.
fn by_names(prose: &Prose, paths: &[Vec<String>]) -> Vec<Finding> {
    let texts: Vec<(usize, String)> = prose
        .passages
        .iter()
        .enumerate()
        .filter(|(_, passage)| passage.part != Part::References)
        .map(|(index, passage)| (index, folded(&passage.text)))
        .collect();
    let mut findings = Vec::new();
    let mut done: Vec<(usize, &str)> = Vec::new();
    for path in paths {
        let level = path.len() - 1;
        let name = path[level].as_str();
        let wanted = folded(name);
        if wanted.is_empty()
            || done.contains(&(level, name))
            || texts.iter().any(|(_, text)| text.contains(&wanted))
        {
            continue;
        }
        done.push((level, name));
        let near = texts
            .iter()
            .find_map(|(index, text)| Some((*index, near_in(text, &wanted)?)));
        let message = match &near {
            Some((_, printed)) => format!(
                "The {} “{name}” of the data is “{printed}” in the manuscript.",
                LEVELS[level]
            ),
            // Facets are often told in the text without their names.
            None if level == 2 => continue,
            None => format!(
                "The {} “{name}” of the data is named nowhere in the manuscript.",
                LEVELS[level]
            ),
        };
        let settle = "Use one name for it everywhere.";
        let mut found = finding(A21, format!("{} {name}", LEVELS[level]), message, settle);
        if let Some((index, printed)) = near {
            found.places.push(prose.place(index, printed));
        }
        found.places.push(data(&[name.to_owned()]));
        findings.push(found);
    }
    findings
}

/// Under the heading of a theme stand its own subthemes.
fn by_nesting(prose: &Prose, paths: &[Vec<String>]) -> Vec<Finding> {
    let themes = names_at(paths, 0);
    let is = |heading: &str, name: &str| {
        let (heading, name) = (folded(heading), folded(name));
        !name.is_empty() && heading.ends_with(&name) && heading.len() <= name.len() + 14
    };
    let mut theme: Option<&String> = None;
    let mut findings = Vec::new();
    let headings = prose
        .passages
        .iter()
        .enumerate()
        .filter(|(_, one)| one.kind == Kind::Heading);
    for (index, passage) in headings {
        if let Some(found) = themes.iter().find(|name| is(&passage.text, name)) {
            theme = Some(found);
            continue;
        }
        let mut subthemes = paths
            .iter()
            .filter(|path| path.len() == 2 && is(&passage.text, &path[1]))
            .peekable();
        let (Some(theme), Some(first)) = (theme, subthemes.peek().copied()) else {
            continue;
        };
        if subthemes.any(|path| path[0] == *theme) {
            continue;
        }
        let message = format!(
            "“{}” stands under “{theme}” in the manuscript and under “{}” in the data.",
            first[1], first[0]
        );
        let settle = "Move the section, or the quotes of the subtheme.";
        findings.push(
            finding(A21, format!("subtheme {}", first[1]), message, settle)
                .at(prose.place(index, cut(&passage.text)))
                .at(data(&[first.join(" > ")])),
        );
    }
    findings
}

/// Whether two names are probably one: at most a quarter of the letters differ.
fn is_near(one: &str, other: &str) -> bool {
    let (one, other) = (folded(one), folded(other));
    let longest = one.chars().count().max(other.chars().count());
    longest >= 6 && distance(&one, &other) * 4 <= longest
}

/// The words of a text that are nearly a name, where there are some.
fn near_in(text: &str, name: &str) -> Option<String> {
    let count = name.split(' ').count();
    let words: Vec<&str> = text.split(' ').collect();
    // A name of one word is too near to others of the same stem.
    if count < 2 {
        return None;
    }
    for length in [count, count + 1, count - 1] {
        for window in words.windows(length.max(2)) {
            let joined = window.join(" ");
            let printed = joined.trim_matches(|c: char| !c.is_alphanumeric());
            let begins = window[0].chars().find(|c| c.is_alphanumeric()) == name.chars().next();
            let similar = printed.len().abs_diff(name.len()) <= name.len() / 3;
            if (begins && similar) && is_near(printed, name) {
                return Some(printed.to_owned());
            }
        }
    }
    None
}

/// How many letters must be changed, added or taken away to make one text of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.chars().enumerate() {
        let mut here = vec![row + 1];
        for (at, same) in other.iter().enumerate() {
            let change = above[at] + usize::from(*same != letter);
            here.push(change.min(above[at + 1] + 1).min(here[at] + 1));
        }
        above = here;
    }
    above[other.len()]
}
