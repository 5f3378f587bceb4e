//! What of a study goes into a file: what whoever exports may see, and nothing of the person who was asked.

use std::collections::{BTreeMap, BTreeSet};

use formats::refi_qda::model::{
    About, Code, Direction, Edge, Graph, LineStyle, Project, Set, Shape, Stamp, Text, TextDocument,
    User, Vertex,
};
use jiff::Timestamp;
use platform::access::Viewer;
use platform::{App, Result};
use study::documents::{self, Kind, Listed};
use study::questions;
use study::team::{self, Member};
use uuid::Uuid;

use super::export::Public;
use super::flags::Flags;
use super::tree::{code, has_code, refer, refer_to_nothing};
use super::{QUESTIONS, QUOTES, THEMES, derived};
use crate::acts::read_trail;
use crate::codes::Book;
use crate::codings::Sight;
use crate::memos::{self, Memo, On, Places};
use crate::quotes;
use crate::thematic_map::{self, Kind as Relation};
use crate::themes::Themes;
use crate::trail;

/// What of a study goes into a file, but for its texts.
pub(super) struct Gathered {
    /// Users, codes, notes, sets and the map.
    pub(super) project: Project,
    /// Texts in their order.
    pub(super) documents: Vec<Listed>,
    /// Everybody in the team, in their order.
    pub(super) members: Vec<Member>,
    pub(super) sight: Sight,
    /// Memos that are on a text or in one, by document.
    pub(super) memos: BTreeMap<Uuid, Vec<Memo>>,
    /// Quotes by document: the note about each, and its spans.
    pub(super) quotes: BTreeMap<Uuid, Vec<Quoted>>,
    /// The code with which quotes are coded.
    pub(super) quoting: Uuid,
    /// Memos on participants, which no file carries.
    pub(super) on_people: usize,
}

/// The note about a quote, and one of its spans.
pub(super) type Quoted = (Uuid, (u32, u32));

/// An instant of microseconds since 1970.
pub(super) fn stamp(user: Option<Uuid>, at: Option<i64>) -> Stamp {
    Stamp {
        user,
        at: at.and_then(|at| Timestamp::from_microsecond(at).ok()),
    }
}

/// Takes out of a study what goes into a file for the team, or, with these texts and quotes alone, into one that is released.
pub(super) async fn gather(
    app: &App,
    viewer: &Viewer,
    public: Option<&Public>,
) -> Result<Gathered> {
    let scope = viewer.scope()?;
    let is_release = public.is_some();
    let (connection, study) = (app.db.read(), scope.id);
    let hidden = documents::unreadable(app, viewer).await?;
    let left_out = |one: &Listed| is_release && one.kind == Kind::FieldNote;
    let named = |one: &Listed| public.is_none_or(|public| public.texts.contains(&one.id));
    let taken = |one: &Listed| !hidden.contains(&one.id) && !left_out(one) && named(one);
    let documents = documents::all(connection, study).await?;
    let documents: Vec<Listed> = documents.into_iter().filter(taken).collect();
    let members = team::all(connection, study).await?;
    let me = team::of_viewer(connection, viewer).await?;
    let sight = Sight::of(connection, study, me.map(|one| one.id)).await?;
    let trail = read_trail(app, study).await?;
    let state = trail::replay(&trail.events);
    let book = Book::of(&state, &trail)?;
    let themes = Themes::of(&state, &trail)?;
    let map = thematic_map::map_in(&state, study)?;
    let places = Places::of(app, viewer).await?;
    let mut memos: Vec<Memo> = match is_release {
        true => Vec::new(),
        false => places
            .with_places(memos::of(&trail)?)
            .into_iter()
            .map(|(memo, _)| memo)
            .collect(),
    };
    memos.sort_by_key(|memo| (memo.written_at, memo.id));
    let here: BTreeSet<Uuid> = documents.iter().map(|one| one.id).collect();
    let mut found = Gathered {
        project: Project {
            name: match is_release {
                true => "Study".to_owned(),
                false => scope.name.clone(),
            },
            ..Project::default()
        },
        documents,
        sight,
        memos: BTreeMap::new(),
        quotes: BTreeMap::new(),
        quoting: derived(&[b"quotes", study.as_bytes()]),
        on_people: 0,
        members,
    };
    found.users(&memos);
    found.codes(&book, is_release);
    found.themes(&themes, study, is_release);
    found.questions(questions::all(connection, study).await?, study);
    let mut quotes = quotes::visible(connection, study).await?;
    if let Some(public) = public {
        quotes.retain(|quote| public.quotes.contains(&quote.id));
    }
    found.quoted(&quotes, &here, is_release);
    found.memos(memos, &book, &themes, &here);
    found.map(&themes, &map, study);
    Ok(found)
}

