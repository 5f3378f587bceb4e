//! The appendix for machines: one JSON object a line, each with the section it belongs to. Days, never times or identifiers
//! (study P14).

use super::super::codebook::Row;
use super::Appendix;
use crate::codes::CodeStatus;
use serde_json::{Value, json};

/// The lines of the appendix; the first says what the file is, with this foot.
pub(in crate::outputs) fn lines(appendix: &Appendix, foot: &str) -> String {
    let mut lines = vec![json!({
        "section": "about",
        "file": foot,
        "missing": appendix.missing(),
    })];
    lines.extend(appendix.phases.iter().map(|one| {
        json!({
            "section": "phase",
            "phase": one.phase,
            "by": one.who,
            "from": one.from,
            "until": one.until,
            "how": one.how,
        })
    }));
    lines.extend(appendix.acts.iter().map(|act| {
        json!({
            "section": "change",
            "day": act.day,
            "by": act.who,
            "phase": said(&act.phase),
            "kind": act.kind,
            "what": act.what,
            "why": act.whys,
            "taken_back": act.is_taken_back,
        })
    }));
    for (day, rows) in &appendix.codebooks {
        lines.extend(rows.iter().map(|row| code(row, json!(day))));
    }
    for theme in &appendix.themes {
        lines.push(json!({
            "section": "theme",
            "theme": theme.path,
            "status": theme.status,
            "concept": said(&theme.concept),
            "story": said(&theme.story),
        }));
        lines.extend(theme.events.iter().map(|told| {
            json!({
                "section": "theme-history",
                "theme": theme.path,
                "day": told.day,
                "by": told.who,
                "what": told.what,
                "why": said(&told.why),
            })
        }));
    }
    let quotes = appendix.quotes.iter().flatten();
    lines.extend(quotes.map(|quote| {
        json!({
            "section": "quote",
            "theme": quote.place,
            "quote": quote.words,
            "research_questions": quote.questions.lines().collect::<Vec<_>>(),
        })
    }));
    let lines = lines.iter().map(|line| format!("{line}\n"));
    lines.collect()
}

fn code(row: &Row, day: Value) -> Value {
    json!({
        "section": "codebook",
        "day": day,
        "number": row.number,
        "code": row.path,
        "definition": said(&row.definition),
        "in_use": row.status == CodeStatus::Active,
        "merged_into": said(&row.merged_into),
        "level": said(&row.level),
        "origin": said(&row.origin),
        "since": row.since,
        "changed": row.changed,
    })
}

fn said(text: &str) -> Value {
    match text {
        "" => Value::Null,
        text => text.into(),
    }
}
