//! A manuscript with the places of findings marked in it: rows of blocks, each with the findings that belong beside it. Pure.

use formats::manuscript::{Block, Kind, Manuscript};

use crate::reporting_audit::{Audit, Finding};

/// Blocks that stand together, and the findings beside them.
pub(super) struct Row {
    pub(super) blocks: Vec<Shown>,
    /// Places among the findings of the audit.
    pub(super) findings: Vec<usize>,
}

/// A block as it is shown.
pub(super) struct Shown {
    pub(super) kind: Kind,
    pub(super) number: u32,
    pub(super) segments: Vec<Segment>,
}

/// A stretch of a block.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) text: String,
    /// `no`, `wait`, `info` or `aside`, as the gravest finding on it has it; empty where there is none.
    pub(super) class: &'static str,
    /// The findings whose place ends here: their number from 1, their class and their check.
    pub(super) tags: Vec<(usize, &'static str, &'static str)>,
}

impl Shown {
    /// The element and the class by which a page shows it.
    pub(super) fn element(&self) -> (&'static str, &'static str) {
        match self.kind {
            Kind::Heading => ("h3", ""),
            Kind::Quotation => ("blockquote", ""),
            Kind::Caption => ("p", "caption"),
            Kind::Cell => ("p", "cell"),
            Kind::Box => ("p", "box"),
            Kind::Note => ("p", "note"),
            Kind::Paragraph | Kind::Indented => ("p", ""),
        }
    }
}

/// The class of a finding; the first is the gravest.
pub(super) fn class(finding: &Finding) -> &'static str {
    use crate::reporting_audit::Severity::{Error, Notice, Warning};
    match (&finding.set_aside, finding.severity) {
        (Some(_), _) => "aside",
        (None, Error) => "no",
        (None, Warning) => "wait",
        (None, Notice) => "info",
    }
}

fn grave(class: &str) -> usize {
    let order = ["no", "wait", "info", "aside"];
    order
        .iter()
        .position(|one| *one == class)
        .unwrap_or(order.len())
}

/// The rows of a manuscript in its order. What has no finding stands together; a finding stands beside the first of its places.
pub(super) fn rows(manuscript: &Manuscript, audit: &Audit) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for block in &manuscript.blocks {
        let mut hits = Vec::new();
        let mut beside = Vec::new();
        for (index, finding) in audit.findings.iter().enumerate() {
            let mut places = in_manuscript(finding);
            if places.next() == Some(block.number) {
                beside.push(index);
            }
            hits.extend(hits_of(block, (index, finding)));
        }
        // What weighs most stands first, else in the order of the checks.
        beside.sort_by_key(|index| grave(class(&audit.findings[*index])));
        let shown = Shown {
            kind: block.kind,
            number: block.number,
            segments: segments(&block.text, &hits),
        };
        match rows.last_mut() {
            Some(row) if beside.is_empty() && row.findings.is_empty() => row.blocks.push(shown),
            _ => rows.push(Row {
                blocks: vec![shown],
                findings: beside,
            }),
        }
    }
    rows
}

/// The numbers of the blocks in which a finding has a place.
pub(super) fn in_manuscript(finding: &Finding) -> impl Iterator<Item = u32> {
    let own = finding
        .places
        .iter()
        .filter(|place| place.source == "manuscript");
    own.filter_map(|place| place.paragraph)
}

/// Where a finding is within a block, in bytes.
struct Hit {
    start: usize,
    end: usize,
    tag: (usize, &'static str, &'static str),
}

fn hits_of(block: &Block, (index, finding): (usize, &Finding)) -> Vec<Hit> {
    let places = finding
        .places
        .iter()
        .filter(|place| place.source == "manuscript" && place.paragraph == Some(block.number));
    let hits = places.map(|place| {
        let words = place.text.strip_suffix(" …").unwrap_or(&place.text);
        let found = Some(words).filter(|words| !words.is_empty());
        let found = found.and_then(|words| Some((block.text.find(words)?, words.len())));
        // What is not found word for word has its mark at the end of the block.
        let (start, length) = found.unwrap_or((block.text.len(), 0));
        Hit {
            start,
            end: start + length,
            tag: (index + 1, class(finding), finding.check),
        }
    });
    hits.collect()
}

fn segments(text: &str, hits: &[Hit]) -> Vec<Segment> {
    let mut bounds: Vec<usize> = hits.iter().flat_map(|hit| [hit.start, hit.end]).collect();
    bounds.extend([0, text.len()]);
    bounds.sort_unstable();
    bounds.dedup();
    let mut segments: Vec<Segment> = Vec::new();
    for pair in bounds.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        let covering = hits
            .iter()
            .filter(|hit| hit.start <= start && end <= hit.end);
        let classes = covering.map(|hit| hit.tag.1);
        // One mark for all that a check finds in one place; the first stands beside it.
        let mut tags: Vec<(usize, &'static str, &'static str)> = Vec::new();
        for hit in hits.iter().filter(|hit| hit.end == end) {
            if !tags
                .iter()
                .any(|(_, kind, check)| (*kind, *check) == (hit.tag.1, hit.tag.2))
            {
                tags.push(hit.tag);
            }
        }
        segments.push(Segment {
            text: text[start..end].to_owned(),
            class: classes.min_by_key(|class| grave(class)).unwrap_or(""),
            tags,
        });
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(start: usize, end: usize, number: usize, class: &'static str) -> Hit {
        Hit {
            start,
            end,
            tag: (number, class, "A09"),
        }
    }

    #[test]
    fn the_segments_of_a_block_are_its_text_and_the_gravest_finding_marks_what_two_share() {
        let text = "One said it, and two heard it.";
        let segments = segments(
            text,
            &[
                hit(0, 12, 1, "wait"),
                hit(4, 8, 2, "no"),
                hit(30, 30, 3, "info"),
            ],
        );
        let joined: String = segments.iter().map(|one| one.text.as_str()).collect();
        assert_eq!(joined, text);
        let told: Vec<_> = segments
            .iter()
            .map(|one| (one.text.as_str(), one.class, one.tags.len()))
            .collect();
        assert_eq!(
            told,
            [
                ("One ", "wait", 0),
                ("said", "no", 1),
                (" it,", "wait", 1),
                (" and two heard it.", "", 1)
            ]
        );
    }

    #[test]
    fn a_finding_stands_beside_its_first_place_and_blocks_without_any_stand_together() {
        let text = "# Findings\n\nNine were asked.\n\nThe theme emerged from all of it.\n\nThey went.\n\nThey came.";
        let manuscript = formats::manuscript::read("m.md", text.as_bytes()).unwrap();
        let audit = crate::reporting_audit::audit(
            &crate::reporting_audit::Facts::default(),
            Some(&manuscript),
        );
        assert!(audit.findings.iter().any(|one| one.check == "A18"));
        let rows = rows(&manuscript, &audit);
        let shape: Vec<(usize, usize)> = rows
            .iter()
            .map(|row| (row.blocks.len(), row.findings.len()))
            .collect();
        assert_eq!(shape, [(2, 0), (1, 1), (2, 0)]);
        let marked = &rows[1].blocks[0].segments;
        assert!(marked.iter().any(|one| one.class == "info"), "{marked:?}");
    }
}
