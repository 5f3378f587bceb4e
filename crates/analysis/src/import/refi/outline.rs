//! What of a file is known before its texts come: codes and what a coding with each means, who coded, notes and where they lead.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::sync::Arc;

use formats::refi_qda::model::{Code, Coding, Source, Stamp, TextDocument};
use formats::refi_qda::{Error, Limits, Outcome, Reading, read};
use platform::clock::Instant;
use uuid::Uuid;

use super::material::{materials, place};
use super::offers::{Offers, Takes};
use super::told::ImportedRefi;
use crate::codes::{Brought, CodeStatus, Colour};
use crate::exchange::flags::Flags;
use crate::exchange::{QUESTIONS, QUOTES, THEMES};

/// What a coding with something means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    /// A coding with a code, which is the code of this GUID.
    Code(Uuid),
    /// That a passage belongs to a theme of another Enid.
    Theme,
    /// That a passage is quoted.
    Quote,
    /// That a passage is about a case (Q19i).
    Case,
}

/// What is known of a file before its texts come.
pub(super) struct Outline {
    pub(super) reading: Reading,
    /// Codes to be stored, those above before those below them.
    pub(super) codes: Vec<Brought>,
    pub(super) means: BTreeMap<Uuid, Means>,
    /// Names of codes for reports.
    pub(super) names: BTreeMap<Uuid, String>,
    /// Who coded or wrote: users in their order, then whoever is not named.
    pub(super) coders: Vec<Option<Uuid>>,
    /// Notes by GUID.
    pub(super) notes: BTreeMap<Uuid, TextDocument>,
    /// Codes on which notes are, or may be by a link.
    pub(super) on_codes: Vec<(Uuid, Vec<Uuid>)>,
    /// Notes to which a link leads from something else (Q19k).
    pub(super) linked: BTreeMap<Uuid, Vec<Uuid>>,
    pub(super) offers: Offers,
    pub(super) told: ImportedRefi,
}

/// What was met in the sources at the first reading.
#[derive(Default)]
struct Met {
    /// Who wrote something.
    users: BTreeSet<Option<Uuid>>,
    coded: BTreeMap<Uuid, u64>,
    /// Who coded with each code.
    coders: BTreeMap<Uuid, BTreeSet<Option<Uuid>>>,
}

impl Met {
    fn codings(&mut self, codings: &[Coding]) {
        for coding in codings {
            let coders = self.coders.entry(coding.code).or_default();
            coders.insert(coding.created.user);
            *self.coded.entry(coding.code).or_default() += 1;
        }
    }

    fn source(&mut self, source: Source) {
        for material in materials(source).0 {
            self.codings(&material.codings);
            for picked in &material.selections {
                self.codings(&picked.codings);
                if picked.about.description.is_some() || !picked.about.note_refs.is_empty() {
                    self.users.extend(picked.about.created.user.map(Some));
                }
            }
            if Flags::split(material.about.description.as_deref()).0.trim() != "" {
                self.users.extend(material.about.created.user.map(Some));
            }
        }
    }
}

/// Reads everything but the texts.
pub(super) fn outline(
    name: &str,
    bytes: &Arc<[u8]>,
    (limits, takes): (&Limits, &Takes),
) -> Result<Outline, Error> {
    let mut met = Met::default();
    let mut reading = read(Cursor::new(Arc::clone(bytes)), limits, |_, source| {
        met.source(source);
        Ok(())
    })?;
    let mut outline = Outline {
        told: ImportedRefi::new(name, reading.codebook, std::mem::take(&mut reading.report)),
        codes: Vec::new(),
        means: BTreeMap::new(),
        names: BTreeMap::new(),
        coders: Vec::new(),
        notes: BTreeMap::new(),
        on_codes: Vec::new(),
        linked: BTreeMap::new(),
        offers: Offers {
            takes: takes.clone(),
            ..Offers::default()
        },
        reading,
    };
    let top = std::mem::take(&mut outline.reading.project.codes);
    outline.codes(&top, None, &met.coded);
    outline.offers.with_those_above();
    for case in &outline.reading.project.cases {
        outline.means.insert(case.guid, Means::Case);
    }
    outline.sets();
    outline.others();
    outline.notes(&mut met.users);
    for (code, coders) in met.coders {
        if matches!(outline.means.get(&code), Some(Means::Code(_))) {
            met.users.extend(coders);
        }
    }
    let users = outline.reading.project.users.iter();
    let users = users.map(|user| Some(user.guid)).chain([None]);
    let own = outline.is_own();
    let is_met = |user: &Option<Uuid>| met.users.contains(user) || (own && user.is_some());
    outline.coders = users.filter(is_met).collect();
    outline.told.coders = outline.called();
    outline.told.codes = outline.codes.len();
    let offers = &outline.offers;
    let (themes, questions) = (offers.taken_themes().count(), offers.questions.len());
    let of_code = offers.themes.iter().filter(|theme| theme.is_taken).count();
    (outline.told.themes, outline.told.questions) = (themes, questions);
    outline.told.quotes = offers.quotes.len();
    let codes = (outline.codes.len() + of_code) as u64;
    outline.told.store("Code", codes);
    Ok(outline)
}

