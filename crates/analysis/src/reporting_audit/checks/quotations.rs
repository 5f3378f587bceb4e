//! A09, A23, A31: the words that are printed as somebody's.

use std::collections::BTreeMap;

use super::{
    NO_DOCUMENTS, NO_MANUSCRIPT, NO_QUOTES, Outcome, QUOTES, at_quote, finding, named, not_run,
};
use crate::quotes::{Change, Quote};
use crate::reporting_audit::context::{Context, cut};
use crate::reporting_audit::findings::{Finding, Place, Severity, Words};
use crate::reporting_audit::prose::{Marked, Prose, Quotation};
use crate::reporting_audit::verbatim::{Location, Near, Verdict, Voice, words};
use study::documents::Kind;
use study::participants::Status;

const A09: (&str, Severity) = ("A09", Severity::Error);
const A23: (&str, Severity) = ("A23", Severity::Notice);
const A31: (&str, Severity) = ("A31", Severity::Error);

/// A09: every quotation of the manuscript and of the quotes is verbatim (study R63).
pub(in crate::reporting_audit) fn verbatim(context: &Context) -> Outcome {
    let Some(corpus) = &context.corpus else {
        return not_run(NO_DOCUMENTS);
    };
    if context.facts.quotes.is_none() && context.prose.is_none() {
        return not_run("neither quotes nor a manuscript are there");
    }
    let mut findings = Vec::new();
    for (quote, verdict) in context.facts.quotes.iter().flatten().zip(&context.selected) {
        let place = at_quote(quote, "quote");
        findings.extend(judged(context, named(quote), place, verdict));
        if let Verdict::Said { at, .. } = verdict {
            findings.extend(elsewhere(context, quote, at, |handle| {
                corpus.is_said_in(&quote.text, handle)
            }));
        }
    }
    if let Some(prose) = &context.prose {
        for (quotation, verdict) in context.printed() {
            let subject = subject_of(prose, quotation);
            findings.extend(judged(
                context,
                subject,
                place_of(prose, quotation),
                verdict,
            ));
        }
    }
    Outcome::Ran(findings)
}

fn subject_of(prose: &Prose, quotation: &Quotation) -> String {
    let words: Vec<&str> = quotation.text.split_whitespace().take(5).collect();
    let number = prose.passages[quotation.passage].number;
    format!("quotation in paragraph {number}: “{} …”", words.join(" "))
}

fn place_of(prose: &Prose, quotation: &Quotation) -> Place {
    prose.place(quotation.passage, cut(&quotation.text))
}

fn judged(context: &Context, subject: String, place: Place, verdict: &Verdict) -> Option<Finding> {
    match verdict {
        Verdict::Said { .. } | Verdict::TooShort => None,
        Verdict::Altered(near) => Some(altered(subject, place, near)),
        Verdict::Absent => Some(absent(context, subject, place)),
    }
}

fn altered(subject: String, place: Place, near: &Near) -> Finding {
    let said = near.difference.said();
    let how = match near.words {
        0 => "the punctuation or the capitals differ".to_owned(),
        1 => "one word differs".to_owned(),
        some => format!("{some} words differ"),
    };
    let message = format!(
        "Printed “{}”; in {}, turn {}, it is “{}”: {how}.",
        place.text, near.document, near.turn, said
    );
    let settle = "Print the words as they were said, and mark what is left out with … and what is put in with brackets.";
    let transcript = Place {
        turn: Some(near.turn),
        ..Place::whole(&near.document, said)
    };
    let mut found = finding(A09, subject, message, settle)
        .at(place)
        .at(transcript);
    let parts = near.difference.parts.iter();
    found.difference = parts
        .map(|(change, words)| Words {
            which: match change {
                Change::Same => "same",
                Change::Lacking => "said",
                Change::Added => "printed",
            },
            words: words.clone(),
        })
        .collect();
    found
}

