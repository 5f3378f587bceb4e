//! The report of an import or an export as a page shows it (Q21); names from files are text and nothing else (Q33).

use formats::coded_project::Project;
use formats::refi_qda::{Outcome, Report, shown};

use super::{ImportedProject, ImportedRefi};

/// Rows that a page lists of each kind.
const MOST: usize = 200;

/// So many alike are listed one by one.
const FEW: usize = 3;

/// A report for a page.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// What would be stored, in a sentence.
    pub(crate) summary: String,
    /// Who coded, as the file calls them.
    pub(crate) coders: Vec<String>,
    pub(crate) counts: Vec<Row>,
    /// How positions were understood, a line a text.
    pub(crate) positions: Vec<String>,
    /// Codings to be looked at.
    pub(crate) review: Vec<Row>,
    pub(crate) review_more: usize,
    pub(crate) left: Vec<Alike>,
    pub(crate) changed: Vec<Alike>,
    pub(crate) offered: Vec<Row>,
    pub(crate) notices: Vec<String>,
    /// How many items are not listed.
    pub(crate) more: usize,
}

/// Cells of a row.
#[derive(Debug, Default)]
pub(crate) struct Row(pub(crate) Vec<String>);

/// Things of which the same is to be known.
#[derive(Debug)]
pub(crate) struct Alike(pub(crate) Vec<Item>);

impl Alike {
    /// In the order of the first of each kind.
    fn of(items: impl Iterator<Item = Item>) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for item in items {
            let same = |one: &&mut Self| {
                let first = one.0.first();
                first.is_some_and(|first| (&first.rule, &first.why) == (&item.rule, &item.why))
            };
            match found.iter_mut().find(same) {
                Some(alike) => alike.0.push(item),
                None => found.push(Self(vec![item])),
            }
        }
        found
    }

    /// What they have in common, where they are too many to be read one by one.
    pub(crate) fn title(&self) -> Option<String> {
        let first = self.0.first().filter(|_| self.0.len() > FEW)?;
        Some(format!("{} alike: {}", self.0.len(), first.why))
    }
}

/// One thing that is to be known.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) rule: String,
    pub(crate) place: String,
    pub(crate) what: String,
    pub(crate) why: String,
}

impl Told {
    /// What a project or a codebook of REFI-QDA would bring.
    pub(crate) fn of_refi(told: &ImportedRefi) -> Self {
        let mut page = Self::of_report(&told.report);
        page.summary = in_words((told.documents, told.codes, told.codings, told.memos));
        page.coders = told.coders.iter().map(|name| shown(name)).collect();
        page.review = told
            .review
            .iter()
            .take(MOST)
            .map(|one| {
                let place = format!("{} to {}", one.start, one.end);
                Row(vec![shown(&one.document), shown(&one.code), place])
            })
            .collect();
        page.review_more = (told.review.len() + told.review_more).saturating_sub(page.review.len());
        let offered = told.offered.iter().take(MOST);
        page.offered = offered
            .map(|one| {
                Row(vec![
                    one.number.to_string(),
                    one.what.to_owned(),
                    shown(&one.name),
                    shown(&one.holds),
                    shown(&one.makes),
                ])
            })
            .collect();
        page.more += told.offered.len().saturating_sub(MOST);
        page.notices
            .extend(told.notices.iter().map(|notice| shown(notice)));
        page
    }

    /// What a project of Taguette or QualCoder would bring.
    pub(crate) fn of_project(project: &Project, told: &ImportedProject) -> Self {
        let coders = project.coders.iter();
        Self {
            summary: in_words((told.documents, told.codes, told.codings, told.memos)),
            coders: coders
                .map(|name| shown(name.as_deref().unwrap_or_default()))
                .collect(),
            left: Alike::of(project.left.iter().take(MOST).map(|left| Item {
                rule: String::new(),
                place: String::new(),
                what: shown(&left.what),
                why: shown(&left.why),
            })),
            notices: project.notes.iter().map(|note| shown(note)).collect(),
            more: project.left.len().saturating_sub(MOST),
            ..Self::default()
        }
    }

    /// What was read or written of a file of REFI-QDA.
    pub(crate) fn of_report(report: &Report) -> Self {
        let counts = report.counts.iter().map(|(element, count)| {
            let cells = [count.read, count.written, count.changed, count.dropped];
            let cells = cells.into_iter().map(|number| number.to_string());
            Row(std::iter::once((*element).to_owned())
                .chain(cells)
                .collect())
        });
        let of = |is: fn(Outcome) -> bool| {
            let items = report.findings.iter().filter(move |one| is(one.outcome));
            let items = items.take(MOST).map(|one| Item {
                rule: one.rule.to_owned(),
                place: shown(&one.place),
                what: shown(&one.what),
                why: one.why.to_owned(),
            });
            Alike::of(items)
        };
        let (left, changed) = (
            of(|outcome| outcome == Outcome::Dropped),
            of(|outcome| outcome != Outcome::Dropped),
        );
        let listed: usize = left.iter().chain(&changed).map(|alike| alike.0.len()).sum();
        let more: u64 = report.more.values().sum();
        let mut notices = Vec::new();
        if let Some(first) = &report.schema.first {
            notices.push(format!(
                "The file does not keep to the schema. First: {}",
                shown(first)
            ));
        }
        Self {
            counts: counts.collect(),
            positions: report
                .positions
                .iter()
                .take(MOST)
                .map(|positions| positions.words())
                .collect(),
            more: report.findings.len().saturating_sub(listed)
                + usize::try_from(more).unwrap_or(usize::MAX),
            left,
            changed,
            notices,
            ..Self::default()
        }
    }
}

fn in_words((documents, codes, codings, memos): (usize, usize, usize, usize)) -> String {
    let count = |count: usize, one: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {one}s"),
    };
    format!(
        "{}, {}, {} and {}",
        count(documents, "document"),
        count(codes, "code"),
        count(codings, "coding"),
        count(memos, "memo")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_things_of_which_the_same_is_to_be_known_stand_under_one_title() {
        let item = |what: usize, why: &str| Item {
            rule: "Q6".into(),
            place: String::new(),
            what: what.to_string(),
            why: why.into(),
        };
        let same = (0..4).map(|number| item(number, "there are eight colours"));
        let all = same.chain([
            item(4, "another reason"),
            item(5, "there are eight colours"),
        ]);
        let kinds = Alike::of(all);
        assert_eq!(kinds.len(), 2);
        assert_eq!(
            kinds[0].title().as_deref(),
            Some("5 alike: there are eight colours")
        );
        assert_eq!(kinds[0].0[4].what, "5");
        assert_eq!(kinds[1].title(), None);
    }
}
