//! The methods paragraph, drafted from data: every number leads to where it comes from (study O12).

use formats::report::{Block, Report, Words};
use platform::access::Viewer;
use platform::{App, Result};

use super::draft::{Draft, draft};
use super::facts::Facts;
use super::file::Topic;
use super::linked::{Sentence, Source};
use super::output::texts;
use crate::acts::read_trail;

/// What the paragraph tells, in this order.
const TOPICS: [Topic; 21] = [
    Topic::Questions,
    Topic::Stance,
    Topic::Design,
    Topic::Sampling,
    Topic::Approach,
    Topic::SampleSize,
    Topic::NonParticipation,
    Topic::Information,
    Topic::Relationship,
    Topic::Interviewers,
    Topic::Period,
    Topic::Setting,
    Topic::Guides,
    Topic::Lengths,
    Topic::Recording,
    Topic::FieldNotes,
    Topic::Transcripts,
    Topic::Coders,
    Topic::CodingTree,
    Topic::Saturation,
    Topic::Themes,
];
/// What ends it.
const END: [Topic; 2] = [Topic::Software, Topic::Ethics];

/// The paragraph over these facts.
pub(super) fn paragraph(facts: &Facts) -> Draft {
    draft(&[&TOPICS[..], &END].concat(), facts)
}

/// The paragraph of the study of the request, as whoever asks may see it.
pub(super) async fn of(app: &App, viewer: &Viewer) -> Result<Draft> {
    let trail = read_trail(app, viewer.scope()?.id).await?;
    Ok(paragraph(&Facts::of(app, viewer, &trail).await?))
}

/// The paragraph as a document with its sources.
pub(crate) async fn report(app: &App, viewer: &Viewer) -> Result<Report> {
    let base = format!("/studies/{}", viewer.scope()?.slug);
    Ok(document(&of(app, viewer).await?, &base))
}

/// The paragraph for a set that is released: its sentences alone. Where they come from are pages that nobody outside can open.
pub(crate) async fn released(app: &App, viewer: &Viewer) -> Result<Report> {
    let text = texts(&of(app, viewer).await?.sentences);
    Ok(Report {
        title: "Methods paragraph".to_owned(),
        lead: None,
        blocks: vec![match text.is_empty() {
            true => Block::Note("Nothing can be drafted yet.".to_owned()),
            false => Block::Paragraph(text),
        }],
        footer: String::new(),
    })
}

/// A draft as a document; `base` is the address of the study.
pub(super) fn document(draft: &Draft, base: &str) -> Report {
    let mut sources: Vec<Source> = Vec::new();
    for source in draft.sentences.iter().flat_map(Sentence::sources) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    let place = |source: Source| {
        sources
            .iter()
            .position(|one| *one == source)
            .map(|at| at + 1)
    };
    let mut words: Vec<Words> = Vec::new();
    for (index, sentence) in draft.sentences.iter().enumerate() {
        if index > 0 {
            words.push(Words {
                text: " ".to_owned(),
                source: None,
            });
        }
        words.extend(sentence.0.iter().map(|piece| Words {
            text: piece.text.clone(),
            source: piece.source.and_then(place),
        }));
    }
    let mut blocks = Vec::new();
    match words.is_empty() {
        true => blocks.push(Block::Note("Nothing can be drafted yet.".to_owned())),
        false => blocks.push(Block::Sourced(words)),
    }
    if !draft.missing.is_empty() {
        blocks.push(Block::Heading("What is missing".to_owned()));
        blocks.extend(draft.missing.iter().map(|one| Block::Note(one.text())));
    }
    if !sources.is_empty() {
        blocks.push(Block::Heading("Where it comes from".to_owned()));
        let sources = sources.iter();
        let named = sources.map(|source| format!("{} ({base}/{})", source.name(), source.path()));
        blocks.push(Block::Sources(named.collect()));
    }
    Report {
        title: "Methods paragraph".to_owned(),
        lead: Some(
            "Drafted from what the study holds. What is underlined leads to where it comes from; the words around it are yours to change."
                .to_owned(),
        ),
        blocks,
        footer: String::new(),
    }
}
