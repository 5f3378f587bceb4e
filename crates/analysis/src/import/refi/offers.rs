//! What a file offers beside what is taken by itself, and what of it somebody takes: themes, groups of codes, research questions and
//! quotes. Each offer has a number, in the order of the file.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use formats::refi_qda::model::{Code, Set, TextDocument};
use uuid::Uuid;

use super::told::ImportedRefi;
use crate::exchange::flags::Flags;
use crate::quotes::{Piece, Stance};
use crate::themes::{Brought, ThemeStatus};

/// Most levels that themes have here: theme, subtheme, facet.
const DEEPEST: usize = 3;

/// Which offers of a file are taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Takes {
    /// None.
    #[default]
    Nothing,
    /// All that can be.
    All,
    /// Those of these numbers.
    These(BTreeSet<usize>),
}

impl FromStr for Takes {
    type Err = String;

    /// Reads `all`, `none`, or numbers such as `1,4-6`.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("offers are taken by number, such as 1,4-6, or all, not “{text}”");
        match text.trim() {
            "" | "none" => return Ok(Self::Nothing),
            "all" => return Ok(Self::All),
            _ => {}
        }
        let mut these = BTreeSet::new();
        for part in text.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let number = |text: &str| text.trim().parse::<usize>().map_err(|_| wrong());
            let (first, last) = (number(first)?, number(last)?);
            // Nobody names offers one by one that no file has.
            if first == 0 || last < first || last > 1_000_000 {
                return Err(wrong());
            }
            these.extend(first..=last);
        }
        Ok(Self::These(these))
    }
}

impl Takes {
    pub(super) fn has(&self, number: usize) -> bool {
        match self {
            Self::Nothing => false,
            Self::All => true,
            Self::These(these) => these.contains(&number),
        }
    }

    /// A number that no offer has.
    pub(super) fn stranger(&self, offers: usize) -> Option<usize> {
        match self {
            Self::These(these) => these.iter().copied().find(|number| *number > offers),
            _ => None,
        }
    }
}

/// A theme of a file.
#[derive(Debug)]
pub(super) struct Theme {
    /// Its place in the list of themes of the one above it.
    above: Option<usize>,
    pub(super) brought: Brought,
    /// Notes on it, its story among them.
    pub(super) notes: Vec<Uuid>,
    pub(super) is_taken: bool,
}

/// A research question of a file.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) guid: Uuid,
    pub(super) label: String,
    pub(super) wording: String,
}

/// A quote of a file, before it is known in which document it stands.
#[derive(Debug)]
pub(super) struct Quote {
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
    /// Ranks among all quotes and GUIDs of themes.
    pub(super) places: Vec<(i64, Option<Uuid>)>,
    /// Labels of questions.
    pub(super) answers: Vec<String>,
    pub(super) is_ready: bool,
    pub(super) stance: Stance,
}

/// What a file offers, as far as it can be taken.
#[derive(Debug, Default)]
pub(super) struct Offers {
    pub(super) takes: Takes,
    /// Those above before those below.
    pub(super) themes: Vec<Theme>,
    /// Groups of codes that are taken, as themes.
    pub(super) groups: Vec<Brought>,
    /// Questions that are taken.
    pub(super) questions: Vec<Question>,
    /// Quotes that are taken, by their notes.
    pub(super) quotes: BTreeMap<Uuid, Quote>,
    /// Notes about quotes that are not.
    pub(super) left_quotes: BTreeSet<Uuid>,
}

