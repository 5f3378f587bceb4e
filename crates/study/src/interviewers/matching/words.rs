//! A matching as aligned text.

use std::fmt;

use super::{Blocking, Matching};

/// `a`, `a and b`, `a, b and c`.
pub(in super::super) fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The pairs, the loads, then what is against the rules, given up or in the way; lines without a last line feed.
impl fmt::Display for Matching {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.pairs.len() + self.unmatched.len();
        writeln!(f, "matched  {} of {all}", self.pairs.len())?;
        let mut pairs = vec![["participant", "cohort", "interviewer", ""].map(str::to_owned)];
        pairs.extend(self.pairs.iter().map(|pair| {
            let remark = match (&pair.overridden, pair.confirmed) {
                (Some(reason), _) => format!("against the rules: {reason}"),
                (None, true) => "confirmed".to_owned(),
                (None, false) => String::new(),
            };
            [
                pair.participant.clone(),
                pair.cohort.clone(),
                pair.interviewer.clone(),
                remark,
            ]
        }));
        let mut loads = vec![["interviewer", "participants", "room for"].map(str::to_owned)];
        loads.extend(self.loads.iter().map(|load| {
            [
                load.interviewer.clone(),
                load.participants.to_string(),
                load.capacity.to_string(),
            ]
        }));
        write!(f, "\n{}\n\n{}", aligned(&pairs), aligned(&loads))?;
        for pair in &self.given_up {
            write!(
                f,
                "\n\nconfirmed and not kept: {} with {}",
                pair.participant, pair.interviewer
            )?;
        }
        if !self.unmatched.is_empty() {
            write!(f, "\n\nwithout an interviewer: {}", and(&self.unmatched))?;
        }
        if let Some(blocking) = &self.blocking {
            write!(f, "\n{}", explained(blocking))?;
        }
        Ok(())
    }
}

fn explained(blocking: &Blocking) -> String {
    let mut lines = vec![
        format!("in the way: {blocking}"),
        "it would help if".to_owned(),
    ];
    lines.extend(blocking.ways.iter().map(|way| format!("  {way}")));
    lines.join("\n")
}

/// Columns as wide as their widest cell, two spaces between them, nothing at the end of a line.
fn aligned<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or(0)
    };
    let widths: [usize; N] = std::array::from_fn(width);
    let lines = rows.iter().map(|row| {
        let cells = row.iter().zip(widths);
        let cells: Vec<String> = cells
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        cells.join("  ").trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}
