//! Counting: codes and participants get numbers first, documents are gone through once.

use std::collections::{BTreeMap, BTreeSet};

use study::documents;
use study::search::folded;
use uuid::Uuid;

use super::sweep::{pairs, stretches};
use super::{Count, Head, Kind, Matrix, Theme, Together};
use crate::codings::{Coded, Coding, Material};
use crate::queries::names::path;

/// What is counted from.
struct Source<'a> {
    material: &'a Material,
    themes: &'a [Theme],
    questions: &'a [String],
}

impl Matrix {
    /// Counts. `questions` are the research questions in their order, in words.
    pub fn of(
        material: &Material,
        themes: &[Theme],
        questions: &[String],
        (kind, count): (Kind, Count),
    ) -> Self {
        let source = Source {
            material,
            themes,
            questions,
        };
        match kind {
            Kind::CodeDocument => {
                source.codes_by(kind, count, source.document_heads(), |at, _| Some(at))
            }
            Kind::CodeCohort => source.by_cohort(count),
            Kind::CodeCode(together) => source.beside(together, count),
            Kind::ThemeParticipant => source.by_participant(count),
            Kind::QuestionTheme => source.by_question(count),
        }
    }
}

/// A matrix while it is filled, group by group.
struct Filling {
    count: Count,
    columns: usize,
    cells: Vec<u32>,
    /// The group in which each cell was met last, where groups are counted; 0 is none.
    met: Vec<u32>,
}

impl Filling {
    fn new(count: Count, rows: usize, columns: usize) -> Self {
        Filling {
            count,
            columns,
            cells: vec![0; rows * columns],
            met: vec![0; rows * columns],
        }
    }

    /// Meets a cell in a group.
    fn meet(&mut self, group: u32, row: usize, column: usize) {
        let cell = row * self.columns + column;
        if self.count == Count::Codings || self.met[cell] != group {
            self.met[cell] = group;
            self.cells[cell] += 1;
        }
    }
}

impl Source<'_> {
    fn codes_by(
        &self,
        kind: Kind,
        count: Count,
        columns: Vec<Head>,
        column_of: impl Fn(usize, &Coded) -> Option<usize> + Copy,
    ) -> Matrix {
        let codes = Codes::of(self.material);
        let mut filling = Filling::new(count, codes.heads.len(), columns.len());
        for (group, at) in self.groups(count) {
            let coded = &self.material.documents[at];
            let Some(column) = column_of(at, coded) else {
                continue;
            };
            for row in coded.codings.iter().filter_map(|one| codes.number(one)) {
                filling.meet(group, row as usize, column);
            }
        }
        Matrix {
            kind,
            count,
            behind: self.behind(count, columns.len(), column_of),
            rows: codes.heads,
            columns,
            cells: filling.cells,
        }
    }

    fn by_cohort(&self, count: Count) -> Matrix {
        let documents = self.material.documents.iter();
        let mut cohorts: Vec<&String> = documents.filter_map(|one| one.cohort.as_ref()).collect();
        cohorts.sort();
        cohorts.dedup();
        let heads = cohorts
            .iter()
            .map(|name| head(name, "cohort", name))
            .collect();
        self.codes_by(Kind::CodeCohort, count, heads, |_, coded| {
            let cohort = coded.cohort.as_ref()?;
            cohorts.binary_search(&cohort).ok()
        })
    }

    fn beside(&self, together: Together, count: Count) -> Matrix {
        let codes = Codes::of(self.material);
        let size = codes.heads.len();
        let mut filling = Filling::new(count, size, size);
        for (group, at) in self.groups(count) {
            let codings = &self.material.documents[at].codings;
            let stretches = stretches(codings, together, |coding| codes.number(coding));
            pairs(&stretches, |one, other| {
                if one != other {
                    filling.meet(group, one.min(other) as usize, one.max(other) as usize);
                }
            });
        }
        let mut cells = filling.cells;
        for row in 0..size {
            for column in 0..row {
                cells[row * size + column] = cells[column * size + row];
            }
        }
        Matrix {
            kind: Kind::CodeCode(together),
            count,
            behind: self.behind_all(count, size),
            rows: codes.heads.clone(),
            columns: codes.heads,
            cells,
        }
    }

    fn by_participant(&self, count: Count) -> Matrix {
        let numbers = self.participants();
        let columns = self.participant_heads(&numbers);
        let mut filling = Filling::new(count, self.themes.len(), columns.len());
        for (group, at) in self.groups(count) {
            let coded = &self.material.documents[at];
            let Some(column) = voice(coded).map(|id| numbers[&id]) else {
                continue;
            };
            for (row, theme) in self.themes.iter().enumerate() {
                let codings = coded.codings.iter();
                let codings = codings.filter(|coding| theme.codes.contains(&coding.code));
                let quotes = theme.quotes.iter();
                let quotes = quotes.filter(|quote| quote.document == coded.id);
                for _ in 0..codings.count() + quotes.count() {
                    filling.meet(group, row, column);
                }
            }
        }
        Matrix {
            kind: Kind::ThemeParticipant,
            count,
            behind: vec![1; columns.len()],
            rows: self.theme_heads(),
            columns,
            cells: filling.cells,
        }
    }

    fn by_question(&self, count: Count) -> Matrix {
        let mut filling = Filling::new(count, self.questions.len(), self.themes.len());
        for (group, at) in self.groups(count) {
            let id = self.material.documents[at].id;
            for (column, theme) in self.themes.iter().enumerate() {
                let quotes = theme.quotes.iter().filter(|quote| quote.document == id);
                let questions = quotes.flat_map(|quote| &quote.questions);
                for row in questions.filter(|row| **row < self.questions.len()) {
                    filling.meet(group, *row, column);
                }
            }
        }
        let question = |name: &String| Head {
            name: name.clone(),
            query: String::new(),
        };
        Matrix {
            kind: Kind::QuestionTheme,
            count,
            behind: self.behind_all(count, self.themes.len()),
            rows: self.questions.iter().map(question).collect(),
            columns: self.theme_heads(),
            cells: filling.cells,
        }
    }

    /// How many documents or participants stand behind each of so many columns.
    fn behind(
        &self,
        count: Count,
        columns: usize,
        column_of: impl Fn(usize, &Coded) -> Option<usize>,
    ) -> Vec<u32> {
        let groups = self.groups(count).into_iter().filter_map(|(group, at)| {
            let column = column_of(at, &self.material.documents[at])?;
            Some((column, group))
        });
        let mut behind = vec![0; columns];
        for (column, _) in groups.collect::<BTreeSet<_>>() {
            behind[column] += 1;
        }
        behind
    }

    fn behind_all(&self, count: Count, columns: usize) -> Vec<u32> {
        let all = self.behind(count, 1, |_, _| Some(0));
        vec![all.first().copied().unwrap_or_default(); columns]
    }

    /// Documents by what is counted once: each by itself, or all of one participant after each other. Where participants are
    /// counted, what is nobody's interview is left out.
    fn groups(&self, count: Count) -> Vec<(u32, usize)> {
        let participants = self.participants();
        let documents = self.material.documents.iter().enumerate();
        let group = |(at, coded): (usize, &Coded)| {
            let group = match count {
                Count::Codings | Count::Documents => at,
                Count::Participants => participants[&voice(coded)?],
            };
            Some((group as u32 + 1, at))
        };
        let mut groups: Vec<(u32, usize)> = documents.filter_map(group).collect();
        groups.sort_unstable();
        groups
    }

    /// Participants numbered in the order of their first document.
    fn participants(&self) -> BTreeMap<Uuid, usize> {
        let mut numbers = BTreeMap::new();
        for id in self.material.documents.iter().filter_map(voice) {
            let next = numbers.len();
            numbers.entry(id).or_insert(next);
        }
        numbers
    }

    /// A participant is called by what can be read of them: their documents.
    fn participant_heads(&self, numbers: &BTreeMap<Uuid, usize>) -> Vec<Head> {
        let mut handles: Vec<Vec<&str>> = vec![Vec::new(); numbers.len()];
        for coded in &self.material.documents {
            if let Some(number) = voice(coded).map(|id| numbers[&id]) {
                handles[number].push(&coded.handle);
            }
        }
        let head = |handles: Vec<&str>| {
            let parts: Vec<String> = handles.iter().map(|one| part("document", one)).collect();
            Head {
                name: handles.join(", "),
                query: match parts.len() {
                    1 => parts.concat(),
                    _ => format!("({})", parts.join(" OR ")),
                },
            }
        };
        handles.into_iter().map(head).collect()
    }

    fn document_heads(&self) -> Vec<Head> {
        let documents = self.material.documents.iter();
        let head = |coded: &Coded| head(&coded.handle, "document", &coded.handle);
        documents.map(head).collect()
    }

    fn theme_heads(&self) -> Vec<Head> {
        let themes = self.themes.iter();
        let head = |theme: &Theme| head(&theme.name, "theme", &theme.name);
        themes.map(head).collect()
    }
}