impl Gathered {
    /// Leaves only the codebook.
    pub(super) fn codes_alone(&mut self) {
        let project = &mut self.project;
        project
            .codes
            .retain(|code| code.name != THEMES && code.name != QUOTES);
        refer_to_nothing(&mut project.codes);
        self.project = Project {
            name: std::mem::take(&mut project.name),
            codes: std::mem::take(&mut project.codes),
            ..Project::default()
        };
        self.documents.clear();
    }

    /// Everybody who analyses or has written what is in the file.
    fn users(&mut self, memos: &[Memo]) {
        let wrote: BTreeSet<Uuid> = memos.iter().filter_map(|memo| memo.state.member).collect();
        let members = self.members.iter();
        let users = members.filter(|one| one.analyses || wrote.contains(&one.id));
        let users = users.map(|member| User {
            guid: member.id,
            name: Some(member.handle.clone()),
            id: None,
        });
        self.project.users = users.collect();
    }

    fn codes(&mut self, book: &Book, is_release: bool) {
        let top = book.below(None).iter();
        self.project.codes = top.map(|id| code(book, *id, is_release)).collect();
    }

    /// Themes as codes under one of their own, and as a set each with the codes that contribute.
    fn themes(&mut self, themes: &Themes, study: Uuid, is_release: bool) {
        if themes.themes().is_empty() {
            return;
        }
        let top = themes.below(None).iter();
        let children = top.map(|id| self.theme(themes, *id, is_release));
        let children = children.collect();
        let mut flags = Flags::default();
        flags.add("themes", "");
        self.project.codes.push(Code {
            guid: derived(&[b"themes", study.as_bytes()]),
            name: THEMES.to_owned(),
            description: flags.after("Themes, with what stands under them. They are no codes."),
            children,
            ..Code::default()
        });
        for (_, id) in themes.walk() {
            let Some(theme) = themes.theme(id) else {
                continue;
            };
            let mut flags = Flags::default();
            flags.add("theme", id.to_string());
            let known = |code: &Uuid| has_code(&self.project.codes, *code);
            let codes = theme.codes.iter().copied().filter(known);
            let set = Set {
                guid: derived(&[b"set", id.as_bytes()]),
                name: themes.path(id).join(" > "),
                description: flags.after(""),
                codes: codes.chain([id]).collect(),
                ..Set::default()
            };
            self.project.sets.push(set);
        }
    }

    fn theme(&mut self, themes: &Themes, id: Uuid, is_release: bool) -> Code {
        let theme = themes.theme(id);
        let story = theme.map(|theme| themes.story(theme)).unwrap_or_default();
        let concept = themes.words(theme.and_then(|theme| theme.concept.as_ref()));
        let mut flags = Flags::default();
        if let Some(theme) = theme {
            flags.add("theme", theme.status.as_str());
            if let Some(into) = theme.merged_into.filter(|_| !is_release) {
                flags.add("merged-into", into.to_string());
            }
        }
        let note = derived(&[b"story", id.as_bytes()]);
        if !story.is_empty() {
            let name = format!("Story of {}", themes.name(id));
            self.note(note, (&name, flag("story")), &story);
        }
        Code {
            guid: id,
            name: themes.name(id).to_owned(),
            codable: false,
            description: flags.after(concept),
            note_refs: (!story.is_empty()).then_some(note).into_iter().collect(),
            children: themes
                .below(Some(id))
                .iter()
                .map(|id| self.theme(themes, *id, is_release))
                .collect(),
            ..Code::default()
        }
    }

