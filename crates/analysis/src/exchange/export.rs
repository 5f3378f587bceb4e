//! Writing a study into a file, text by text, with a report of what is not in it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Seek, Write};

use formats::refi_qda::model::{
    About, Anchor, Coding, Source, Text, TextDocument, TextPlace, TextSelection,
};
use formats::refi_qda::{
    Error as Broken, Finding, Form, NoMedia, Outcome, Profile, Report, Settings, Writer,
};
use platform::access::Viewer;
use platform::{App, Error, Result};
use sea_orm::ConnectionTrait;
use study::documents::{self, Kind, Listed, Turn};
use study::rights::Analyst;
use study::rows::storable;
use uuid::Uuid;

use super::derived;
use super::flags::Flags;
use super::gather::{Gathered, gather, stamp};
use super::release::Release;
use crate::codings::{self, Stored, Waits};
use crate::import::table;
use crate::memos::On;
use crate::trail;

/// How a study is written for its team.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// A project, or a codebook alone.
    pub form: Form,
    /// For which program.
    pub profile: Profile,
}

/// Writes a study for its team as `.qdpx`, as far as whoever asks may read it, and says what is not in it.
///
/// # Errors
/// `Refused` for whoever is no analyst of the study; the file cannot be written.
pub async fn export<W: Write + Seek + Send>(
    app: &App,
    viewer: &Viewer,
    wanted: &Wanted,
    output: W,
) -> Result<(W, Report)> {
    write(app, viewer, (wanted, None), output).await
}

/// What of a study goes into a file for the public.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Public {
    /// The texts, and no others: those whose speakers let them be kept for other researchers.
    pub(crate) texts: BTreeSet<Uuid>,
    /// The quotes that are marked in them: those whose speakers let these very words be printed (trust PRI-7).
    pub(crate) quotes: BTreeSet<Uuid>,
}

/// The public's form of a study with these texts and no others: fresh GUIDs, times by the month, analysts by letters, no memos and field
/// notes (Q23). It is made for a set that disclosure control holds against its rules, and nowhere else (trust PRI-2): a test looks for
/// whoever else calls it.
pub(crate) async fn of_texts(app: &App, viewer: &Viewer, public: &Public) -> Result<Vec<u8>> {
    let output = Cursor::new(Vec::new());
    let wanted = Wanted::default();
    let (output, _) = write(app, viewer, (&wanted, Some(public)), output).await?;
    Ok(output.into_inner())
}

async fn write<W: Write + Seek + Send>(
    app: &App,
    viewer: &Viewer,
    (wanted, public): (&Wanted, Option<&Public>),
    output: W,
) -> Result<(W, Report)> {
    Analyst::writing(app, viewer).await?;
    let study = viewer.scope()?.id;
    let mut gathered = gather(app, viewer, public).await?;
    if wanted.form == Form::Codebook {
        gathered.codes_alone();
    }
    let mut release = public.map(|_| Release::new(app));
    if let Some(release) = &mut release {
        release.project(&mut gathered.project);
        release.order(&mut gathered.documents);
    }
    let settings = Settings {
        form: wanted.form,
        profile: wanted.profile,
        origin: concat!("Enid ", env!("CARGO_PKG_VERSION")).to_owned(),
        ..Settings::default()
    };
    let project = std::mem::take(&mut gathered.project);
    let mut writer = Writer::new(output, &settings, &project).map_err(broken)?;
    let mut tally = Tally::default();
    for document in std::mem::take(&mut gathered.documents) {
        let connection = app.db.read();
        let mut source = source(connection, study, (&gathered, &document), &mut tally).await?;
        if let Some(release) = &mut release {
            release.source(&mut source);
        }
        let source = Source::Text(source);
        writer.source(&source, &mut NoMedia).map_err(broken)?;
    }
    let (output, mut report) = writer.finish(&mut NoMedia).map_err(broken)?;
    tell(&mut report, &tally, &gathered);
    Ok((output, report))
}

/// Notes in the record of the study that it was taken out.
///
/// # Errors
/// The database cannot be written.
pub async fn record(app: &App, viewer: &Viewer, wanted: &Wanted) -> Result<()> {
    let kind = match wanted.form {
        Form::Codebook => "codebook",
        _ => "project, for the team",
    };
    let tx = app.db.write().await?;
    let mut event = viewer.event("study.export", viewer.scope()?.id.to_string());
    kind.clone_into(&mut event.detail);
    tx.commit(app, event).await
}

fn broken(error: Broken) -> Error {
    match error {
        Broken::NoCode => Error::refused(
            "Q4",
            "There is no code in this study, and a codebook holds at least one.",
            "Code something first, or take the project.",
        ),
        error => Error::internal(error),
    }
}

/// What of texts is not in the file.
#[derive(Default)]
struct Tally {
    lost: u64,
    changed: u64,
}

/// A stretch of a text and whose it is: code points, whether they are known, the place of the analyst in the team.
type Stretch = (u32, u32, bool, usize);

