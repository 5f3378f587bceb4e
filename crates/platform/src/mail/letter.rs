//! A letter in parts, written out as plain text and as HTML.

use askama::Template;

use super::Mail;

/// A letter. Nothing in it is loaded from anywhere, and no address in it tells that it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// A neutral title that tells a bystander nothing.
    pub subject: String,
    /// Such as `Dear Dr Example,`.
    pub greeting: String,
    /// What it says, in order.
    pub parts: Vec<Part>,
    /// Who writes; lines are kept.
    pub closing: String,
}

/// A part of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A paragraph; lines are kept.
    Text(String),
    /// An address to open.
    Link {
        /// What opening it does, as on a button.
        label: String,
        /// The whole address.
        href: String,
    },
    /// Names and values, a line each.
    Rows(Vec<(String, String)>),
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct Page<'a> {
    letter: &'a Letter,
}

impl Letter {
    /// The letter to an address.
    pub fn mail(self, to: impl Into<String>) -> Mail {
        let html = Page { letter: &self }
            .render()
            .expect("a template of texts is written into memory");
        Mail {
            to: to.into(),
            body: self.text(),
            html: Some(html),
            subject: self.subject,
            ..Mail::default()
        }
    }

    /// The letter as plain text, an empty line between its parts.
    pub fn text(&self) -> String {
        let parts = self.parts.iter().map(|part| match part {
            Part::Text(text) => text.clone(),
            Part::Link { label, href } => format!("{label}:\n\n{href}"),
            Part::Rows(rows) => {
                let lines: Vec<String> = rows
                    .iter()
                    .map(|(name, value)| format!("{name}: {value}"))
                    .collect();
                lines.join("\n")
            }
        });
        let all: Vec<String> = [self.greeting.clone()]
            .into_iter()
            .chain(parts)
            .chain([self.closing.clone()])
            .collect();
        all.join("\n\n") + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter {
        Letter {
            subject: "Protected teaching".into(),
            greeting: "Dear Dr O’Neill & <Sons>,".into(),
            parts: vec![
                Part::Text("A place is kept for you.".into()),
                Part::Link {
                    label: "See when and where".into(),
                    href: "https://enid.example/links/abc?next=%2Fx&y=\"1\"".into(),
                },
                Part::Rows(vec![
                    ("When".into(), "Wednesday".into()),
                    ("Where".into(), "Quay House".into()),
                ]),
            ],
            closing: "Dr Pat Example\nSaltmarsh".into(),
        }
    }

    #[test]
    fn the_plain_text_says_everything_in_order_with_an_empty_line_between() {
        assert_eq!(
            letter().text(),
            "Dear Dr O’Neill & <Sons>,\n\nA place is kept for you.\n\nSee when and where:\n\n\
             https://enid.example/links/abc?next=%2Fx&y=\"1\"\n\nWhen: Wednesday\nWhere: Quay House\n\n\
             Dr Pat Example\nSaltmarsh\n"
        );
    }

    #[test]
    fn the_html_says_the_same_escaped_and_loads_nothing() {
        let html = letter().mail("pat@example.org").html.unwrap();
        for words in [
            "A place is kept for you.",
            "See when and where",
            "Quay House",
            "Dr Pat Example<br>",
        ] {
            assert!(html.contains(words), "{words}: {html}");
        }
        for never in [
            "<Sons>", "y=\"1\"", "<img", "<script", "<link", "src=", "url(",
        ] {
            assert!(!html.contains(never), "{never}: {html}");
        }
        // Once as the address of the link, once to read.
        assert_eq!(html.matches("/links/abc").count(), 2);
    }
}