impl Outline {
    /// What each coder is called: as the file has it, by GUID where it has no name or one that another has too; empty for whoever
    /// it does not say.
    fn called(&self) -> Vec<String> {
        let mut called: Vec<String> = Vec::new();
        for user in &self.coders {
            let mut users = self.reading.project.users.iter();
            let found = users.find(|one| Some(one.guid) == *user);
            let name = found.and_then(|one| one.name.as_deref().or(one.id.as_deref()));
            let name = name.map(str::trim).filter(|name| !name.is_empty());
            let name = name.filter(|name| called.iter().all(|other| other != name));
            called.push(match (name, user) {
                (Some(name), _) => name.to_owned(),
                (None, Some(guid)) => guid.to_string(),
                (None, None) => String::new(),
            });
        }
        called
    }

    /// Whether an Enid wrote the file, whose names of users are handles.
    pub(super) fn is_own(&self) -> bool {
        let origin = self.told.report.origin.as_deref().unwrap_or_default();
        origin == "Enid" || origin.starts_with("Enid ")
    }

    fn codes(&mut self, codes: &[Code], parent: Option<(Uuid, &str)>, coded: &BTreeMap<Uuid, u64>) {
        let own = self.is_own();
        for code in codes {
            let (words, flags) = Flags::split(code.description.as_deref());
            if parent.is_none() && code.name == THEMES && flags.get("themes").is_some() {
                self.means.insert(code.guid, Means::Theme);
                self.themes(&code.children, (None, &[]));
                continue;
            }
            if parent.is_none() && code.name == QUOTES && flags.get("quotes").is_some() {
                self.means.insert(code.guid, Means::Quote);
                continue;
            }
            let name = match code.name.trim() {
                "" => "Code without a name",
                name => name,
            };
            if let Some((above, same)) = parent
                && same == name
                && code.children.is_empty()
                && coded.get(&code.guid).is_some_and(|count| *count > 0)
                && coded.get(&above).is_none_or(|count| *count == 0)
            {
                // A category that was exported twice, as itself and as a code below it (Q19l).
                self.means.insert(code.guid, Means::Code(above));
                self.told.change("Code", 1);
                let why = "the category and the code below it have one name, and all codings are of the code: they are one code here";
                let at = place("Code", code.guid);
                self.told.find("Q19l", Outcome::Changed, at, name, why);
                continue;
            }
            self.means.insert(code.guid, Means::Code(code.guid));
            self.names.insert(code.guid, name.to_owned());
            let colour = self.colour(code);
            self.on_codes.push((code.guid, code.note_refs.clone()));
            let status = match flags.get("retired") {
                Some(_) => Some(CodeStatus::Retired),
                None => own.then_some(CodeStatus::Active),
            };
            self.codes.push(Brought {
                guid: code.guid,
                parent: parent.map(|(guid, _)| guid),
                name: name.to_owned(),
                definition: words,
                level: word(&flags, ("level", own), &["semantic", "latent"]),
                origin: word(&flags, ("origin", own), &["inductive", "deductive"]),
                status,
                merged_into: flags.get("merged-into").and_then(|guid| guid.parse().ok()),
                colour,
                is_heading: !code.codable,
            });
            self.codes(&code.children, Some((code.guid, name)), coded);
        }
    }

    fn colour(&mut self, code: &Code) -> Option<Colour> {
        let colour = code.colour?;
        let (nearest, is_exact) = Colour::nearest([colour.0, colour.1, colour.2]);
        if !is_exact {
            self.told.change("Code", 1);
            let name = nearest.map_or("none, for a grey", Colour::name);
            let what = format!(
                "#{:02x}{:02x}{:02x} became {name}",
                colour.0, colour.1, colour.2
            );
            let why = "codes have one of eight colours here, each readable in light and in dark";
            let at = place("Code", code.guid);
            self.told.find("Q6", Outcome::Changed, at, what, why);
        }
        nearest
    }

    fn themes(&mut self, codes: &[Code], (above, path): (Option<usize>, &[String])) {
        for code in codes {
            self.means.insert(code.guid, Means::Theme);
            let path = [path, std::slice::from_ref(&code.name)].concat();
            let place = self.offers.theme(code, (above, &path), &mut self.told);
            self.themes(&code.children, (Some(place), &path));
        }
    }

