//! What may be thought about in the name of a theme (study R43). It is advice: it asks, and hinders nothing.

/// Nouns that name a topic where `of`, `to` or `for` follows.
const TOPICS: [&str; 17] = [
    "benefit",
    "benefits",
    "barrier",
    "barriers",
    "challenge",
    "challenges",
    "experience",
    "experiences",
    "view",
    "views",
    "impact",
    "impacts",
    "role",
    "roles",
    "importance",
    "factor",
    "factors",
];
/// What follows them.
const LINKS: [&str; 3] = ["of", "to", "for"];
/// Words with which two others are no pair of nouns: who, where, how, and what is done.
const NO_NOUNS: [&str; 64] = [
    "a", "about", "after", "again", "against", "all", "alone", "an", "and", "apart", "are", "as",
    "at", "away", "back", "be", "before", "behind", "but", "by", "can", "do", "down", "for",
    "from", "had", "has", "he", "her", "his", "i", "if", "in", "is", "it", "my", "never", "no",
    "not", "nothing", "of", "off", "on", "one", "or", "our", "out", "over", "she", "so", "still",
    "that", "their", "they", "this", "to", "together", "up", "was", "we", "what", "when", "who",
    "with",
];
const ARTICLES: [&str; 3] = ["the", "a", "an"];
/// As many words that a name shares with a question are the question's own wording.
const OWN_WORDING: usize = 3;
/// Words that every question has.
const COMMON: [&str; 32] = [
    "a", "about", "an", "and", "any", "are", "as", "at", "by", "did", "do", "does", "for", "from",
    "how", "in", "into", "is", "it", "of", "on", "or", "that", "the", "their", "them", "they",
    "to", "was", "were", "what", "with",
];

/// One thing to think about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Advice {
    /// It says of what it speaks, with this word, and not what is said.
    Topic(String),
    /// A noun alone, or two.
    BareNoun,
    /// The words of this question.
    Question(String),
    /// The name of this cohort.
    Cohort(String),
    /// Two ideas, joined by "and".
    TwoIdeas,
}

impl Advice {
    /// The advice in sentences, without the name.
    pub fn in_words(&self) -> String {
        match self {
            Self::Topic(word) => {
                format!("“{word}” begins a list of what there was. What is said about it?")
            }
            Self::BareNoun => "It names a topic. What is said about it?".to_owned(),
            Self::Question(label) => {
                format!("It repeats {label}. What is the answer; what is said about it?")
            }
            Self::Cohort(name) => {
                format!("It names the cohort {name}, whoever they are. What is said about it?")
            }
            Self::TwoIdeas => {
                "Two ideas stand in it, joined by “and”. What is said about both, or are they two themes?".to_owned()
            }
        }
    }
}

/// What a study asks and whom, as far as names are held against it.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Research questions and questions of guides: what they are called, and their wording.
    pub questions: Vec<(String, String)>,
    /// The cohorts, as they are called.
    pub cohorts: Vec<String>,
}

/// What may be thought about in a name; nothing for most.
pub fn advise(name: &str, asked: &Asked) -> Vec<Advice> {
    let words = words_of(name);
    let bare = match words.first().map(String::as_str) {
        Some(first) if ARTICLES.contains(&first) => &words[1..],
        _ => &words[..],
    };
    let mut found = Vec::new();
    found.extend(topic(&words).map(Advice::Topic));
    if is_bare(bare) {
        found.push(Advice::BareNoun);
    }
    let question = asked.questions.iter().find(|(_, wording)| {
        let wording = words_of(wording);
        repeats(&words, &wording)
    });
    found.extend(question.map(|(label, _)| Advice::Question(label.clone())));
    let cohort = asked.cohorts.iter().find(|cohort| is_cohort(bare, cohort));
    found.extend(cohort.map(|cohort| Advice::Cohort(cohort.clone())));
    let joined = words.iter().position(|word| word == "and");
    if joined.is_some_and(|at| at > 0 && at + 1 < words.len()) {
        found.push(Advice::TwoIdeas);
    }
    found
}

/// The words in lower case, typographic apostrophes as plain ones, `&` as a word.
fn words_of(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace('’', "'").replace('&', " and ");
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-');
    words
        .map(|word| word.trim_start_matches('\''))
        .filter(|word| !word.is_empty() && *word != "-")
        .map(str::to_owned)
        .collect()
}

/// The topic of "barriers to …" and of "barriers and facilitators of …".
fn topic(words: &[String]) -> Option<String> {
    let begins = |at: usize| {
        let mut next = at + 1;
        while words
            .get(next)
            .is_some_and(|word| word == "and" || word == "or")
        {
            next += 2;
        }
        words
            .get(next)
            .is_some_and(|word| LINKS.contains(&word.as_str()))
    };
    let found = words
        .iter()
        .enumerate()
        .find(|(at, word)| TOPICS.contains(&word.as_str()) && begins(*at));
    found.map(|(_, word)| word.clone())
}

