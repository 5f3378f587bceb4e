//! What the study knows of itself, and what its manuscript says.

use std::collections::BTreeSet;

use jiff::civil::date;
use study::durations::InterviewLength;
use study::interviewers::matching::Acquaintance;
use study::participants::{Participant, Status};
use study::setup::Design;
use study::transcripts::deidentify::{Category, LISTED, Term};

use super::super::super::Facts;
use super::super::super::claims::{Claims, Lengths, Period};
use super::super::super::facts::{ChecklistAnswer, ChecklistItem, Guides, Roles, SaturationStance};
use super::super::super::numbers::ONES;
use super::maker::Maker;
use super::{about, checked, consent, held, minutes};

impl Maker {
    pub(super) fn facts(&mut self, cohorts: &[&str; 2]) -> Facts {
        let completed: Vec<Participant> = self
            .people
            .iter()
            .filter(|one| one.status == Status::Completed)
            .cloned()
            .collect();
        let ids: Vec<String> = completed
            .iter()
            .map(|one| one.participant.clone())
            .collect();
        let count = |cohort: &str| {
            u32::try_from(completed.iter().filter(|one| one.cohort == cohort).count()).expect("few")
        };
        let mut lengths: Vec<InterviewLength> =
            completed.iter().filter_map(|one| one.length).collect();
        lengths.sort_by_key(|length| length.seconds());
        let mean = lengths.iter().map(|one| one.seconds()).sum::<u32>()
            / u32::try_from(lengths.len()).expect("few");
        let length = |length: InterviewLength| Some((length, length.to_string()));
        let themes: Vec<String> = self
            .paths
            .iter()
            .filter(|path| path.len() == 1)
            .map(|path| path[0].clone())
            .collect();
        Facts {
            design: Some(Design::Reflexive),
            participants: Some(self.people.clone()),
            questions: Some(self.questions.clone()),
            question_cohorts: None,
            quotes: Some(self.quotes.clone()),
            themes: Some(self.paths.iter().map(|path| about(path)).collect()),
            documents: Some(self.documents.clone()),
            claims: Some(Claims {
                participants: u32::try_from(ids.len()).ok(),
                invited: u32::try_from(self.people.len()).ok(),
                period: Some(Period {
                    start: Some((date(2031, 2, 1), "February 2031".to_owned())),
                    end: Some((date(2031, 4, 30), "2031-04".to_owned())),
                }),
                cohorts: cohorts
                    .iter()
                    .map(|cohort| ((*cohort).to_owned(), count(cohort)))
                    .collect(),
                lengths: Lengths {
                    shortest: length(lengths[0]),
                    longest: length(lengths[lengths.len() - 1]),
                    mean: length(minutes((mean + 30) / 60)),
                },
                theme_count: u32::try_from(themes.len()).ok(),
                theme_names: themes,
                statements: Vec::new(),
            }),
            consents: Some(ids.iter().map(|id| consent(id)).collect()),
            held: Some(ids.iter().map(|id| held(id, Acquaintance::None)).collect()),
            accuracy: Some(
                self.documents
                    .iter()
                    .map(|one| checked(&one.handle, 1_800))
                    .collect(),
            ),
            withdrawals: None,
            roles: Some(vec![Roles {
                who: "PR1".to_owned(),
                parts: BTreeSet::from([
                    "an analyst".to_owned(),
                    "the participant-researcher".to_owned(),
                ]),
                declared: None,
            }]),
            guides: Some(Guides {
                used: ids
                    .iter()
                    .map(|id| (id.clone(), Some("1".to_owned())))
                    .collect(),
                cohorts: cohorts.iter().map(|cohort| (*cohort).to_owned()).collect(),
            }),
            checklist: Some(vec![ChecklistItem {
                item: "10".to_owned(),
                asks: "sampling".to_owned(),
                answer: ChecklistAnswer::Answered,
                location: Some("Methods".to_owned()),
            }]),
            saturation: Some(SaturationStance::NotClaimed),
            sealed: Some(vec![Term {
                text: "Quillhaven".to_owned(),
                category: Category::Place,
                kind: "hospital".to_owned(),
                reason: LISTED,
            }]),
            ..Facts::default()
        }
    }

    pub(super) fn text(&mut self, facts: &Facts, cohorts: &[&str; 2]) -> Vec<String> {
        let claims = facts.claims.as_ref().expect("made above");
        let spelled = self.dice.below(2) == 0;
        let number = |count: u32| match spelled {
            true => ONES[count as usize].to_owned(),
            false => count.to_string(),
        };
        let all = number(claims.participants.expect("made above"));
        let parts: Vec<String> = cohorts
            .iter()
            .map(|cohort| {
                let stated = claims.cohorts.iter().find(|(name, _)| name == cohort);
                format!("{} {cohort}", number(stated.expect("made above").1))
            })
            .collect();
        let themes = number(claims.theme_count.expect("made above"));
        let length =
            |of: &Option<(InterviewLength, String)>| of.as_ref().expect("made above").1.clone();
        let mut text = vec![
            "# What the door keeps".to_owned(),
            "Pat Example, pat@example.org".to_owned(),
            "# Abstract".to_owned(),
            format!("We interviewed {all} participants, {}. We developed {themes} themes.", parts.join(" and ")),
            "# Methods".to_owned(),
            format!("In all, {} participants were invited. Then {all} semi-structured interviews were conducted by people whom the participants did not know.", number(claims.invited.expect("made above"))),
            format!(
                "The interviews lasted between {} and {}, with a mean length of {}.",
                length(&claims.lengths.shortest),
                length(&claims.lengths.longest),
                length(&claims.lengths.mean)
            ),
            "All transcripts were checked against the recording. One of us had dual roles as participant-researcher and analyst. We did not seek saturation.".to_owned(),
            "Who took part is in Table 1, the themes are in Figure 1, the guide is in Appendix A.".to_owned(),
            "# Results".to_owned(),
            format!("We developed {themes} themes from what was said. Practice has been called “the longest road there ever is” (Roe, 2019)."),
            "Table 1. Interviews by cohort".to_owned(),
            format!("| {} | {} |", cohorts[0], cohorts[1]),
            "Figure 1. Themes".to_owned(),
        ];
        let mut last = None;
        for path in self.paths.clone() {
            let level = if path.len() == 1 { "##" } else { "###" };
            text.push(format!("{level} {}", path[path.len() - 1]));
            let rows: Vec<String> = self
                .quotes
                .iter()
                .filter(|quote| quote.path() == path)
                .map(|quote| quote.text.clone())
                .collect();
            for words in rows {
                text.push(
                    "This was told in more than one way, and one of them put it so:".to_owned(),
                );
                text.push(format!("“{words}”"));
            }
            last = Some(path);
        }
        assert!(last.is_some());
        text.extend([
            "# Discussion".to_owned(),
            "What was said here is of few people in one place.".to_owned(),
            "# Appendix A. Interview guide".to_owned(),
            "How did it begin for you?".to_owned(),
            "# References".to_owned(),
            "Roe J. “A title with many more words”. 2019.".to_owned(),
        ]);
        text
    }
}