    /// Sets are offered: as groups, as attributes where they are called like `x: y`. Those of themes say which codes contribute.
    fn sets(&mut self) {
        let means = &self.means;
        let is_code = |guid: &Uuid| matches!(means.get(guid), Some(Means::Code(_)));
        let (mut left, mut written) = (0, 0);
        for set in &self.reading.project.sets {
            let flags = Flags::split(set.description.as_deref()).1;
            let what = match set.name.contains(": ") {
                true => "attribute",
                false => "group",
            };
            let is_taken = if set.name == QUESTIONS {
                continue;
            } else if flags.get("theme").is_some() {
                self.offers.contributes(set, &is_code).unwrap_or(false)
            } else {
                self.offers.group(set, what, &is_code, &mut self.told)
            };
            match is_taken {
                true => written += 1,
                false => left += 1,
            }
        }
        self.told.store("Set", written);
        let why = "a group is no theme: it is offered, and taken up by a person";
        self.told.leave(("Q19o", "Set"), left, "<Sets>", why);
    }

    /// Cases, variables and drawings are offered; links that lead to no note are not taken.
    fn others(&mut self) {
        let project = &self.reading.project;
        let cases = project.cases.iter().map(|case| {
            let holds = format!(
                "a case with {} values, {} texts and {} passages",
                case.values.len(),
                case.source_refs.len(),
                case.selection_refs.len()
            );
            ("attribute", case.name.clone().unwrap_or_default(), holds)
        });
        let graphs = project.graphs.iter().map(|graph| {
            let (boxes, lines) = (graph.vertices.len(), graph.edges.len());
            let holds = format!("{boxes} boxes, {lines} lines");
            ("map", graph.name.clone().unwrap_or_default(), holds)
        });
        for (what, name, holds) in cases.chain(graphs) {
            self.told.offer(what, name, holds, String::new());
        }
        let counts = [
            (
                "Q19i",
                "Case",
                project.cases.len(),
                "participants are entered by hand, since what is known of them is no part of a text",
            ),
            (
                "Q19i",
                "Variable",
                project.variables.len(),
                "what is known of participants is entered in their table",
            ),
            (
                "Q20",
                "Graph",
                project.graphs.len(),
                "a map is of themes; it is offered",
            ),
        ];
        let notes: BTreeSet<Uuid> = project.notes.iter().map(|note| note.about.guid).collect();
        let mut links = 0;
        for link in &project.links {
            let ends = (link.origin, link.target);
            match ends {
                (Some(from), Some(note)) if notes.contains(&note) && !notes.contains(&from) => {
                    self.linked.entry(from).or_default().push(note);
                }
                (Some(note), Some(from)) if notes.contains(&note) && !notes.contains(&from) => {
                    self.linked.entry(from).or_default().push(note);
                }
                _ => links += 1,
            }
        }
        let kept = self.linked.values().map(Vec::len).sum::<usize>() as u64;
        for (rule, element, count, why) in counts {
            self.told
                .leave((rule, element), count as u64, &format!("<{element}s>"), why);
        }
        if kept > 0 {
            self.told.change("Link", kept);
            let why = "a link from something to a note is a memo on it here";
            let what = format!("{kept} of Link");
            self.told
                .find("Q19k", Outcome::Changed, "<Links>", what, why);
        }
        let why = "there are no links between passages, codes or texts here";
        self.told.leave(("Q20", "Link"), links, "<Links>", why);
    }

    /// Notes that are memos; what another Enid has written as one and is something else is offered.
    fn notes(&mut self, users: &mut BTreeSet<Option<Uuid>>) {
        let mut coded = (0, 0);
        for note in std::mem::take(&mut self.reading.project.notes) {
            coded.0 += note.selections.len() as u64;
            let inner = note.selections.iter().map(|one| one.codings.len());
            coded.1 += (inner.sum::<usize>() + note.codings.len()) as u64;
            match self.offers.note(&note, &mut self.told) {
                Some(true) => self.told.store("Note", 1),
                Some(false) => {
                    self.told.report.counts.entry("Note").or_default().dropped += 1;
                }
                None => {
                    users.extend(note.about.created.user.map(Some));
                    self.notes.insert(note.about.guid, note);
                }
            }
        }
        let mut sets = self.reading.project.sets.iter();
        if sets.any(|set| set.name == QUESTIONS) {
            match self.offers.questions.is_empty() {
                true => self.told.report.counts.entry("Set").or_default().dropped += 1,
                false => self.told.store("Set", 1),
            }
        }
        let why = "memos are not coded here";
        let place = "<Notes>";
        self.told
            .leave(("Q20", "PlainTextSelection"), coded.0, place, why);
        self.told.leave(("Q20", "Coding"), coded.1, place, why);
    }
}

/// What a flag says, if it is one of these words; in a file of an Enid, nothing where there is no flag.
fn word(flags: &Flags, (flag, own): (&str, bool), words: &[&str]) -> Option<String> {
    let says = flags.get(flag).filter(|says| words.contains(says));
    let none = own.then(String::new);
    says.map(str::to_owned).or(none)
}

/// When something was made, in microseconds since 1970.
pub(super) fn micros(stamp: &Stamp) -> Option<i64> {
    stamp.at.map(|at| Instant::from_jiff(at).0)
}
