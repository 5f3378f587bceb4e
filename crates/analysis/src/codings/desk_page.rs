//! The coding desk: a document to read and code, with what is coded beside it. What acts on it is in the scripts of the page
//! and in `answers`; without a script the page can be read.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page_of_length};
use platform::{App, Result};
use study::documents::Kind;
use uuid::Uuid;

use super::state::Waits;
use super::view::{Shown, View};

pub(super) fn routes() -> Routes {
    Routes::new().get(
        "/studies/{study}/documents/{document}/coding",
        Action("codings.read"),
        show,
    )
}

/// About how many bytes the page takes for a coding, and beside text and codings.
const A_MARK: usize = 320;
const A_DESK: usize = 16 * 1024;

#[derive(Template)]
#[template(path = "codings/desk.html")]
struct DeskPage<'a> {
    shell: Shell,
    base: String,
    handle: String,
    lead: String,
    note: bool,
    writes: bool,
    me: String,
    revision: i64,
    /// The open pass in which it is coded.
    pass: String,
    layers: Vec<Layer>,
    turns: Vec<Read<'a>>,
}

/// An analyst whose layer is shown, or is not.
struct Layer {
    id: Uuid,
    handle: String,
    is_mine: bool,
    is_seen: bool,
}

/// A turn with what begins in it.
struct Read<'a> {
    said: &'a str,
    marks: &'a [Mark<'a>],
}

struct Mark<'a> {
    shown: Shown,
    code: &'a str,
    layer: &'a str,
    /// Whether it stands in the layer of whoever asks.
    is_mine: bool,
    waits: &'static str,
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
) -> Result<Response> {
    let view = View::of(&app, &viewer, &handle).await?;
    let text = view.text(&app).await?;
    let turns = &text.turns;
    let known = &view.frame.codes;
    let layers = view.layers();
    let handles: BTreeMap<Uuid, &str> = layers
        .iter()
        .map(|(member, _)| (member.id, member.handle.as_str()))
        .collect();
    let seen = view.seen_of(&text).into_iter();
    let mut marks = Vec::with_capacity(text.codings.len());
    marks.extend(seen.map(|shown| {
        let code = known.counts_as(shown.code);
        Mark {
            code: known.name(code),
            layer: handles.get(&shown.member).copied().unwrap_or(""),
            is_mine: view.analyst.member == Some(shown.member),
            waits: match shown.waits {
                Waits::No => "",
                Waits::Changed => "its text changed",
                Waits::Lost => "its passage is gone",
                Waits::Unverified => "its place is not known",
            },
            shown: Shown { code, ..shown },
        }
    }));
    // They come in the order of the text, so that those of a turn stand together.
    let mut rest = marks.as_slice();
    let read = turns.iter().zip(0u32..).map(|(said, index)| {
        let (of_turn, after) = rest.split_at(rest.partition_point(|mark| mark.shown.turn <= index));
        rest = after;
        Read {
            said,
            marks: of_turn,
        }
    });
    let read: Vec<Read<'_>> = read.collect();
    let length = turns.iter().map(String::len).sum::<usize>() + marks.len() * A_MARK + A_DESK;
    let slug = &viewer.scope()?.slug;
    let base = format!("/studies/{slug}");
    let note = view.document.kind == Kind::FieldNote;
    let (list, href) = match note {
        true => ("Field notes", "field-notes"),
        false => ("Transcripts", "transcripts"),
    };
    let pass = view.sight.pass_on(view.document.id);
    let desk = DeskPage {
        shell: Shell::new(&app, &viewer, format!("Coding {}", view.document.title))
            .crumb(list, Some(format!("{base}/{href}")))
            .crumb(
                &view.document.handle,
                Some(format!("{base}/documents/{handle}")),
            )
            .crumb("Coding", None),
        lead: lead(&view, turns.len()),
        note,
        writes: view.codes(),
        me: view
            .analyst
            .member
            .map(|id| id.to_string())
            .unwrap_or_default(),
        revision: text.revision,
        pass: pass.map(|pass| pass.id.to_string()).unwrap_or_default(),
        layers: layers
            .iter()
            .map(|(member, is_seen)| Layer {
                id: member.id,
                handle: member.handle.clone(),
                is_mine: view.analyst.member == Some(member.id),
                is_seen: *is_seen,
            })
            .collect(),
        handle,
        base,
        turns: read,
    };
    page_of_length(desk, length)
}

fn lead(view: &View, turns: usize) -> String {
    let what = match (view.document.kind, turns) {
        (Kind::Transcript, 1) => "One turn".to_owned(),
        (Kind::Transcript, count) => format!("{count} turns"),
        (Kind::FieldNote, 1) => "Field note of one paragraph".to_owned(),
        (Kind::FieldNote, count) => format!("Field note of {count} paragraphs"),
    };
    match &view.document.cohort {
        Some(cohort) => format!("{what} · {cohort}"),
        None => what,
    }
}
