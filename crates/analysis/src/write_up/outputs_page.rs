//! "What leaves the study": everything that can be taken away, with how far it is.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use platform::access::{Role, Viewer};
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};
use study::{guides, participants};

use crate::account;
use crate::acts::read_trail;
use crate::codes::{Book, CodeStatus};
use crate::codings::{Frame, material_of};
use crate::folder::stored;
use crate::outputs::What;
use crate::themes::{ThemeStatus, Themes};
use crate::trail::replay;

/// The page.
pub(super) fn routes() -> Routes {
    Routes::new().get("/studies/{study}/outputs", Action("write-up.read"), show)
}

#[derive(Template)]
#[template(path = "write_up/outputs.html")]
struct OutputsPage {
    shell: Shell,
    /// Tables and what else needs no choice.
    plain: Vec<Output>,
    codebook: Output,
    extracts: Output,
    appendix: Output,
    codes: Vec<(String, String)>,
    themes: Vec<(String, String)>,
    cohorts: Vec<String>,
    analysts: Vec<String>,
    /// Whether a blind pass of the reader is open.
    is_narrowed: bool,
    /// Where the study is taken out as a project; none for whoever analyses nothing.
    project: Option<String>,
    /// Where it is taken away whole, by research leads.
    archive: Option<String>,
    /// Where releases are; none for whoever may not see them.
    releases: Option<String>,
}

