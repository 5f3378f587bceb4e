//! Invented projects: one by hand, and as many by dice as are wanted.

use formats::refi_qda::model::{
    About, Anchor, Code, Coding, Colour, Project, Source, Stamp, Text, TextDocument, TextPlace,
    TextSelection, User,
};
use jiff::Timestamp;
use uuid::Uuid;

pub fn guid(number: u128) -> Uuid {
    Uuid::from_u128(0x5eed_0000_0000_4000_8000_0000_0000_0000 + number)
}

pub fn stamp(user: u128, second: i64) -> Stamp {
    Stamp {
        user: Some(guid(user)),
        at: Some(Timestamp::from_second(1_930_000_000 + second).unwrap()),
    }
}

pub fn note(number: u128, text: &str, by: Stamp) -> TextDocument {
    TextDocument {
        about: About {
            guid: guid(number),
            created: by,
            ..About::default()
        },
        text: Some(Text::new(text)),
        inline: true,
        ..TextDocument::default()
    }
}

pub fn selection(number: u128, (start, end): (i64, i64), codings: Vec<Coding>) -> TextSelection {
    TextSelection {
        about: About {
            guid: guid(number),
            ..About::default()
        },
        place: TextPlace {
            start,
            end,
            anchor: Anchor::Placed,
        },
        codings,
    }
}

pub fn coding(number: u128, code: u128, by: Stamp) -> Coding {
    Coding {
        guid: guid(number),
        code: guid(code),
        created: by,
        note_refs: Vec::new(),
    }
}

/// A project of two analysts, three codes and one text, in which everything stands that is kept.
pub fn doors() -> Project {
    let code = |number: u128, name: &str, children: Vec<Code>| Code {
        guid: guid(number),
        name: name.to_owned(),
        codable: number != 10,
        colour: (number == 11).then_some(Colour(0xff, 0, 0)),
        description: (number == 11).then(|| "To go".to_owned()),
        note_refs: Vec::new(),
        children,
    };
    let mut first = selection(
        30,
        (0, 5),
        vec![coding(40, 11, stamp(1, 0)), coding(41, 12, stamp(1, 60))],
    );
    first.about.note_refs.push(guid(50));
    let mut marked = coding(42, 11, stamp(2, 120));
    marked.note_refs.push(guid(51));
    let second = selection(31, (6, 8), vec![marked]);
    let doubted = TextSelection {
        place: TextPlace {
            start: 700,
            end: 709,
            anchor: Anchor::Unverified,
        },
        ..selection(32, (0, 0), vec![coding(43, 12, stamp(2, 180))])
    };
    Project {
        name: "Doors".to_owned(),
        users: [(1, "Quilla Canary"), (2, "R9")]
            .into_iter()
            .map(|(number, name)| User {
                guid: guid(number),
                name: Some(name.to_owned()),
                id: None,
            })
            .collect(),
        codes: vec![code(
            10,
            "Doors",
            vec![
                code(11, "Leaving", Vec::new()),
                code(12, "Staying", Vec::new()),
            ],
        )],
        sources: vec![Source::Text(TextDocument {
            about: About {
                guid: guid(20),
                name: Some("D1.txt".to_owned()),
                ..About::default()
            },
            // An emoji before the second passage, an empty line, and the end of a line at the end.
            text: Some(Text::new("Doors 🚪.\n\nShe left.\n")),
            selections: vec![first, second, doubted],
            ..TextDocument::default()
        })],
        notes: vec![
            note(50, "It opens there.", stamp(1, 200)),
            note(51, "A door, drawn.", stamp(2, 300)),
        ],
        ..Project::default()
    }
}

/// Numbers that look like those of dice, the same each time.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }

    fn words(&mut self, most: u64) -> String {
        const PIECES: [&str; 12] = [
            "door ",
            "a",
            "é",
            "e\u{301}",
            "🚪",
            "\n",
            "\n\n",
            " ",
            "“no”",
            "<b>",
            "\u{202e}x",
            "漢",
        ];
        let count = 1 + self.below(most);
        (0..count)
            .map(|_| PIECES[usize::try_from(self.below(12)).unwrap()])
            .collect()
    }
}

/// A project by dice: texts with everything that shifts positions, nested codes, several analysts, notes on all that can have one.
pub fn random(seed: u64) -> Project {
    let mut dice = Dice::new(seed);
    let users = 1 + u128::from(dice.below(3));
    let codes = 1 + u128::from(dice.below(9));
    let mut project = Project {
        name: "By dice".to_owned(),
        users: (0..users)
            .map(|number| User {
                guid: guid(1000 + number),
                name: Some(format!("P{number}")),
                id: None,
            })
            .collect(),
        ..Project::default()
    };
    for number in 0..codes {
        let code = Code {
            guid: guid(2000 + number),
            name: format!("Code {number} {}", dice.words(3).replace('\n', " ").trim()),
            codable: dice.below(4) > 0,
            colour: (dice.below(2) == 0).then_some(Colour(0x1f, 0x63, 0x74)),
            description: (dice.below(2) == 0).then(|| format!("What it is: {}", dice.words(4))),
            ..Code::default()
        };
        match project.codes.last_mut().filter(|_| dice.below(2) == 0) {
            Some(above) => above.children.push(code),
            None => project.codes.push(code),
        }
    }
    let mut number = 10_000;
    for at in 0..1 + dice.below(3) {
        let text = dice.words(60);
        let length = i64::try_from(text.chars().count()).unwrap();
        let mut document = TextDocument {
            about: About {
                guid: guid(3000 + u128::from(at)),
                name: Some(format!("T{at}.txt")),
                ..About::default()
            },
            text: Some(Text::new(text)),
            ..TextDocument::default()
        };
        for _ in 0..dice.below(12) {
            let start = i64::try_from(dice.below(u64::try_from(length).unwrap())).unwrap();
            let end = (start + 1 + i64::try_from(dice.below(20)).unwrap()).min(length);
            let by = stamp(
                1000 + u128::from(dice.below(u64::try_from(users).unwrap())),
                i64::try_from(dice.below(1 << 20)).unwrap(),
            );
            let code = 2000 + u128::from(dice.below(u64::try_from(codes).unwrap()));
            number += 10;
            let mut coding = coding(number, code, by);
            let mut selection = selection(number + 1, (start, end), Vec::new());
            if dice.below(4) == 0 {
                project.notes.push(note(
                    number + 2,
                    &format!("N{number} {}", dice.words(5)),
                    by,
                ));
                match dice.below(3) {
                    0 => coding.note_refs.push(guid(number + 2)),
                    1 => selection.about.note_refs.push(guid(number + 2)),
                    _ => document.about.note_refs.push(guid(number + 2)),
                }
            }
            if dice.below(6) == 0 {
                selection.place = TextPlace {
                    start: start + 5_000,
                    end: end + 5_000,
                    anchor: Anchor::Unverified,
                };
            }
            selection.codings.push(coding);
            document.selections.push(selection);
        }
        project.sources.push(Source::Text(document));
    }
    project
}
