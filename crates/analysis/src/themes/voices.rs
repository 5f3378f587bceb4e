//! Whose voices a theme rests on: one mark a quote, under whoever is quoted, cohort by cohort (study R44, look section 8).

/// Between one person and the next, in pixels.
const STEP: usize = 86;
/// People in a row.
const A_ROW: usize = 8;
/// Between one mark and the next.
const MARK: usize = 14;
/// Marks under each other begin anew after so many.
const MARKS: usize = 5;
/// The line of a name.
const LINE: usize = 20;
/// Longest name that stands above the next one's place.
const LETTERS: usize = 10;

/// The chart, with where everything in it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voices {
    /// In pixels.
    pub width: usize,
    /// In pixels.
    pub height: usize,
    /// The chart in a sentence.
    pub label: String,
    /// The cohorts in the order in which they are first met.
    pub cohorts: Vec<Cohort>,
}

/// The people of one cohort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cohort {
    /// Its name.
    pub name: String,
    /// The line on which that stands.
    pub y: usize,
    /// Everybody who was interviewed.
    pub people: Vec<Voice>,
}

/// One person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// The working pseudonym.
    pub name: String,
    /// The same, cut where it would run into the next.
    pub short: String,
    /// Left edge.
    pub x: usize,
    /// The line of the name.
    pub y: usize,
    /// The upper left corner of a mark for each quote; one for nobody's, dashed, where there is none.
    pub marks: Vec<(usize, usize)>,
    /// How many quotes are theirs.
    pub quotes: usize,
}

impl Voices {
    /// The spread of quotes, each by whom, over people with their cohorts.
    pub fn of(people: &[(String, String)], quoted: &[String]) -> Self {
        let mut names: Vec<&String> = Vec::new();
        for (cohort, _) in people {
            if !names.contains(&cohort) {
                names.push(cohort);
            }
        }
        let mut cohorts = Vec::new();
        let mut y = LINE;
        for name in names {
            let own = people.iter().filter(|(cohort, _)| cohort == name);
            let own: Vec<(&String, usize)> = own
                .map(|(_, person)| (person, quoted.iter().filter(|q| *q == person).count()))
                .collect();
            let head = y;
            let mut placed = Vec::new();
            y += MARK - 4;
            for row in own.chunks(A_ROW) {
                let most = row.iter().map(|(_, quotes)| *quotes).max().unwrap_or(0);
                let lines = most.div_ceil(MARKS).max(1);
                for (at, (person, quotes)) in row.iter().enumerate() {
                    placed.push(voice(person, *quotes, (at * STEP, y), lines));
                }
                y += lines * MARK + LINE + 8;
            }
            cohorts.push(Cohort {
                name: name.clone(),
                y: head,
                people: placed,
            });
            y += LINE;
        }
        Self {
            width: A_ROW * STEP,
            height: y,
            label: label(&cohorts),
            cohorts,
        }
    }
}

fn voice(name: &str, quotes: usize, (x, top): (usize, usize), lines: usize) -> Voice {
    let mark = |at: usize| (x + (at % MARKS) * MARK, top + (at / MARKS) * MARK);
    let short: String = match name.chars().count() > LETTERS {
        true => name.chars().take(LETTERS - 1).chain(['…']).collect(),
        false => name.to_owned(),
    };
    Voice {
        name: name.to_owned(),
        short,
        x,
        y: top + lines * MARK + LINE - 6,
        marks: (0..quotes.max(1)).map(mark).collect(),
        quotes,
    }
}

/// Who is quoted how often, and which cohort not at all.
fn label(cohorts: &[Cohort]) -> String {
    let people = cohorts.iter().flat_map(|cohort| &cohort.people);
    let quoted = people.filter(|person| person.quotes > 0);
    let said: Vec<String> = quoted
        .map(|person| format!("{} {}", person.name, person.quotes))
        .collect();
    let is_silent = |cohort: &&Cohort| cohort.people.iter().all(|person| person.quotes == 0);
    let silent = cohorts.iter().filter(is_silent);
    let silent: Vec<&str> = silent.map(|cohort| cohort.name.as_str()).collect();
    let mut label = match said.is_empty() {
        true => "Quotes by participant: none yet.".to_owned(),
        false => format!("Quotes by participant: {}.", said.join(", ")),
    };
    if !said.is_empty() && !silent.is_empty() {
        label.push_str(&format!(" Nobody of {}.", silent.join(", ")));
    }
    label
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(list: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(cohort, name): &(&str, &str)| ((*cohort).to_owned(), (*name).to_owned());
        list.iter().map(owned).collect()
    }

    #[test]
    fn every_quote_has_a_mark_and_whoever_is_not_quoted_one_of_their_own() {
        let people = people(&[
            ("Members", "Wren"),
            ("Members", "Knot"),
            ("Organisers", "Flint"),
        ]);
        let quoted: Vec<String> = vec!["Wren".to_owned(); 7];
        let voices = Voices::of(&people, &quoted);
        assert_eq!(
            voices.label,
            "Quotes by participant: Wren 7. Nobody of Organisers."
        );
        let members = &voices.cohorts[0].people;
        assert_eq!(members[0].marks.len(), 7);
        assert_eq!(members[0].marks[5], (0, members[0].marks[0].1 + MARK));
        assert_eq!((members[1].marks.len(), members[1].quotes), (1, 0));
        assert!(
            voices.cohorts[1].y > members[0].y,
            "cohorts stand under each other"
        );
    }

    #[test]
    fn a_long_list_breaks_into_rows_and_a_long_name_is_cut() {
        let long = "a-very-long-pseudonym";
        let list: Vec<(String, String)> = (0..9)
            .map(|at| ("M".to_owned(), format!("{long}{at}")))
            .collect();
        let voices = Voices::of(&list, &[]);
        let people = &voices.cohorts[0].people;
        assert_eq!(people[8].x, 0);
        assert!(people[8].y > people[7].y);
        assert_eq!(people[0].short, "a-very-lo…");
        assert_eq!(voices.label, "Quotes by participant: none yet.");
        assert_eq!(Voices::of(&[], &[]).cohorts, []);
    }
}