/// One thing that can be taken away.
struct Output {
    name: &'static str,
    /// How far it is, in a sentence.
    state: String,
    /// Whether there is nothing in it yet.
    is_empty: bool,
    files: Vec<(&'static str, String)>,
    /// The page on which it is looked at; empty without one.
    page: String,
}

impl Output {
    fn of(base: &str, what: What, (name, state): (&'static str, String), page: &str) -> Self {
        let file = |ending: &str| format!("{base}/{}/{}.{ending}", what.place(), what.word());
        let formats = what.formats().iter();
        Self {
            name,
            state,
            is_empty: false,
            files: formats
                .map(|format| (format.label(), file(format.ending())))
                .collect(),
            page: match page {
                "" => String::new(),
                page => format!("{base}/{page}"),
            },
        }
    }

    fn empty_if(self, is_empty: bool) -> Self {
        Self { is_empty, ..self }
    }
}

async fn show(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let study = viewer.scope()?;
    let base = format!("/studies/{}", study.slug);
    let connection = app.db.read();
    let trail = read_trail(&app, study.id).await?;
    let state = replay(&trail.events);
    let (book, themes) = (Book::of(&state, &trail)?, Themes::of(&state, &trail)?);
    let (material, sight) = material_of(&app, &viewer).await?;
    let frame = Frame::of(&app, &viewer).await?;
    let (folder, _, _) = stored(connection, study.id).await?;
    let people = participants::all(connection, study.id).await?.len();
    let guides = guides::versions(connection, study.id).await?;
    let used = guides.iter().filter(|one| one.used).count();
    let account = account::leaving(&app, &viewer).await?;
    let quotes = folder.printed_quotes().count();
    let on_map = themes.themes().values();
    let on_map = on_map.filter(|theme| theme.status != ThemeStatus::Dropped);
    let on_map = on_map.count();
    let active = book.codes().values();
    let active = active
        .filter(|code| code.status == CodeStatus::Active)
        .count();
    let coded: usize = material.documents.iter().map(|one| one.codings.len()).sum();
    let of = |what, said, page| Output::of(&base, what, said, page);
    let mut plain = vec![
        of(
            What::Table1Summary,
            (
                "Table 1 by cohort",
                counted(people, ("participant", "participants")),
            ),
            "write-up",
        )
        .empty_if(people == 0),
    ];
    if viewer.acts_as(Role::ResearchLead) {
        let said = "A working table with a row a participant; not for release.".to_owned();
        plain.push(
            of(
                What::Table1Journal,
                ("Table 1 with a row a person", said),
                "participant-table",
            )
            .empty_if(people == 0),
        );
    }
    plain.extend([
        of(
            What::Table2,
            (
                "Table 2: themes, quotes, questions",
                counted(quotes, ("quote", "quotes")),
            ),
            "write-up/table2",
        )
        .empty_if(quotes == 0),
        of(
            What::Matrix,
            (
                "Questions by themes",
                counted(
                    folder.questions.len(),
                    ("research question", "research questions"),
                ),
            ),
            "write-up/question-theme-matrix",
        )
        .empty_if(folder.questions.is_empty()),
        of(
            What::Map,
            (
                "Thematic map",
                counted(
                    on_map,
                    ("theme, subtheme or facet", "themes, subthemes and facets"),
                ),
            ),
            "themes/map",
        )
        .empty_if(on_map == 0),
        of(
            What::Account,
            (
                "Account from field notes",
                counted(account.extracts(), ("extract", "extracts")),
            ),
            "account",
        )
        .empty_if(account.extracts() == 0),
        of(
            What::Guides,
            ("Interview guides", guides_in_words(guides.len(), used)),
            "guides",
        )
        .empty_if(guides.is_empty()),
    ]);
    if frame.analyst(&viewer).writes {
        plain.extend([
            of(
                What::Checklist,
                (
                    "COREQ",
                    "What reports of interviews are asked to tell, drafted and answered. SRQR and other lists stand beside it.".to_owned(),
                ),
                "checklists",
            ),
            of(
                What::Methods,
                (
                    "Methods paragraph",
                    "Drafted from data, every number with where it comes from.".to_owned(),
                ),
                "methods",
            ),
        ]);
    }
    let path = |id: &uuid::Uuid| book.path(*id).join(" > ");
    let walk = book.walk().into_iter().map(|(_, id)| id);
    let codes = walk.filter(|id| material.codes.contains_key(id));
    let codes: Vec<(String, String)> = codes.map(|id| (id.to_string(), path(&id))).collect();
    let walk = themes.walk().into_iter().map(|(_, id)| id);
    let kept = walk.filter(|id| {
        let theme = themes.theme(*id);
        theme.is_some_and(|theme| theme.status != ThemeStatus::Dropped)
    });
    let named = kept.map(|id| (id.to_string(), themes.path(id).join(" > ")));
    let mut cohorts: Vec<String> = material
        .documents
        .iter()
        .filter_map(|one| one.cohort.clone())
        .collect();
    cohorts.sort();
    cohorts.dedup();
    let analysts = frame.members.iter().filter(|member| member.analyses);
    page(OutputsPage {
        project: frame
            .analyst(&viewer)
            .writes
            .then(|| format!("{base}/exchange")),
        archive: viewer
            .acts_as(Role::ResearchLead)
            .then(|| format!("{base}/archive")),
        releases: viewer
            .acts_as(Role::ResearchLead)
            .then(|| format!("{base}/releases")),
        shell: Shell::new(&app, &viewer, "What leaves the study")
            .crumb("Write-up", Some(format!("{base}/write-up")))
            .crumb("What leaves the study", None),
        codebook: of(What::Codebook, ("Codebook", counted(active, ("code in use", "codes in use"))), "codes")
            .empty_if(book.codes().is_empty()),
        extracts: of(What::Extracts, ("Coded extracts", counted(coded, ("coding", "codings"))), "")
            .empty_if(coded == 0),
        appendix: of(
            What::Appendix,
            ("Audit appendix", "What was decided and why, phases, the codebook at chosen days, and what became of each theme.".to_owned()),
            "trail",
        )
        .empty_if(trail.events.is_empty()),
        themes: named.collect(),
        analysts: analysts.map(|member| member.handle.clone()).collect(),
        is_narrowed: sight.is_narrowed(),
        plain,
        codes,
        cohorts,
    })
}

/// A number of things: what one is called, and what several are.
fn counted(count: usize, (one, many): (&str, &str)) -> String {
    match count {
        0 => "Nothing yet.".to_owned(),
        1 => format!("One {one}."),
        count => format!("{count} {many}."),
    }
}

fn guides_in_words(all: usize, used: usize) -> String {
    match (all, used) {
        (0, _) => "Nothing yet.".to_owned(),
        (_, 0) => "No interview names the version that it used.".to_owned(),
        (_, 1) => "One version was used in interviews.".to_owned(),
        (_, used) => format!("{used} versions were used in interviews."),
    }
}
