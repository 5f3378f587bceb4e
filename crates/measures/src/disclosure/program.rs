//! The greatest and the least of a sum in whole numbers from 0 under equations: the simplex method in whole numbers, without
//! rounding, and branching where a corner is no whole number.
//!
//! In tables of one and two ways every corner is one, so that branching is for tables that are tied together in other ways.

use super::Unproved;

/// Most corners' problems that one question takes.
const MOST_BRANCHES: usize = 500;
/// Most steps from corner to corner.
const MOST_STEPS: usize = 20_000;

/// An equation: a factor for each unknown, and what they come to, from 0.
pub(super) type Equation = (Vec<i64>, u64);

/// The greatest that a sum of unknowns can be; none where it has no end. `sum` is a factor for each unknown.
///
/// # Errors
/// Nothing fits, or it takes too long.
pub(super) fn greatest(equations: &[Equation], sum: &[i64]) -> Result<Option<i128>, Unproved> {
    let mut best: Option<i128> = None;
    let mut open: Vec<Vec<Equation>> = vec![equations.to_vec()];
    let mut branches = 0;
    while let Some(equations) = open.pop() {
        branches += 1;
        if branches > MOST_BRANCHES {
            return Err(Unproved::TooHard);
        }
        let Some(corner) = Corner::greatest(&equations, sum)? else {
            continue;
        };
        let Some((value, unknowns)) = corner else {
            return Ok(None);
        };
        // A whole number is at most the whole part.
        if best.is_some_and(|best| value.0.div_euclid(value.1) <= best) {
            continue;
        }
        let split = unknowns
            .iter()
            .position(|(top, bottom)| top.rem_euclid(*bottom) != 0);
        let Some(place) = split else {
            best = Some(value.0 / value.1);
            continue;
        };
        let (top, bottom) = unknowns[place];
        let whole = u64::try_from(top.div_euclid(bottom)).map_err(|_| Unproved::TooHard)?;
        // At most the whole part, or at least one more: each with an unknown of its own for what is between.
        for (between, end) in [(1, whole), (-1, whole + 1)] {
            let mut equations = equations.clone();
            let length = equations
                .first()
                .map_or(sum.len(), |(factors, _)| factors.len());
            for (factors, _) in &mut equations {
                factors.push(0);
            }
            let mut factors = vec![0; length + 1];
            factors[place] = 1;
            factors[length] = between;
            equations.push((factors, end));
            open.push(equations);
        }
    }
    best.map(Some).ok_or(Unproved::Contradiction)
}

/// A fraction: what is above and below the line, which is positive.
type Fraction = (i128, i128);

/// A corner of what fits, as a table of whole numbers over one denominator.
struct Corner {
    /// A row for each equation: the factors of all unknowns, and behind them what they come to.
    rows: Vec<Vec<i128>>,
    /// Which unknown each row says.
    says: Vec<usize>,
    /// What is wanted less of, as a row like the others.
    cost: Vec<i128>,
    denominator: i128,
    steps: usize,
}

impl Corner {
    /// The greatest sum with the unknowns of its corner; the outer is none where nothing fits, the inner where there is no end.
    #[expect(clippy::type_complexity, reason = "read once, above")]
    fn greatest(
        equations: &[Equation],
        sum: &[i64],
    ) -> Result<Option<Option<(Fraction, Vec<Fraction>)>>, Unproved> {
        let unknowns = equations
            .first()
            .map_or(sum.len(), |(factors, _)| factors.len());
        let mut corner = Self::begin(equations, unknowns);
        if !corner.improve(unknowns + equations.len())? {
            return Err(Unproved::TooHard);
        }
        if corner.cost.last() != Some(&0) {
            return Ok(None);
        }
        corner.leave_helpers(unknowns)?;
        corner.want(sum, unknowns)?;
        if !corner.improve(unknowns)? {
            return Ok(Some(None));
        }
        let mut values = vec![(0, 1); unknowns];
        for (row, says) in corner.rows.iter().zip(&corner.says) {
            if let (Some(value), Some(end)) = (values.get_mut(*says), row.last()) {
                *value = (*end, corner.denominator);
            }
        }
        let total = corner.cost.last().copied().unwrap_or(0);
        Ok(Some(Some(((total, corner.denominator), values))))
    }

