//! Contrast of the pairs that the sheet promises, computed from the sheet itself as WCAG 2.2 defines it.

use std::collections::BTreeMap;

/// Text needs this much.
const TEXT: f64 = 4.5;
/// Edges of controls, marks of charts and large text need this much.
const GRAPHICS: f64 = 3.0;

/// What is drawn, on which grounds, and how far they must stand apart.
const PAIRS: &[(&[&str], &[&str], f64)] = &[
    (&["edge"], &["paper", "sheet", "wash"], GRAPHICS),
    (
        &["ink"],
        &["paper", "sheet", "wash", "find", "accent-wash"],
        TEXT,
    ),
    (&["soft"], &["paper", "sheet", "wash", "accent-wash"], TEXT),
    (
        &["accent"],
        &["paper", "sheet", "wash", "accent-wash"],
        TEXT,
    ),
    (&["on-accent"], &["accent", "accent-deep"], TEXT),
    (&["ok"], &["ok-wash", "paper", "sheet"], TEXT),
    (&["wait"], &["wait-wash", "paper", "sheet"], TEXT),
    (&["no"], &["no-wash", "paper", "sheet"], TEXT),
    (&["ink"], &["ok-wash", "wait-wash", "no-wash"], TEXT),
    (&["on-no"], &["no"], TEXT),
    (&["on-night"], &["night"], TEXT),
    (
        &["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"],
        &["paper", "sheet"],
        TEXT,
    ),
];

type Theme = BTreeMap<String, [u8; 3]>;

#[test]
fn every_promised_pair_of_colours_stands_far_enough_apart_in_light_and_in_dark() {
    let (light, dark) = themes(include_str!("static/enid.css"));
    let mut faults = Vec::new();
    for (theme, name) in [(&light, "light"), (&dark, "dark")] {
        for (fronts, grounds, least) in PAIRS {
            for (front, ground) in fronts
                .iter()
                .flat_map(|front| grounds.iter().map(move |ground| (*front, *ground)))
            {
                let found = contrast(theme[front], theme[ground]);
                if found < *least {
                    faults.push(format!(
                        "{name}: {front} on {ground} is {found:.2}, not {least}"
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn browsers_without_two_themes_get_the_same_light_one() {
    let sheet = include_str!("static/enid.css");
    let (light, _) = themes(sheet);
    let (_, fallback) = sheet
        .split_once("@supports not (color: light-dark(")
        .expect("the sheet has a part for such browsers");
    let block = fallback
        .split_once("/* 2 ")
        .map_or(fallback, |(block, _)| block);
    let plain: Theme = declarations(block)
        .filter_map(|(name, value)| Some((name.to_owned(), colour(value)?)))
        .collect();
    assert_eq!(plain, light);
}

#[test]
fn contrast_is_that_of_the_guideline() {
    assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
    assert!((contrast([119; 3], [255; 3]) - 4.48).abs() < 0.01);
    assert!((contrast([255; 3], [255; 3]) - 1.0).abs() < 1e-9);
}

/// The colours of the sheet's first block, light and dark.
fn themes(sheet: &str) -> (Theme, Theme) {
    let mut light = Theme::new();
    let mut dark = Theme::new();
    for (name, value) in declarations(sheet) {
        let pair = value
            .strip_prefix("light-dark(")
            .and_then(|rest| rest.strip_suffix(')'))
            .and_then(|pair| pair.split_once(", "));
        if let Some((day, night)) = pair
            && let (Some(day), Some(night)) = (colour(day), colour(night))
        {
            light.insert(name.to_owned(), day);
            dark.insert(name.to_owned(), night);
        }
    }
    assert!(light.len() > 25, "the colours were not found in the sheet");
    (light, dark)
}

/// Name and value of each custom property, in the order of the sheet.
fn declarations(sheet: &str) -> impl Iterator<Item = (&str, &str)> {
    sheet.split([';', '{', '}']).filter_map(|part| {
        let part = part.rsplit_once("*/").map_or(part, |(_, code)| code);
        let (name, value) = part.trim().split_once(':')?;
        Some((name.strip_prefix("--")?, value.trim()))
    })
}

fn colour(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Relative luminance, as WCAG defines it.
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let share = f64::from(part) / 255.0;
        if share <= 0.04045 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}
