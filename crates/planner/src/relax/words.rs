use super::Relaxation;
use crate::Problem;

/// A few words for a list, without the gain.
pub(super) fn short(problem: &Problem, relaxation: Relaxation) -> String {
    match relaxation {
        Relaxation::Facilitator { slot: None } => "+1 experienced facilitator".into(),
        Relaxation::Facilitator { slot: Some(slot) } => {
            format!("+1 experienced facilitator {}", slot_name(problem, slot))
        }
        Relaxation::Cap { slot, .. } => format!("cap {} +1", slot_name(problem, slot)),
        Relaxation::Room { slot } => format!("+1 room {}", slot_name(problem, slot)),
        Relaxation::Offer { option } => format!("+ {}", problem.facts().options[option].label),
        Relaxation::MinSize => "least size -1".into(),
        Relaxation::MaxSize => "most size +1".into(),
    }
}

/// The change as the beginning of a sentence.
pub(super) fn what(problem: &Problem, relaxation: Relaxation) -> String {
    let policy = &problem.facts().policy;
    match relaxation {
        Relaxation::Facilitator { slot: None } => "One more experienced facilitator".into(),
        Relaxation::Facilitator { slot: Some(slot) } => {
            let slot = slot_name(problem, slot);
            format!("One more experienced facilitator on {slot}")
        }
        Relaxation::Cap { site, slot } => {
            let (site, slot) = (site_name(problem, site), slot_name(problem, slot));
            format!("One more doctor let go by {site} on {slot}")
        }
        Relaxation::Room { slot } => format!("One more room on {}", slot_name(problem, slot)),
        Relaxation::Offer { option } => {
            format!("Offering {}", problem.facts().options[option].label)
        }
        Relaxation::MinSize => {
            let least = policy.min_size;
            format!("Groups of at least {} instead of {least}", least - 1)
        }
        Relaxation::MaxSize => {
            let most = policy.max_size;
            format!("Groups of up to {} instead of {most}", most + 1)
        }
    }
}

pub(super) fn sentence(what: &str, gain: u64, facilitators: i64, release: i64) -> String {
    let places = if gain == 1 { "place" } else { "places" };
    let mut costs = Vec::new();
    if facilitators > 0 {
        costs.push(format!("{} of facilitators", hours(facilitators)));
    }
    if release > 0 {
        costs.push(format!("{} of release", hours(release)));
    }
    let costs = match costs.is_empty() {
        true => String::new(),
        false => format!(", for {} more", costs.join(" and ")),
    };
    format!("{what}: +{gain} {places}{costs}")
}

fn hours(minutes: i64) -> String {
    let tenths = (minutes + 3) / 6;
    let plural = if tenths == 10 { "hour" } else { "hours" };
    match tenths % 10 {
        0 => format!("{} {plural}", tenths / 10),
        part => format!("{}.{part} {plural}", tenths / 10),
    }
}

/// The time in the label of the slot's first option: what stands before the comma.
fn slot_name(problem: &Problem, slot: usize) -> &str {
    let options = problem.facts().options.iter().filter(|o| o.slot == slot);
    let label = options.map(|o| o.label.as_str()).min().unwrap_or_default();
    label.split(',').next().unwrap_or(label)
}

fn site_name(problem: &Problem, site: usize) -> &str {
    let mut sites = problem.facts().sites.iter();
    sites
        .find(|known| known.number == site)
        .map_or("the hospital", |known| known.name.as_str())
}