impl Offers {
    /// A theme of the file, under one that was met before or at the top. Gives its place in the list.
    pub(super) fn theme(
        &mut self,
        code: &Code,
        (above, path): (Option<usize>, &[String]),
        told: &mut ImportedRefi,
    ) -> usize {
        let (concept, flags) = Flags::split(code.description.as_deref());
        let depth = path.len();
        let makes = match (depth, path.get(depth.saturating_sub(2))) {
            (1, _) => "a theme".to_owned(),
            (2, Some(above)) => format!("a subtheme of “{above}”"),
            (DEEPEST, Some(above)) => format!("a facet of “{above}”"),
            _ => String::new(),
        };
        let holds = format!("{} below it", code.children.len());
        let number = told.offer("theme", path.join(" > "), holds, makes);
        let name = match code.name.trim() {
            "" => "Theme without a name",
            name => name,
        };
        self.themes.push(Theme {
            above,
            brought: Brought {
                guid: code.guid,
                parent: above.and_then(|at| Some(self.themes.get(at)?.brought.guid)),
                name: name.to_owned(),
                concept,
                story: String::new(),
                status: flags.get("theme").and_then(ThemeStatus::parse),
                merged_into: flags.get("merged-into").and_then(|guid| guid.parse().ok()),
                codes: Vec::new(),
            },
            notes: code.note_refs.clone(),
            is_taken: depth <= DEEPEST && self.takes.has(number),
        });
        self.themes.len() - 1
    }

    /// Whoever takes a subtheme takes what it stands under.
    pub(super) fn with_those_above(&mut self) {
        for at in (0..self.themes.len()).rev() {
            let above = match &self.themes[at] {
                theme if theme.is_taken => theme.above,
                _ => None,
            };
            if let Some(above) = above {
                self.themes[above].is_taken = true;
            }
        }
    }

    /// The codes of a set contribute to the theme that is in it. False where none is.
    pub(super) fn contributes(
        &mut self,
        set: &Set,
        is_code: &dyn Fn(&Uuid) -> bool,
    ) -> Option<bool> {
        let mut themes = self.themes.iter_mut();
        let theme = themes.find(|theme| set.codes.contains(&theme.brought.guid))?;
        let codes = set.codes.iter().copied().filter(|code| is_code(code));
        theme.brought.codes = codes.collect();
        Some(theme.is_taken)
    }

    /// A set of codes that is no theme: offered as one to which they contribute.
    pub(super) fn group(
        &mut self,
        set: &Set,
        what: &'static str,
        is_code: &dyn Fn(&Uuid) -> bool,
        told: &mut ImportedRefi,
    ) -> bool {
        let codes: Vec<Uuid> = set
            .codes
            .iter()
            .copied()
            .filter(|code| is_code(code))
            .collect();
        let makes = match (what, codes.len()) {
            ("group", 1..) => format!("a candidate theme with {} codes", codes.len()),
            _ => String::new(),
        };
        let can_be_taken = !makes.is_empty();
        let (all, sources, notes) = (set.codes.len(), set.sources.len(), set.notes.len());
        let holds = format!("{all} codes, {sources} texts, {notes} notes");
        let number = told.offer(what, set.name.clone(), holds, makes);
        let is_taken = can_be_taken && self.takes.has(number);
        if is_taken {
            let name = match set.name.trim() {
                "" => "Group without a name",
                name => name,
            };
            self.groups.push(Brought {
                guid: set.guid,
                name: name.to_owned(),
                codes,
                ..Brought::default()
            });
        }
        is_taken
    }

    /// What another Enid has written as a note and is something else. None where it is a note; else whether it is taken.
    pub(super) fn note(&mut self, note: &TextDocument, told: &mut ImportedRefi) -> Option<bool> {
        let (words, flags) = Flags::split(note.about.description.as_deref());
        let text = note.text.as_ref().map(|text| text.content.as_str());
        let text = text.unwrap_or(&words);
        let name = note.about.name.clone().unwrap_or_default();
        let holds: String = text.replace('\n', " · ").chars().take(120).collect();
        if flags.get("story").is_some() {
            let guid = note.about.guid;
            let mut themes = self.themes.iter_mut();
            let theme = themes.find(|theme| theme.notes.contains(&guid));
            return Some(theme.is_some_and(|theme| {
                theme.notes.retain(|one| *one != guid);
                text.clone_into(&mut theme.brought.story);
                theme.is_taken
            }));
        }
        if flags.get("question").is_some() {
            let makes = format!("the research question {name}");
            let number = told.offer("question", name.clone(), holds, makes);
            let is_taken = self.takes.has(number);
            if is_taken {
                self.questions.push(Question {
                    guid: note.about.guid,
                    label: name,
                    wording: text.to_owned(),
                });
            }
            return Some(is_taken);
        }
        flags.get("quote")?;
        let (quote, under) = quote(text, &flags);
        let makes = match under.as_slice() {
            [] => "a quote that is not placed".to_owned(),
            under => format!("a quote under {}", under.join(" ; ")),
        };
        let number = told.offer("quote", name, holds, makes);
        let is_taken = self.takes.has(number);
        match is_taken {
            true => drop(self.quotes.insert(note.about.guid, quote)),
            false => drop(self.left_quotes.insert(note.about.guid)),
        }
        Some(is_taken)
    }

