//! Any output of a stored study, made for whoever asks.

use super::extracts::Extracts;
use super::write::not_this;
use super::{
    Filter, Output, OutputFormat, Stamp, TableOptions, What, appendix, codebook, guides,
    question_theme_matrix, table1_journal, table1_summary, table2, themes_svg,
};
use crate::acts::read_trail;
use crate::codes::Book;
use crate::codings::material_of;
use crate::folder::{StudyFolder, stored};
use crate::trail::{moment, until};
use crate::{account, checklists, thematic_map};
use formats::report::{self, Report, docx, html, pdf};
use jiff::civil::Date;
use platform::access::Viewer;
use platform::{App, Error, Result};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What is asked for beside the output and its format; nothing is left out by what is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Of a codebook: the end of which day, such as 2031-03-04.
    pub at: String,
    /// Of a codebook: with how many codings each code has.
    pub counts: bool,
    /// Of coded extracts: which.
    pub filter: Filter,
    /// Of an audit appendix: the days of its codebooks; today without any.
    pub days: Vec<String>,
    /// Of an audit appendix: with the quotes.
    pub quotes: bool,
    /// Of a map: which version, from 1; the newest without one.
    pub version: Option<usize>,
    /// Of a checklist: which, by its id; COREQ without one.
    pub checklist: String,
    /// Of Table 1.
    pub tables: TableOptions,
}

/// A file that is being made.
pub struct Made {
    /// The name of the file.
    pub name: String,
    /// Its format.
    pub format: OutputFormat,
    rest: Rest,
}

enum Rest {
    Whole(Option<Vec<u8>>),
    Extracts(Box<Extracts>),
}

impl Made {
    /// The next bytes; none after the last.
    ///
    /// # Errors
    /// The database does not answer, or the format cannot hold what it should.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        match &mut self.rest {
            Rest::Whole(bytes) => Ok(bytes.take()),
            Rest::Extracts(extracts) => extracts.next().await,
        }
    }
}

/// Makes an output in a format, and notes in the record that it was taken.
///
/// # Errors
/// `Refused`: it has no such format, the format cannot hold it, or something is asked for that is not there.
pub async fn make(
    app: &App,
    viewer: &Viewer,
    (what, format): (What, OutputFormat),
    asked: &Asked,
) -> Result<Made> {
    if !what.formats().contains(&format) {
        let refused = not_this(what.word(), format, what.formats());
        return Err(Error::refused(
            "O",
            format!("{refused}."),
            "Choose another format.",
        ));
    }
    let stamp = Stamp::of(app, viewer)?;
    let rest = match what {
        What::Extracts => {
            let extracts = Extracts::open(app, viewer, &asked.filter, (format, &stamp)).await?;
            Rest::Extracts(Box::new(extracts))
        }
        _ => Rest::Whole(Some(
            whole(app, viewer, (what, format), (asked, stamp)).await?,
        )),
    };
    let name = format!("{}.{}", what.word(), format.ending());
    let tx = app.db.write().await?;
    let study = viewer.scope()?.id;
    let taken = viewer.event(what.action(), study.to_string());
    tx.commit(app, taken.with_detail(format!("took {name}")))
        .await?;
    Ok(Made { name, format, rest })
}

async fn whole(
    app: &App,
    viewer: &Viewer,
    (what, format): (What, OutputFormat),
    (asked, stamp): (&Asked, Stamp),
) -> Result<Vec<u8>> {
    let study = viewer.scope()?.id;
    let folder = async || -> Result<StudyFolder> { Ok(stored(app.db.read(), study).await?.0) };
    let output = match what {
        What::Table1Summary => table1_summary(&folder().await?, &asked.tables),
        What::Table1Journal => table1_journal(&folder().await?, &asked.tables),
        What::Table2 => table2(&folder().await?),
        What::Matrix => question_theme_matrix(&folder().await?),
        What::Themes => return Ok(themes_svg(&folder().await?).into_bytes()),
        What::Codebook => return codebook_of(app, viewer, format, (asked, stamp)).await,
        What::Appendix => return appendix_of(app, viewer, format, (asked, stamp)).await,
        What::Map => {
            let drawing = thematic_map::drawing(app, viewer, asked.version).await?;
            return match format {
                OutputFormat::Svg => Ok(drawing.svg().into_bytes()),
                OutputFormat::Png => drawing.png().await,
                _ => as_report(stamp.sealed("map", drawing.report()), format).await,
            };
        }
        What::Account => {
            let shown = account::leaving(app, viewer).await?;
            return match format {
                OutputFormat::Svg => Ok(shown.svg().into_bytes()),
                OutputFormat::Png => shown.png().await,
                _ => as_report(stamp.sealed("account", shown.report()), format).await,
            };
        }
        What::Guides => {
            let report = guides::report(app.db.read(), study).await?;
            return as_report(stamp.sealed("guides", report), format).await;
        }
        What::Methods => {
            let report = checklists::methods(app, viewer).await?;
            return as_report(stamp.sealed("methods", report), format).await;
        }
        What::Checklist => return checklist_of(app, viewer, format, (asked, stamp)).await,
        What::Extracts => return Err(Error::Internal("extracts are written in pieces".to_owned())),
    };
    as_table(output.of_study(&stamp), format).await
}