/// Codes with the number of their row.
struct Codes {
    ids: Vec<Uuid>,
    rows: Vec<u32>,
    heads: Vec<Head>,
}

impl Codes {
    /// By their paths.
    fn of(material: &Material) -> Self {
        let ids: Vec<Uuid> = material.codes.keys().copied().collect();
        let paths = ids.iter().map(|id| path(&material.codes, *id));
        let mut paths: Vec<(Vec<String>, usize)> = paths.zip(0..).collect();
        paths.sort();
        let mut rows = vec![0; ids.len()];
        for (row, (_, place)) in (0..).zip(&paths) {
            rows[*place] = row;
        }
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        for name in paths.iter().filter_map(|(path, _)| path.last()) {
            *names.entry(folded(name)).or_default() += 1;
        }
        let heads = paths.into_iter().map(|(path, _)| {
            // A name that others have too is asked for from the top.
            let is_shared = path.len() == 1 && names[&folded(&path[0])] > 1;
            let path = path.join(" > ");
            match is_shared {
                true => head(&path, "code", &format!("> {path}")),
                false => head(&path, "code", &path),
            }
        });
        Codes {
            heads: heads.collect(),
            rows,
            ids,
        }
    }

    fn number(&self, coding: &Coding) -> Option<u32> {
        let place = self.ids.binary_search(&coding.code).ok()?;
        Some(self.rows[place])
    }
}

fn head(name: &str, key: &str, value: &str) -> Head {
    Head {
        name: name.to_owned(),
        query: part(key, value),
    }
}

fn part(key: &str, value: &str) -> String {
    // No name can hold what ends it; folding for comparison drops the mark on the other side too.
    format!("{key}:\"{}\"", value.replace(['"', '“', '”'], "'"))
}

/// Whose interview it is; a field note is nobody's (study R57).
fn voice(coded: &Coded) -> Option<Uuid> {
    let is_interview = coded.kind == documents::Kind::Transcript;
    coded.participant.filter(|_| is_interview)
}