    /// Themes and groups that are taken.
    pub(super) fn taken_themes(&self) -> impl Iterator<Item = &Brought> {
        let themes = self.themes.iter().filter(|theme| theme.is_taken);
        themes.map(|theme| &theme.brought).chain(&self.groups)
    }

    /// Which theme a note is on.
    pub(super) fn theme_of(&self, note: Uuid) -> Option<&Theme> {
        let mut themes = self.themes.iter();
        themes.find(|theme| theme.notes.contains(&note))
    }
}

/// Below the words of a quote stand what it answers and its places.
fn quote(text: &str, flags: &Flags) -> (Quote, Vec<String>) {
    let mut lines: Vec<&str> = text.split('\n').collect();
    let mut under = Vec::new();
    while let Some(place) = lines
        .last()
        .and_then(|line| line.strip_prefix("Stands under: "))
    {
        under.push(match place {
            "" => "the other findings".to_owned(),
            place => place.to_owned(),
        });
        lines.pop();
    }
    under.reverse();
    let answers = lines.last().and_then(|line| line.strip_prefix("Answers: "));
    let answers = answers.map(|labels| labels.split(" ; ").map(str::to_owned).collect());
    if answers.is_some() {
        lines.pop();
    }
    let places = flags.all("place").filter_map(|place| {
        let (rank, theme) = place.split_once(' ')?;
        let theme = match theme {
            "-" => None,
            guid => Some(guid.parse().ok()?),
        };
        Some((rank.parse().ok().filter(|rank| *rank > 0)?, theme))
    });
    let pieces = flags.get("pieces").map(serde_json::from_str);
    let quote = Quote {
        text: lines.join("\n"),
        pieces: pieces.and_then(Result::ok).unwrap_or_default(),
        places: places.collect(),
        answers: answers.unwrap_or_default(),
        is_ready: flags.get("draft").is_none(),
        stance: flags
            .get("stance")
            .and_then(Stance::of_word)
            .unwrap_or_default(),
    };
    (quote, under)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offers_are_taken_by_number_and_anything_else_is_refused() {
        let read = |text: &str| text.parse::<Takes>();
        assert_eq!(read("all"), Ok(Takes::All));
        assert_eq!(read("none"), Ok(Takes::Nothing));
        assert_eq!(
            read("1, 4-6"),
            Ok(Takes::These(BTreeSet::from([1, 4, 5, 6])))
        );
        for wrong in ["x", "0", "6-4", "1,,2", "1-", "1-99999999999", "-1"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert_eq!(read("3").unwrap().stranger(2), Some(3));
        assert_eq!(Takes::All.stranger(0), None);
    }

    #[test]
    fn a_quote_is_read_from_its_note_whatever_it_says() {
        let mut flags = Flags::default();
        flags.add("place", "2 -");
        flags.add("place", "x 00000000-0000-0000-0000-000000000001");
        flags.add(
            "pieces",
            "[{\"said\":{\"start\":1,\"end\":4}},\"left_out\",{\"put\":\"a ] b\"}]",
        );
        let text = "no … [a ] b]\nAnswers: RQ1 ; RQ2\nStands under: \nStands under: A > B";
        let (quote, under) = quote(text, &flags);
        assert_eq!(quote.text, "no … [a ] b]");
        assert_eq!(quote.answers, ["RQ1", "RQ2"]);
        assert_eq!(quote.places, [(2, None)]);
        assert_eq!(quote.pieces.len(), 3);
        assert_eq!(under, ["the other findings", "A > B"]);
        let (bare, under) = super::quote("only words", &Flags::default());
        assert!(bare.pieces.is_empty() && bare.is_ready && under.is_empty());
        assert_eq!(bare.text, "only words");
    }
}