fn absent(context: &Context, subject: String, place: Place) -> Finding {
    let documents = context.facts.documents.as_deref().unwrap_or_default();
    let transcripts = documents
        .iter()
        .filter(|one| one.kind == Kind::Transcript)
        .count();
    let interviews = context.completed().count();
    let message = format!(
        "“{}” stands in none of the {transcripts} transcripts, nor anything near it.",
        place.text
    );
    let settle = match transcripts < interviews {
        true => format!(
            "Look in the transcripts that are missing here, as {interviews} interviews are completed; else take the quotation out."
        ),
        false => {
            "Find where it was said and print those words, or take the quotation out.".to_owned()
        }
    };
    let searched = Place::whole("transcripts", format!("{transcripts} searched"));
    finding(A09, subject, message, settle)
        .at(place)
        .at(searched)
}

/// A quote whose words stand in another document than its row says.
fn elsewhere(
    context: &Context,
    quote: &Quote,
    at: &Location,
    is_said_in: impl Fn(&str) -> bool,
) -> Option<Finding> {
    let documents = context.facts.documents.as_deref().unwrap_or_default();
    let own: Vec<&str> = match &quote.document {
        Some(document) => vec![document.as_str()],
        None => {
            let participant = quote.participant.as_deref()?;
            let theirs = documents
                .iter()
                .filter(|one| one.participant.as_deref() == Some(participant));
            theirs.map(|one| one.handle.as_str()).collect()
        }
    };
    let known = own.iter().any(|handle| context.document(handle).is_some());
    if !known || own.iter().any(|handle| is_said_in(handle)) {
        return None;
    }
    let message = format!(
        "Row {} gives {} as the source, and the words stand in {}, turn {}.",
        quote.row,
        own.join(", "),
        at.document,
        at.turn
    );
    let settle = "Correct the participant or the document of the row.";
    let column = if quote.document.is_some() {
        "document"
    } else {
        "participant"
    };
    let found = Place {
        turn: Some(at.turn),
        ..Place::whole(&at.document, cut(&quote.text))
    };
    Some(
        finding(A09, named(quote), message, settle)
            .at(Place::row(QUOTES, quote.row, column, own.join(", ")))
            .at(found),
    )
}

/// A31: the quoted words are a participant's, not the interviewer's, and notes are not shown as interviews.
pub(in crate::reporting_audit) fn voices(context: &Context) -> Outcome {
    let Some(corpus) = &context.corpus else {
        return not_run(NO_DOCUMENTS);
    };
    if context.facts.quotes.is_none() && context.prose.is_none() {
        return not_run("neither quotes nor a manuscript are there");
    }
    if !corpus.tells_voices() {
        return not_run(
            "no transcript says which words are the interviewer's, and there are no field notes",
        );
    }
    let mut findings = Vec::new();
    for (quote, verdict) in context.facts.quotes.iter().flatten().zip(&context.selected) {
        let is_note = quote.is_note;
        findings.extend(voiced(
            named(quote),
            at_quote(quote, "quote"),
            verdict,
            is_note,
        ));
    }
    if let Some(prose) = &context.prose {
        for (quotation, verdict) in context.printed() {
            let told = tells_of_notes(prose, quotation);
            let place = place_of(prose, quotation);
            findings.extend(voiced(subject_of(prose, quotation), place, verdict, told));
        }
    }
    Outcome::Ran(findings)
}

fn voiced(subject: String, place: Place, verdict: &Verdict, is_note: bool) -> Option<Finding> {
    let Verdict::Said { at, .. } = verdict else {
        return None;
    };
    let (severity, message, settle) = match at.voice {
        Voice::Participant => return None,
        Voice::Note if is_note => return None,
        Voice::Note => (
            Severity::Error,
            format!(
                "“{}” is of the field note {} and is shown as said in an interview.",
                place.text, at.document
            ),
            "Say that it is of a field note, and whose.",
        ),
        Voice::Interviewer => (
            Severity::Error,
            format!(
                "“{}” are the interviewer’s words, in {}, turn {}.",
                place.text, at.document, at.turn
            ),
            "Quote what was answered.",
        ),
        Voice::Other => (
            Severity::Warning,
            format!(
                "“{}” was said in {}, turn {}, by somebody who is neither its participant nor known as interviewer.",
                place.text, at.document, at.turn
            ),
            "Settle who speaks there.",
        ),
    };
    let source = Place {
        turn: Some(at.turn),
        ..Place::whole(&at.document, place.text.clone())
    };
    Some(
        finding((A31.0, severity), subject, message, settle)
            .at(place)
            .at(source),
    )
}