/// One word, or two of which none is a word that nouns do not have beside them and the first is nothing that is done.
fn is_bare(words: &[String]) -> bool {
    match words {
        [_] => true,
        [first, second] => {
            let is_noun = |word: &String| !NO_NOUNS.contains(&word.as_str());
            is_noun(first) && is_noun(second) && !first.ends_with("ing") && !second.ends_with("ly")
        }
        _ => false,
    }
}

/// Whether a name stands in a question as it is, or shares all its own words with it.
fn repeats(name: &[String], question: &[String]) -> bool {
    let own = |word: &&String| !COMMON.contains(&word.as_str());
    let stands =
        name.len() >= OWN_WORDING && question.windows(name.len()).any(|window| window == name);
    let said: Vec<&String> = name.iter().filter(own).collect();
    stands || (said.len() >= OWN_WORDING && said.iter().all(|word| question.contains(word)))
}

/// Whether a name is a cohort, or what is a cohort's: "members", "members' experience".
fn is_cohort(words: &[String], cohort: &str) -> bool {
    let cohort = words_of(cohort);
    let one = |word: &str| {
        let word = word.trim_end_matches('\'').trim_end_matches("'s");
        word.trim_end_matches('s').to_owned()
    };
    let folded = |words: &[String]| words.iter().map(|word| one(word)).collect::<Vec<_>>();
    if cohort.is_empty() || words.len() < cohort.len() {
        return false;
    }
    let (head, rest) = words.split_at(cohort.len());
    let owns = head.last().is_some_and(|word| word.contains('\''));
    folded(head) == folded(&cohort) && (rest.is_empty() || (owns && rest.len() == 1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn asked() -> Asked {
        Asked {
            questions: vec![
                (
                    "RQ1".to_owned(),
                    "How was release from clinical work arranged and experienced?".to_owned(),
                ),
                (
                    "the guide of members".to_owned(),
                    "What did the group change in how you work?".to_owned(),
                ),
            ],
            cohorts: vec!["members".to_owned(), "Not offered a place".to_owned()],
        }
    }

    fn advice(name: &str) -> Vec<Advice> {
        advise(name, &asked())
    }

    #[test]
    fn a_name_that_says_something_gets_no_advice() {
        for name in [
            "The rota says no so that nobody has to",
            "An hour held by one person",
            "Putting the bag down",
            "Holding on",
            "Less alone in the same queue",
            "Keeping the door open",
            "Nights that do not end in the morning",
            "Members keep the room",
            "The role nobody asked for",
            "Experience does not count here",
            "In charge without being told",
            "",
        ] {
            assert_eq!(advice(name), [], "{name}");
        }
    }

    #[test]
    fn a_list_of_what_there_was_is_asked_what_is_said() {
        for (name, word) in [
            ("Benefits of the group", "benefits"),
            ("Barriers to attendance", "barriers"),
            ("Perceived challenges for residents", "challenges"),
            ("Experiences of night work", "experiences"),
            ("The views of organisers", "views"),
            ("Impact of rotas", "impact"),
            ("The role of the consultant", "role"),
            ("The importance of being asked", "importance"),
            ("Factors for staying", "factors"),
            ("Factors or reasons for staying", "factors"),
        ] {
            assert_eq!(advice(name), [Advice::Topic(word.to_owned())], "{name}");
        }
        assert_eq!(
            advice("Barriers and facilitators of attendance"),
            [Advice::Topic("barriers".to_owned()), Advice::TwoIdeas]
        );
    }

    #[test]
    fn a_noun_alone_or_a_pair_is_a_topic() {
        for name in [
            "Belonging",
            "Night work",
            "The room",
            "Peer support",
            "Trust",
        ] {
            assert_eq!(advice(name), [Advice::BareNoun], "{name}");
        }
    }

    #[test]
    fn the_wording_of_a_question_is_no_answer_to_it() {
        for (name, label) in [
            ("Release from clinical work", "RQ1"),
            ("Arranged release, experienced release", "RQ1"),
            ("Change in how you work", "the guide of members"),
        ] {
            let found = advice(name);
            assert!(
                found.contains(&Advice::Question(label.to_owned())),
                "{name}: {found:?}"
            );
        }
        assert_eq!(advice("Release is won again every week"), []);
    }

    #[test]
    fn a_cohort_is_nobody_s_theme() {
        for (name, cohort) in [
            ("Members", "members"),
            ("The member", "members"),
            ("Members’ experience", "members"),
            ("Not offered a place", "Not offered a place"),
        ] {
            let found = advice(name);
            assert!(
                found.contains(&Advice::Cohort(cohort.to_owned())),
                "{name}: {found:?}"
            );
        }
    }

    #[test]
    fn two_ideas_may_be_two_themes() {
        for name in ["Leaving early and coming late", "Sleep & the drive home"] {
            assert_eq!(advice(name), [Advice::TwoIdeas], "{name}");
        }
        assert_eq!(advice("And nobody asked"), []);
    }

    proptest! {
        #[test]
        fn no_name_stops_the_advice(name in ".{0,60}", question in ".{0,60}", cohort in ".{0,20}") {
            let asked = Asked { questions: vec![("Q".to_owned(), question)], cohorts: vec![cohort] };
            for advice in advise(&name, &asked) {
                prop_assert!(advice.in_words().contains('?'));
            }
        }
    }
}
