//! One wave of answers, frozen: what is released of it, each table against all before it (trust PRI-6).

use std::collections::BTreeSet;

use super::audit::{Sum, is_hidden};
use super::table::{ShownTable, Table};
use super::{LEAST_WIDTH, RELEASE_THRESHOLD, Released, TEAM_FLOOR};

type Groups = BTreeSet<usize>;

/// The fewest people that a figure may be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    pub(super) threshold: u32,
}

impl Rules {
    /// Those of everything that leaves the study team.
    pub const RELEASE: Self = Self {
        threshold: RELEASE_THRESHOLD,
    };

    /// The same with a higher threshold; a lower one changes nothing.
    #[must_use]
    pub fn raised_to(self, threshold: u32) -> Self {
        Self {
            threshold: self.threshold.max(threshold),
        }
    }

    /// The fewest people that a figure may be about.
    pub fn threshold(self) -> u32 {
        self.threshold
    }
}

/// Why nothing of a table is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Withheld {
    /// Every figure is about too few people, or would tell of too few.
    #[error(
        "every figure of the table is about too few people, alone or by what can be computed from it"
    )]
    TooFew,
    /// With what was published before, it would tell of too few.
    #[error("with what was published before, the table would tell of too few people")]
    Before,
    /// A cell names a group that the wave does not have.
    #[error("the table names a group that the wave does not have")]
    NoSuchGroup,
    /// There are more or fewer values than cells and totals.
    #[error("there must be one value for each cell and each total")]
    OtherLength,
}

/// A wave: the people in its finest groups, and what of them was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wave {
    people: Vec<u32>,
    rules: Rules,
    /// The sums that were published.
    published: Vec<Groups>,
    /// The cells that were hidden in tables that were published.
    hidden: Vec<Groups>,
}

impl Wave {
    /// A wave of which nothing was published, by the number of people in each of its groups. Who is in one is in no other.
    pub fn new(people: Vec<u32>) -> Self {
        Self {
            people,
            rules: Rules::RELEASE,
            published: Vec::new(),
            hidden: Vec::new(),
        }
    }

    /// The same wave under stricter rules.
    #[must_use]
    pub fn under(self, rules: Rules) -> Self {
        Self { rules, ..self }
    }

    /// The same wave after what was kept of its releases: [`Wave::published`] and [`Wave::hidden`] of then.
    #[must_use]
    pub fn after(self, published: Vec<BTreeSet<usize>>, hidden: Vec<BTreeSet<usize>>) -> Self {
        Self {
            published,
            hidden,
            ..self
        }
    }

    /// The groups of each figure that was published, to be kept with the release.
    pub fn published(&self) -> &[BTreeSet<usize>] {
        &self.published
    }

    /// The groups of each figure that was hidden, to be kept with the release.
    pub fn hidden(&self) -> &[BTreeSet<usize>] {
        &self.hidden
    }

    /// Releases a table and keeps what was published of it. What was released before is never changed: the wave is frozen.
    ///
    /// # Errors
    /// Nothing of the table may be told; then nothing is kept of it.
    pub fn release(&mut self, table: &Table) -> Result<Released<ShownTable>, Withheld> {
        let (shown, hidden) = self.control(table, self.rules)?;
        let told = |is_told: bool| {
            let cells = table.cells.iter().zip(&hidden);
            cells
                .filter(move |(_, hidden)| **hidden != is_told)
                .map(|(cell, _)| cell.clone())
        };
        for cell in told(true) {
            if !self.published.contains(&cell) {
                self.published.push(cell);
            }
        }
        for cell in told(false) {
            if !self.hidden.contains(&cell) {
                self.hidden.push(cell);
            }
        }
        Ok(Released::through(shown))
    }

    /// The same table for the study team at work, with the floor in the place of the threshold. It may not leave the team.
    ///
    /// # Errors
    /// Nothing of the table may be told.
    pub fn working(&self, table: &Table) -> Result<ShownTable, Withheld> {
        let floor = Rules {
            threshold: TEAM_FLOOR,
        };
        Ok(self.control(table, floor)?.0)
    }

    /// What is shown of a table, and which of its cells are hidden.
    fn control(&self, table: &Table, rules: Rules) -> Result<(ShownTable, Vec<bool>), Withheld> {
        if table
            .cells
            .iter()
            .flatten()
            .any(|group| *group >= self.people.len())
        {
            return Err(Withheld::NoSuchGroup);
        }
        let mut desk = Desk::open(self, table, rules);
        desk.hide_small();
        while let Some(found) = desk.first_told(self) {
            let Some(cell) = desk.next_to_hide(&found) else {
                return Err(Withheld::Before);
            };
            desk.hidden[cell] = true;
        }
        if desk.hidden.iter().all(|hidden| *hidden) {
            return Err(Withheld::TooFew);
        }
        let figures = table.cells.iter().zip(&desk.hidden);
        let figures = figures.map(|(cell, hidden)| (!hidden).then(|| sum(&self.people, cell)));
        let shown = ShownTable {
            shape: table.shape,
            figures: figures.collect(),
        };
        Ok((shown, desk.hidden))
    }
}

fn sum(people: &[u32], groups: &Groups) -> u64 {
    groups.iter().map(|group| u64::from(people[*group])).sum()
}

