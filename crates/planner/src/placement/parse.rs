use super::problem::{PROBLEM_SCHEMA, Problem};
use super::solution::{SOLUTION_SCHEMA, Solution};

/// Largest number of value, cost and distance: sums over all residents stay far from overflow.
const LARGEST: i64 = 1_000_000_000;
/// Most residents, slots x sites and slots x venues.
const MOST: usize = 4_000_000;

/// Why a file is not a placement problem or a solution.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlacementError {
    /// Not JSON, or a field is missing or of the wrong kind.
    #[error("line {line}, column {column}: {what}")]
    Json {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the reader says.
        what: String,
    },
    /// The file says it is something else.
    #[error("schema: this is {found:?}, expected {expected:?}")]
    Schema {
        /// What the file says.
        found: String,
        /// What it should say.
        expected: &'static str,
    },
    /// A value that cannot be.
    #[error("{place}: {what}")]
    Value {
        /// Where, such as `value[3][7]`.
        place: String,
        /// What is wrong with it.
        what: String,
    },
}

/// Reads a `balint-plan/1` problem.
///
/// # Errors
/// The first thing that is wrong, with its place in the file.
pub fn parse(bytes: &[u8]) -> Result<Problem, PlacementError> {
    let problem: Problem = serde_json::from_slice(bytes).map_err(json)?;
    schema(&problem.schema, PROBLEM_SCHEMA)?;
    sizes(&problem)?;
    costs(&problem)?;
    indices(&problem)?;
    values(&problem)?;
    Ok(problem)
}

/// Reads a `balint-plan-solution/1`. Whether its numbers name anything is for
/// [`check`](super::check) to say.
///
/// # Errors
/// Not JSON, a field of the wrong kind, or another schema.
pub fn parse_solution(bytes: &[u8]) -> Result<Solution, PlacementError> {
    let solution: Solution = serde_json::from_slice(bytes).map_err(json)?;
    schema(&solution.schema, SOLUTION_SCHEMA)?;
    Ok(solution)
}

fn json(error: serde_json::Error) -> PlacementError {
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or(&text).to_owned();
    PlacementError::Json {
        line: error.line(),
        column: error.column(),
        what,
    }
}

fn schema(found: &str, expected: &'static str) -> Result<(), PlacementError> {
    if found == expected {
        return Ok(());
    }
    Err(PlacementError::Schema {
        found: found.chars().take(80).collect(),
        expected,
    })
}

fn sizes(problem: &Problem) -> Result<(), PlacementError> {
    let (slots, sites) = (problem.slots.len(), problem.sites.len());
    let products = [
        ("residents", problem.residents.len()),
        ("sites", sites.saturating_mul(slots)),
        ("venues", problem.venues.len().saturating_mul(slots)),
        ("facilitators", problem.facilitators.len()),
    ];
    for (place, count) in products {
        let what = || format!("{count} with the slots, at most {MOST} can be planned");
        ensure(count <= MOST, || place.to_owned(), what)?;
    }
    for (place, found, expected) in [
        ("travel", problem.travel.len(), sites),
        ("value", problem.value.len(), problem.residents.len()),
    ] {
        let what = || format!("{found} rows, expected {expected}");
        ensure(found == expected, || place.to_owned(), what)?;
    }
    let (least, most) = (problem.min_size, problem.max_size);
    let what = || "a group needs at least one member".to_owned();
    ensure(least >= 1, || "min_size".to_owned(), what)?;
    let what = || format!("{most} is less than min_size {least}");
    ensure(least <= most, || "max_size".to_owned(), what)
}

fn costs(problem: &Problem) -> Result<(), PlacementError> {
    number(problem.group_cost, || "group_cost".to_owned())?;
    number(problem.travel_cost_per_km, || {
        "travel_cost_per_km".to_owned()
    })
}

fn indices(problem: &Problem) -> Result<(), PlacementError> {
    let (slots, venues) = (problem.slots.len(), problem.venues.len());
    for (s, row) in problem.travel.iter().enumerate() {
        let mut seen = std::collections::BTreeSet::new();
        for (k, &(venue, km)) in row.iter().enumerate() {
            let place = || format!("travel[{s}][{k}]");
            index(venue, venues, "venues", place)?;
            ensure(seen.insert(venue), place, || format!("venue {venue} twice"))?;
            number(km, place)?;
            let cost = km.checked_mul(problem.travel_cost_per_km);
            let small = cost.is_some_and(|cost| cost <= LARGEST);
            ensure(small, place, || "the cost of this way is too large".into())?;
        }
    }
    for (j, facilitator) in problem.facilitators.iter().enumerate() {
        for (k, &slot) in facilitator.slots.iter().enumerate() {
            index(slot, slots, "slots", || {
                format!("facilitators[{j}].slots[{k}]")
            })?;
        }
    }
    for (r, resident) in problem.residents.iter().enumerate() {
        let place = || format!("residents[{r}].site");
        index(resident.site, problem.sites.len(), "sites", place)?;
    }
    Ok(())
}

fn values(problem: &Problem) -> Result<(), PlacementError> {
    let slots = problem.slots.len();
    for (r, row) in problem.value.iter().enumerate() {
        let found = row.len();
        let what = || format!("{found} values, expected one for each of {slots} slots");
        ensure(found == slots, || format!("value[{r}]"), what)?;
        for (t, &value) in row.iter().enumerate() {
            number(value, || format!("value[{r}][{t}]"))?;
        }
    }
    Ok(())
}

fn index(
    found: usize,
    count: usize,
    of: &str,
    place: impl Fn() -> String,
) -> Result<(), PlacementError> {
    ensure(found < count, place, || {
        format!("{found} names nothing; there are {count} {of}, counted from 0")
    })
}

fn number(found: i64, place: impl Fn() -> String) -> Result<(), PlacementError> {
    ensure((0..=LARGEST).contains(&found), place, || {
        format!("{found} is not between 0 and {LARGEST}")
    })
}

fn ensure(
    holds: bool,
    place: impl Fn() -> String,
    what: impl Fn() -> String,
) -> Result<(), PlacementError> {
    if holds {
        return Ok(());
    }
    let (place, what) = (place(), what());
    Err(PlacementError::Value { place, what })
}
