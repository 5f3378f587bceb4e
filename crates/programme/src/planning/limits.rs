//! What is decided before a plan is made: how many groups, how large, how long to search.

use axum::Extension;
use axum::extract::{Form, State};
use axum::response::Response;
use platform::access::Viewer;
use platform::{App, Error, FieldError, Result};
use serde::Deserialize;

use super::decide::change;
use super::make::Task;
use super::pages::to_board;
use super::searches;
use super::wishes::{Effort, Wishes};

/// Most groups that the slider offers.
const MOST_GROUPS: usize = 12;
/// Sizes that the sliders offer.
const SIZES: std::ops::RangeInclusive<usize> = 4..=16;

/// The sliders as the board shows them.
pub(super) struct Limits {
    pub(super) most_groups: usize,
    pub(super) all_groups: usize,
    pub(super) smallest: usize,
    pub(super) largest: usize,
    pub(super) least_size: usize,
    pub(super) most_size: usize,
    pub(super) efforts: Vec<(&'static str, &'static str, bool)>,
}

impl Limits {
    pub(super) fn of(wishes: &Wishes) -> Self {
        let usual = planner::Policy::default();
        let effort = |one: Effort, label| (one.word(), label, wishes.effort() == one);
        Self {
            most_groups: wishes.most_groups.unwrap_or(MOST_GROUPS),
            all_groups: MOST_GROUPS,
            smallest: wishes.smallest.unwrap_or(usual.min_size),
            largest: wishes.largest.unwrap_or(usual.max_size),
            least_size: *SIZES.start(),
            most_size: *SIZES.end(),
            efforts: vec![
                effort(Effort::Quick, "A quick look"),
                effort(Effort::Usual, "As usual"),
                effort(Effort::Thorough, "Thoroughly"),
            ],
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LimitsForm {
    most_groups: usize,
    smallest: usize,
    largest: usize,
    effort: String,
}

/// Keeps the sliders and plans again.
pub(super) async fn plan_again(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<LimitsForm>,
) -> Result<Response> {
    let wrong = |field, message: &str| {
        Error::Invalid(vec![FieldError {
            field,
            message: message.to_owned(),
        }])
    };
    if !(1..=MOST_GROUPS).contains(&form.most_groups) {
        return Err(wrong("most_groups", "Choose from 1 to 12 groups."));
    }
    if !SIZES.contains(&form.smallest) || !SIZES.contains(&form.largest) {
        return Err(wrong("smallest", "Choose sizes from 4 to 16."));
    }
    if form.smallest > form.largest {
        return Err(wrong(
            "largest",
            "The largest group cannot be smaller than the smallest.",
        ));
    }
    let effort: Effort = form
        .effort
        .parse()
        .map_err(|_| wrong("effort", "Choose how long to search."))?;
    let usual = planner::Policy::default();
    let other = |value: usize, usual: usize| (value != usual).then_some(value);
    change(&app, &viewer, |wishes| {
        wishes.most_groups = other(form.most_groups, MOST_GROUPS);
        wishes.smallest = other(form.smallest, usual.min_size);
        wishes.largest = other(form.largest, usual.max_size);
        wishes.effort = match effort {
            Effort::Usual => String::new(),
            effort => effort.word().into(),
        };
    })
    .await?;
    searches::begin(&app, &viewer, Task::Anew).await?;
    to_board(&viewer)
}