/// A table or a document takes as long as it is long; other requests go on meanwhile.
async fn as_table(output: Output, format: OutputFormat) -> Result<Vec<u8>> {
    let written = tokio::task::spawn_blocking(move || output.write(format)).await;
    let written = written.map_err(Error::internal)?;
    let (_, bytes) = written.map_err(|error| {
        Error::refused("O", format!("{error}."), "Take it away as CSV or Word.")
    })?;
    Ok(bytes)
}

async fn as_report(made: Report, format: OutputFormat) -> Result<Vec<u8>> {
    let write = move || match format {
        OutputFormat::Docx => docx(&made),
        OutputFormat::Pdf => pdf(&made),
        _ => Ok(html(&made).into_bytes()),
    };
    let written = tokio::task::spawn_blocking(write).await;
    let written = written.map_err(Error::internal)?;
    written.map_err(|error| match error {
        report::Error::WithoutPdf => Error::refused(
            "O",
            "This Enid was built without PDF.",
            "Take it as Word or as a web page.",
        ),
        other => Error::internal(other),
    })
}

async fn checklist_of(
    app: &App,
    viewer: &Viewer,
    format: OutputFormat,
    (asked, stamp): (&Asked, Stamp),
) -> Result<Vec<u8>> {
    let list = match asked.checklist.trim() {
        "" => "coreq",
        list => list,
    };
    let shown = checklists::Shown::of(app, viewer, list).await;
    let shown = shown.map_err(|error| match error {
        Error::NotFound => checklists::console::no_list(list),
        other => other,
    })?;
    as_table(checklists::output(&shown, &stamp), format).await
}

async fn codebook_of(
    app: &App,
    viewer: &Viewer,
    format: OutputFormat,
    (asked, stamp): (&Asked, Stamp),
) -> Result<Vec<u8>> {
    let trail = read_trail(app, viewer.scope()?.id).await?;
    let end = moment(&asked.at)?;
    let day = day(&asked.at);
    let events = match &end {
        Some(end) => until(&trail.events, end.end),
        None => &trail.events[..],
    };
    let book = Book::of(&trail.at(end.as_ref()), &trail)?;
    let mut notes = Vec::new();
    let mut counts = None;
    if asked.counts && end.is_some() {
        notes.push(
            "Codings are counted as they are today and not of an earlier day, so that none are counted here."
                .to_owned(),
        );
    } else if asked.counts {
        let (material, sight) = material_of(app, viewer).await?;
        let mut counted: BTreeMap<Uuid, usize> = BTreeMap::new();
        for coding in material.documents.iter().flat_map(|one| &*one.codings) {
            *counted.entry(coding.code).or_default() += 1;
        }
        counts = Some(counted);
        notes.push(
            "Codings are counted in all layers together; they say how often a code was given, not how much it matters."
                .to_owned(),
        );
        if sight.is_narrowed() {
            notes.push("A blind pass of yours is open: what others coded where you code blind is not counted.".to_owned());
        }
    }
    let rows = codebook::rows(&book, events, counts.as_ref());
    if format == OutputFormat::Qdc {
        let written = codebook::qdc(&rows).map_err(Error::internal)?;
        return written.ok_or_else(|| {
            Error::refused(
                "O6",
                "There is no code yet, and a codebook for other programs has one.",
                "Add a code, or take the codebook in another format.",
            )
        });
    }
    as_table(codebook::output(&rows, &notes, &stamp.on(day)), format).await
}

async fn appendix_of(
    app: &App,
    viewer: &Viewer,
    format: OutputFormat,
    (asked, stamp): (&Asked, Stamp),
) -> Result<Vec<u8>> {
    let mut days = Vec::new();
    for text in &asked.days {
        moment(text)?;
        days.extend(day(text));
    }
    if days.is_empty() {
        days.push(stamp.day());
    }
    days.sort_unstable();
    days.dedup();
    let appendix = appendix::gather(app, viewer, (&days, asked.quotes)).await?;
    let report = stamp.sealed("appendix", appendix::report(&appendix));
    match format {
        OutputFormat::JsonLines => Ok(appendix::lines(&appendix, &report.footer).into_bytes()),
        _ => as_report(report, format).await,
    }
}

/// The day of a text that [`moment`] has taken.
fn day(text: &str) -> Option<Date> {
    text.trim().parse().ok()
}