    /// A first corner with a helper for each equation, of which as little as possible is wanted.
    fn begin(equations: &[Equation], unknowns: usize) -> Self {
        let helpers = equations.len();
        let width = unknowns + helpers + 1;
        let mut rows = Vec::new();
        let mut cost = vec![0; width];
        for (place, (factors, end)) in equations.iter().enumerate() {
            let mut row: Vec<i128> = factors.iter().map(|factor| i128::from(*factor)).collect();
            row.resize(width, 0);
            row[unknowns + place] = 1;
            row[width - 1] = i128::from(*end);
            for (at, factor) in row.iter().enumerate() {
                if at < unknowns || at == width - 1 {
                    cost[at] -= factor;
                }
            }
            rows.push(row);
        }
        Self {
            rows,
            says: (unknowns..unknowns + helpers).collect(),
            cost,
            denominator: 1,
            steps: 0,
        }
    }

    /// Goes from corner to corner while it gets better; false where there is no end. The first unknown that helps goes in, so that
    /// no corner comes twice (Bland 1977).
    fn improve(&mut self, unknowns: usize) -> Result<bool, Unproved> {
        while let Some(enters) = (0..unknowns).find(|at| self.cost[*at] < 0) {
            self.steps += 1;
            if self.steps > MOST_STEPS {
                return Err(Unproved::TooHard);
            }
            let mut leaves: Option<usize> = None;
            for (place, row) in self
                .rows
                .iter()
                .enumerate()
                .filter(|(_, row)| row[enters] > 0)
            {
                let Some(other) = leaves else {
                    leaves = Some(place);
                    continue;
                };
                let end = |row: &[i128]| row.last().copied().unwrap_or(0);
                let here = times(end(row), self.rows[other][enters])?;
                let there = times(end(&self.rows[other]), row[enters])?;
                if here < there || here == there && self.says[place] < self.says[other] {
                    leaves = Some(place);
                }
            }
            match leaves {
                Some(place) => self.turn(place, enters)?,
                None => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Lets an unknown into the place of the one that a row says.
    fn turn(&mut self, place: usize, enters: usize) -> Result<(), Unproved> {
        let turned = self.rows[place].clone();
        let factor = turned[enters];
        let denominator = self.denominator;
        let turn = |row: &mut Vec<i128>| -> Result<(), Unproved> {
            let by = row[enters];
            for (cell, turned) in row.iter_mut().zip(&turned) {
                let next = times(*cell, factor)?.checked_sub(times(by, *turned)?);
                *cell = next.ok_or(Unproved::TooHard)? / denominator;
            }
            Ok(())
        };
        for (at, row) in self.rows.iter_mut().enumerate() {
            if at != place {
                turn(row)?;
            }
        }
        turn(&mut self.cost)?;
        self.says[place] = enters;
        self.denominator = factor;
        Ok(())
    }

    /// Takes the helpers, which are nothing by now, out of the rows; a row that says nothing else goes.
    fn leave_helpers(&mut self, unknowns: usize) -> Result<(), Unproved> {
        let mut place = 0;
        while place < self.rows.len() {
            if self.says[place] < unknowns {
                place += 1;
                continue;
            }
            match (0..unknowns).find(|at| self.rows[place][*at] != 0) {
                Some(enters) => {
                    if self.rows[place][enters] < 0 {
                        self.rows[place].iter_mut().for_each(|cell| *cell = -*cell);
                    }
                    self.turn(place, enters)?;
                    place += 1;
                }
                None => {
                    self.rows.remove(place);
                    self.says.remove(place);
                }
            }
        }
        Ok(())
    }

    /// Sets what is wanted: as much of a sum as there can be.
    fn want(&mut self, sum: &[i64], unknowns: usize) -> Result<(), Unproved> {
        let factor = |at: usize| i128::from(sum.get(at).copied().unwrap_or(0));
        let width = self.cost.len();
        let mut cost = vec![0; width];
        for (at, cell) in cost.iter_mut().enumerate().take(unknowns) {
            *cell = -times(factor(at), self.denominator)?;
        }
        for (row, says) in self.rows.iter().zip(&self.says) {
            let by = factor(*says);
            for (cell, factor) in cost.iter_mut().zip(row) {
                *cell = cell
                    .checked_add(times(by, *factor)?)
                    .ok_or(Unproved::TooHard)?;
            }
        }
        self.cost = cost;
        Ok(())
    }
}

fn times(one: i128, other: i128) -> Result<i128, Unproved> {
    one.checked_mul(other).ok_or(Unproved::TooHard)
}