    fn questions(&mut self, all: Vec<(Uuid, questions::ResearchQuestion)>, study: Uuid) {
        let mut notes = Vec::new();
        for (id, question) in all {
            self.note(id, (&question.id, flag("question")), &question.wording);
            notes.push(id);
        }
        if !notes.is_empty() {
            self.project.sets.push(Set {
                guid: derived(&[b"questions", study.as_bytes()]),
                name: QUESTIONS.to_owned(),
                notes,
                ..Set::default()
            });
        }
    }

    /// Memos as notes: those on codes, themes and the study are referred to here, those in texts by the texts.
    fn memos(&mut self, all: Vec<Memo>, book: &Book, themes: &Themes, here: &BTreeSet<Uuid>) {
        for memo in all {
            let state = &memo.state;
            let is_there = match state.on {
                On::Participant => {
                    self.on_people += 1;
                    false
                }
                On::Study => true,
                On::Code => book.code(state.target).is_some(),
                On::Theme => themes.theme(state.target).is_some(),
                On::Document | On::Span | On::Coding => {
                    state.document.is_some_and(|id| here.contains(&id))
                }
            };
            if !is_there {
                continue;
            }
            let by = stamp(state.member, Some(memo.written_at.0));
            let mut flags = Flags::default();
            flags.add("memo", state.kind.word());
            let text = memo.text.replace("\r\n", "\n").replace('\r', "\n");
            self.project.notes.push(TextDocument {
                about: About {
                    guid: memo.id,
                    name: Some(state.kind.in_words().to_owned()),
                    description: flags.after(""),
                    created: by,
                    ..About::default()
                },
                text: Some(Text::new(text)),
                inline: true,
                ..TextDocument::default()
            });
            match state.on {
                On::Study => self.project.note_refs.push(memo.id),
                On::Code | On::Theme => refer(&mut self.project.codes, state.target, memo.id),
                _ => {
                    let document = state.document.unwrap_or_default();
                    self.memos.entry(document).or_default().push(memo);
                }
            }
        }
    }

    pub(super) fn note(&mut self, guid: Uuid, (name, flags): (&str, Flags), text: &str) {
        self.project.notes.push(TextDocument {
            about: About {
                guid,
                name: Some(name.to_owned()),
                description: flags.after(""),
                ..About::default()
            },
            text: Some(Text::new(text.replace('\r', "\n"))),
            inline: true,
            ..TextDocument::default()
        });
    }

    /// The map as a drawing, where somebody has said how themes stand to each other.
    fn map(&mut self, themes: &Themes, map: &thematic_map::MapState, study: Uuid) {
        if map.relations.is_empty() && map.places.is_empty() {
            return;
        }
        let vertex = |id: &Uuid| derived(&[b"vertex", id.as_bytes()]);
        let nodes = thematic_map::boxes(themes, map);
        let drawn: BTreeSet<Uuid> = nodes.iter().map(|(id, ..)| *id).collect();
        let vertices = nodes.iter().map(|(id, [first, second])| Vertex {
            guid: vertex(id),
            represents: Some(*id),
            name: Some(themes.name(*id).to_owned()),
            first: *first,
            second: (Some(second.0), Some(second.1)),
            shape: Some(Shape::RoundedRectangle),
            colour: None,
        });
        let relations = map.relations.iter();
        let relations =
            relations.filter(|one| drawn.contains(&one.from) && drawn.contains(&one.to));
        let edges = relations.map(|one| Edge {
            guid: derived(&[
                b"edge",
                one.from.as_bytes(),
                one.kind.word().as_bytes(),
                one.to.as_bytes(),
            ]),
            represents: None,
            name: Some(one.kind.words().to_owned()),
            source: vertex(&one.from),
            target: vertex(&one.to),
            colour: None,
            direction: Some(match one.kind {
                Relation::InTension => Direction::Bidirectional,
                _ => Direction::OneWay,
            }),
            line: Some(match one.kind {
                Relation::InTension => LineStyle::Dashed,
                _ => LineStyle::Solid,
            }),
        });
        self.project.graphs.push(Graph {
            guid: derived(&[b"map", study.as_bytes()]),
            name: Some("Thematic map".to_owned()),
            vertices: vertices.collect(),
            edges: edges.collect(),
        });
    }
}

/// One flag that says what a note is.
pub(super) fn flag(word: &str) -> Flags {
    let mut flags = Flags::default();
    flags.add(word, "");
    flags
}