/// Whether what stands around a quotation says that it is of field notes.
fn tells_of_notes(prose: &Prose, quotation: &Quotation) -> bool {
    let passage = &prose.passages[quotation.passage];
    let from = quotation.passage.saturating_sub(2);
    let near = prose.passages[from..]
        .iter()
        .take(4)
        .map(|one| one.text.as_str());
    let heading = passage.heading.as_deref().into_iter();
    let label = quotation.label.as_deref().into_iter();
    near.chain(heading).chain(label).any(|text| {
        let lower = text.to_lowercase();
        ["field note", "fieldnote", "autoethnograph", "diary"]
            .iter()
            .any(|word| lower.contains(word))
    })
}

/// A23: each selected quote is printed, each printed quotation is selected.
pub(in crate::reporting_audit) fn selected(context: &Context) -> Outcome {
    let Some(quotes) = &context.facts.quotes else {
        return not_run(NO_QUOTES);
    };
    let Some(prose) = &context.prose else {
        return not_run(NO_MANUSCRIPT);
    };
    let chosen: Vec<Bag> = quotes.iter().map(|quote| Bag::of(&quote.text)).collect();
    let printed = prose
        .quotations
        .iter()
        .filter(|one| one.marked != Marked::Literature);
    let printed: Vec<(&Quotation, Bag)> = printed.map(|one| (one, Bag::of(&one.text))).collect();
    let withdrawn = |quote: &&Quote| {
        let speaker = context.speaker(quote);
        let mut participants = context.facts.participants.iter().flatten();
        participants
            .any(|one| one.status == Status::Withdrawn && Some(one.participant.as_str()) == speaker)
    };
    let mut findings = Vec::new();
    for (quote, bag) in quotes.iter().zip(&chosen) {
        if withdrawn(&quote) || printed.iter().any(|(_, other)| bag.is_like(other)) {
            continue;
        }
        let message = format!(
            "The quote in row {} is selected and nowhere in the manuscript.",
            quote.row
        );
        let settle = "Print it, or take it out of the selection.";
        findings.push(
            finding(A23, named(quote), message, settle)
                .at(at_quote(quote, "quote"))
                .at(Place::whole("manuscript", "not printed")),
        );
    }
    for one in &context.printed {
        let quotation = &prose.quotations[one.quotation];
        let said = match &one.verdict {
            Verdict::Said { at, .. } => at.voice == Voice::Participant,
            Verdict::Altered(_) => true,
            Verdict::Absent | Verdict::TooShort => false,
        };
        let bag = Bag::of(&quotation.text);
        if !said || chosen.iter().any(|other| bag.is_like(other)) {
            continue;
        }
        let message = format!(
            "“{}” is printed and not among the selected quotes.",
            cut(&quotation.text)
        );
        let settle = "Add it to the selection, with its theme and its questions.";
        findings.push(
            finding(A23, subject_of(prose, quotation), message, settle)
                .at(place_of(prose, quotation))
                .at(Place::whole(QUOTES, "not selected")),
        );
    }
    Outcome::Ran(findings)
}

/// The words of a text with how often each stands there.
struct Bag {
    words: BTreeMap<String, usize>,
    count: usize,
}

impl Bag {
    fn of(text: &str) -> Self {
        let mut bag = Self {
            words: BTreeMap::new(),
            count: 0,
        };
        for word in words(text).into_iter().filter(|word| !word.core.is_empty()) {
            *bag.words.entry(word.core).or_default() += 1;
            bag.count += 1;
        }
        bag
    }

    /// Whether three quarters of the shorter one stand in the longer one: one may be cut or have a slip.
    fn is_like(&self, other: &Self) -> bool {
        let shared = self.words.iter().map(|(word, count)| {
            let theirs = other.words.get(word).copied().unwrap_or(0);
            theirs.min(*count)
        });
        let shorter = self.count.min(other.count);
        shorter > 0 && shared.sum::<usize>() * 4 >= shorter * 3
    }
}
