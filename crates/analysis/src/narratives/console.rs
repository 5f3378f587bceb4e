//! Narratives on the command line: what is written about each theme, writing it, moving a quote on (study R49, R58).

use platform::access::Viewer;
use platform::{App, Error, Result};
use study::rights::Analyst;
use uuid::Uuid;

use super::desk::{self, LONGEST, No};
use super::material::{Material, Paragraph, address};
use super::text::mark;
use crate::console::{self, Table, not_done, overtaken, reason, refused, text};

/// Every section with its text as it is written, and how many quotes stand under it and are not in the text.
///
/// # Errors
/// The database does not answer.
pub async fn list(app: &App, viewer: &Viewer) -> Result<Table> {
    let study = viewer.scope()?.id;
    let material = Material::of(app, viewer).await?;
    let rows = material.sections().into_iter().map(|(section, name)| {
        let (written, _) = material.stored(study, section)?;
        let shown = material.shown(section, &written);
        let left = shown.quotes.iter().filter(|quote| !quote.is_in_text);
        Ok(vec![
            address(section).into(),
            name.into(),
            left.count().into(),
            text(&written),
        ])
    });
    let columns = &["id", "section", "quotes_left", "text"];
    Ok(Table::new(columns, rows.collect::<Result<_>>()?))
}

/// A section as it is read, its quotes in their words: its name, then a paragraph each.
///
/// # Errors
/// There is no such section.
pub async fn read(app: &App, viewer: &Viewer, section: &str) -> Result<Vec<String>> {
    let material = Material::of(app, viewer).await?;
    let section = named(&material, section)?;
    let (written, _) = material.stored(viewer.scope()?.id, section)?;
    let shown = material.shown(section, &written);
    let paragraphs = shown.paragraphs.into_iter().map(|paragraph| {
        let (Paragraph::Text(text) | Paragraph::Quote(text, _)) = paragraph;
        text
    });
    Ok(std::iter::once(shown.name).chain(paragraphs).collect())
}

/// The quotes that stand under a section, each with the mark by which a text names it.
///
/// # Errors
/// There is no such section.
pub async fn quotes(app: &App, viewer: &Viewer, section: &str) -> Result<Table> {
    let material = Material::of(app, viewer).await?;
    let section = named(&material, section)?;
    let (written, _) = material.stored(viewer.scope()?.id, section)?;
    let quotes = material.shown(section, &written).quotes.into_iter();
    let rows = quotes.map(|quote| {
        vec![
            quote.id.to_string().into(),
            mark(quote.id).into(),
            quote.is_in_text.into(),
            quote.words.into(),
        ]
    });
    let columns = &["id", "mark", "in_text", "quote"];
    Ok(Table::new(columns, rows.collect()))
}

/// Writes the text of a section, in the place of what it was; a reason where a quote comes to stand in a second place.
///
/// # Errors
/// Whoever asks may not; or what stands in the way, in a sentence.
pub async fn write(
    app: &App,
    viewer: &Viewer,
    section: &str,
    (words, why): (&str, &str),
) -> Result<()> {
    let analyst = Analyst::writing(app, viewer).await?;
    let study = viewer.scope()?.id;
    let material = Material::of(app, viewer).await?;
    let section = named(&material, section)?;
    let words = words.replace("\r\n", "\n").trim().to_owned();
    if words.chars().count() > LONGEST {
        return Err(not_done(&format!("Write at most {LONGEST} characters.")));
    }
    let why = reason(why)?;
    let (_, seen) = material.stored(study, section)?;
    let tx = app.db.write().await?;
    let act = (analyst.member, why.as_str());
    let done = desk::write(&tx, app, study, act, (section, seen, &words)).await?;
    done.map_err(|no| said(no, &words))?;
    let event = viewer.event("narratives.write", address(section));
    tx.commit(app, event).await?;
    Ok(())
}

/// Moves a quote from the text of one section into that of another, and its place with it.
///
/// # Errors
/// Whoever asks may not; or what stands in the way, in a sentence.
pub async fn transfer(
    app: &App,
    viewer: &Viewer,
    (quote, from, to): (&str, &str, &str),
    why: &str,
) -> Result<()> {
    let analyst = Analyst::writing(app, viewer).await?;
    let study = viewer.scope()?.id;
    let material = Material::of(app, viewer).await?;
    let (from, to) = (named(&material, from)?, named(&material, to)?);
    let quote = console::id(quote, "quotes")?;
    if material.quotes.iter().all(|one| one.id != quote) {
        return Err(refused(
            "There is no such quote.",
            "`enid quotes list` prints them.",
        ));
    }
    let why = reason(why)?;
    let tx = app.db.write().await?;
    let act = (analyst.member, why.as_str());
    let done = desk::transfer(&tx, app, study, act, (quote, from, to)).await?;
    done.map_err(|no| said(no, ""))?;
    tx.commit(app, viewer.event("narratives.write", address(to)))
        .await?;
    Ok(())
}

/// A section by the name of its theme, by its id, or `other` for the other findings.
fn named(material: &Material, text: &str) -> Result<Option<Uuid>> {
    if let Ok(section) = material.section(text) {
        return Ok(section);
    }
    let mut fits = material.themes.iter().filter(|(_, name)| name == text);
    match (fits.next(), fits.next()) {
        (Some((id, _)), None) => Ok(Some(*id)),
        _ => Err(refused(
            format!("There is no section “{text}”."),
            "A section is a theme, by name or id, or `other`; `enid narratives list` names them.",
        )),
    }
}

fn said(no: No, mine: &str) -> Error {
    match no {
        No::Refused(_, sentence) => not_done(&sentence),
        No::Changed(now) => overtaken(&[("the text", now, mine.to_owned())]),
    }
}