/// A table while it is looked at.
struct Desk<'a> {
    table: &'a Table,
    lines: Vec<Vec<usize>>,
    threshold: u64,
    /// The people as if nobody were in a cell that is too small: what is hidden must not depend on who is (P10).
    without: Vec<u32>,
    /// Cells that may be told because nobody is in them.
    plain: Vec<bool>,
    hidden: Vec<bool>,
}

/// A sum that too much is known of, and the cells one of which has to be hidden for it, where that is plain.
struct Told {
    groups: Groups,
    by: Vec<usize>,
}

impl<'a> Desk<'a> {
    fn open(wave: &Wave, table: &'a Table, rules: Rules) -> Self {
        let threshold = u64::from(rules.threshold);
        let mut without = wave.people.clone();
        let small = |cell: &&Groups| sum(&wave.people, cell) < threshold;
        let earlier = wave.hidden.iter().filter(small);
        for group in table.cells.iter().filter(small).chain(earlier).flatten() {
            without[*group] = 0;
        }
        let is_plain = |cell: &Groups| !table.is_sensitive && sum(&wave.people, cell) == 0;
        Self {
            table,
            lines: table.lines(),
            threshold,
            without,
            plain: table.cells.iter().map(is_plain).collect(),
            hidden: vec![false; table.cells.len()],
        }
    }

    fn count(&self, cell: usize) -> u64 {
        sum(&self.without, &self.table.cells[cell])
    }

    /// Hides what is about too few people. What leaves too few beside it is a difference of two figures, which is looked at later.
    fn hide_small(&mut self) {
        for cell in 0..self.hidden.len() {
            self.hidden[cell] = self.count(cell) < self.threshold && !self.plain[cell];
        }
    }

    /// The first sum of which too much is known: a hidden cell of this table or of an earlier one, or too few people who are the
    /// difference of two published figures.
    fn first_told(&self, wave: &Wave) -> Option<Told> {
        if let Some(line) = self.first_in_line() {
            return Some(line);
        }
        let cells = || self.table.cells.iter().zip(&self.hidden);
        let shown = cells()
            .filter(|(_, hidden)| !**hidden)
            .map(|(cell, _)| cell);
        let mut published: Vec<&Groups> = shown.chain(&wave.published).collect();
        published.sort();
        published.dedup();
        let known = published.iter().map(|groups| Sum {
            groups: (*groups).clone(),
            people: sum(&self.without, groups),
        });
        let known: Vec<Sum> = known.collect();
        let hidden = cells().filter(|(_, hidden)| **hidden).map(|(cell, _)| cell);
        let mut hidden = hidden.chain(&wave.hidden);
        let is_told = |groups: &&Groups| !is_hidden(&known, groups);
        if let Some(groups) = hidden.find(is_told) {
            return Some(Told {
                groups: groups.clone(),
                by: Vec::new(),
            });
        }
        for whole in &published {
            for part in published
                .iter()
                .filter(|part| *part != whole && part.is_subset(whole))
            {
                let rest: Groups = whole.difference(part).copied().collect();
                let people = sum(&self.without, &rest);
                let is_plain = !self.table.is_sensitive && sum(&wave.people, &rest) == 0;
                if people < self.threshold && !is_plain {
                    let is_one = |cell: &usize| {
                        let groups = &self.table.cells[*cell];
                        groups == *part || groups == *whole
                    };
                    let by = (0..self.table.cells.len()).filter(is_one).collect();
                    return Some(Told { groups: rest, by });
                }
            }
        }
        None
    }

    /// A hidden cell that its line alone gives away: it is the only one, or those that are hidden have too few people together.
    /// The proof would find the same; this is quicker.
    fn first_in_line(&self) -> Option<Told> {
        self.lines.iter().find_map(|line| {
            let (total, cells) = line.split_last()?;
            let mut hidden = cells.iter().filter(|cell| self.hidden[**cell]);
            let people: u64 = hidden.clone().map(|cell| self.count(*cell)).sum();
            let count = hidden.clone().count();
            let is_told = match self.hidden[*total] {
                true => count == 0,
                false => count == 1 || count > 1 && people < LEAST_WIDTH,
            };
            let told = is_told.then(|| hidden.next().unwrap_or(total));
            told.map(|cell| Told {
                groups: self.table.cells[*cell].clone(),
                by: line.clone(),
            })
        })
    }

    /// The cell to hide next. One that stands in lines of which something is hidden already hides most and costs least; of several
    /// the one of the fewest people, so that the most is told.
    fn next_to_hide(&self, told: &Told) -> Option<usize> {
        let cost = |cell: &usize| {
            let lines = self.lines.iter().filter(|line| line.contains(cell));
            let bare = lines.filter(|line| !line.iter().any(|other| self.hidden[*other]));
            (bare.count(), self.count(*cell), *cell)
        };
        let best = |cells: &dyn Fn(&usize) -> bool| {
            let shown = (0..self.hidden.len()).filter(|cell| !self.hidden[*cell]);
            shown.filter(cells).min_by_key(cost)
        };
        let own = self
            .table
            .cells
            .iter()
            .position(|cell| *cell == told.groups);
        let is_beside = |cell: &usize| {
            let mut lines = self.lines.iter();
            own.is_some_and(|own| lines.any(|line| line.contains(&own) && line.contains(cell)))
        };
        let touches = |cell: &usize| !self.table.cells[*cell].is_disjoint(&told.groups);
        best(&|cell| told.by.contains(cell))
            .or_else(|| best(&is_beside))
            .or_else(|| best(&touches))
            .or_else(|| best(&|_| true))
    }
}