async fn source(
    connection: &impl ConnectionTrait,
    study: Uuid,
    (gathered, document): (&Gathered, &Listed),
    tally: &mut Tally,
) -> Result<TextDocument> {
    let turns = documents::turns(connection, document.id).await?;
    let stored = codings::of_document(connection, study, document.id).await?;
    let is_seen = |one: &&Stored| gathered.sight.sees(one.state.member, document.id);
    let seen: Vec<&Stored> = stored.iter().filter(is_seen).collect();
    let undated = seen.iter().filter(|one| one.state.coded_at.is_none());
    let undated: Vec<Uuid> = undated.map(|one| one.id).collect();
    let made = trail::made_at(connection, study, &undated).await?;
    let place = |member: Option<Uuid>| {
        let mut members = gathered.members.iter();
        let found = members.position(|one| Some(one.id) == member);
        found.map_or(0, |at| at + 1)
    };
    let mut selections: BTreeMap<Stretch, TextSelection> = BTreeMap::new();
    let mut select = |(start, end, is_placed): (u32, u32, bool),
                      member: Option<Uuid>,
                      add: &mut dyn FnMut(&mut TextSelection)| {
        let stretch = (start, end, is_placed, place(member));
        add(selections
            .entry(stretch)
            .or_insert_with(|| selection(document.id, (start, end, is_placed), member)));
    };
    for one in seen {
        let state = &one.state;
        match state.waits {
            Waits::Lost => {
                tally.lost += 1;
                continue;
            }
            Waits::Changed => tally.changed += 1,
            Waits::No | Waits::Unverified => {}
        }
        let at = state.coded_at.or_else(|| made.get(&one.id).copied());
        let memos = gathered.memos.get(&document.id).into_iter().flatten();
        let on = memos.filter(|memo| memo.state.on == On::Coding && memo.state.target == one.id);
        let coding = Coding {
            guid: one.id,
            code: state.code,
            created: stamp(Some(state.member), at),
            note_refs: on.map(|memo| memo.id).collect(),
        };
        let span = (state.start, state.end, state.waits.is_placed());
        select(span, Some(state.member), &mut |selection| {
            selection.codings.push(coding.clone());
        });
    }
    let mut about = about(document, &turns);
    for memo in gathered.memos.get(&document.id).into_iter().flatten() {
        let span = memo.state.start.zip(memo.state.end);
        match (memo.state.on, span) {
            (On::Span, Some((start, end))) => {
                select((start, end, true), memo.state.member, &mut |selection| {
                    selection.about.note_refs.push(memo.id);
                });
            }
            (On::Document, _) => about.note_refs.push(memo.id),
            _ => {}
        }
    }
    for (quote, (start, end)) in gathered.quotes.get(&document.id).into_iter().flatten() {
        let place = [start.to_be_bytes(), end.to_be_bytes()].concat();
        select((*start, *end, true), None, &mut |selection| {
            selection.codings.push(Coding {
                guid: derived(&[b"quoted", quote.as_bytes(), &place]),
                code: gathered.quoting,
                created: stamp(None, None),
                note_refs: vec![*quote],
            });
        });
    }
    Ok(TextDocument {
        about,
        text: Some(Text::new(text(&turns))),
        selections: selections.into_values().collect(),
        ..TextDocument::default()
    })
}

/// The text of turns, letter for letter; a carriage return within one would be taken for the end of a line.
fn text(turns: &[Turn]) -> String {
    let texts: Vec<&str> = turns.iter().map(|turn| turn.text.as_str()).collect();
    storable(&texts.join("\n")).replace('\r', " ")
}

/// What is said of a document: its kind, its title, and who speaks when.
fn about(document: &Listed, turns: &[Turn]) -> About {
    let mut flags = Flags::default();
    if let (Kind::FieldNote, Some(author)) = (document.kind, &document.author) {
        flags.add(
            "field-note",
            format!("{} {}", author.role.word(), author.id),
        );
        if let Some(day) = document.dated {
            flags.add("dated", day.to_string());
        }
    }
    flags.add("title", document.title.as_str());
    table(turns, &mut flags);
    About {
        guid: document.id,
        name: Some(document.handle.clone()),
        description: flags.after(""),
        ..About::default()
    }
}

fn selection(
    document: Uuid,
    (start, end, is_placed): (u32, u32, bool),
    member: Option<Uuid>,
) -> TextSelection {
    let who = member.map_or([0; 16], Uuid::into_bytes);
    let span = [start.to_be_bytes(), end.to_be_bytes()].concat();
    let doubt: &[u8] = if is_placed { b"" } else { b"unverified" };
    TextSelection {
        about: About {
            guid: derived(&[b"selection", document.as_bytes(), &who, &span, doubt]),
            created: stamp(member, None),
            ..About::default()
        },
        place: TextPlace {
            start: start.into(),
            end: end.into(),
            anchor: match is_placed {
                true => Anchor::Placed,
                false => Anchor::Unverified,
            },
        },
        codings: Vec::new(),
    }
}

/// What no file of the standard carries (Q20), and what this one leaves out.
fn tell(report: &mut Report, tally: &Tally, gathered: &Gathered) {
    let mut leave = |what: String, why: &'static str| {
        report.findings.push(Finding {
            rule: "Q20",
            outcome: Outcome::Dropped,
            place: "the study".to_owned(),
            what,
            why,
        });
    };
    leave(
        "the trail with its reasons, phases and versions of texts".to_owned(),
        "the standard has no place for history",
    );
    leave(
        "consent, recruitment, guides, acquaintance, accuracy, sealed maps, private journals, whatever says who a participant is".to_owned(),
        "it never leaves the study in such a file",
    );
    leave(
        "layers of blind passes, and documents, that whoever exports may not see".to_owned(),
        "a file holds no more than the pages show",
    );
    if gathered.on_people > 0 {
        leave(
            format!("{} memos on participants", gathered.on_people),
            "a file says nothing of participants beside their words",
        );
    }
    if tally.lost > 0 {
        leave(
            format!("{} codings whose passage is gone", tally.lost),
            "there are no words that they could be on",
        );
    }
    if tally.changed > 0 {
        report.findings.push(Finding {
            rule: "Q13",
            outcome: Outcome::Noted,
            place: "the study".to_owned(),
            what: format!("{} codings whose text was changed since", tally.changed),
            why: "they stand where their words are now; an analyst has not looked at them yet",
        });
    }
}
