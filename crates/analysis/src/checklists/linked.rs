//! Sentences whose numbers and names lead to the page that they come from.

/// Declares the pages, each with its name and its address within the study.
macro_rules! sources {
    ($($(#[$doc:meta])* $source:ident = $name:literal, $path:literal;)*) => {
        /// A page of the study from which something comes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Source {
            $($(#[$doc])* $source,)*
        }

        impl Source {
            /// Every source.
            #[cfg(test)]
            pub(super) const ALL: &[Source] = &[$(Source::$source),*];

            /// What the page is called.
            pub(super) fn name(self) -> &'static str {
                match self {
                    $(Source::$source => $name,)*
                }
            }

            /// Its address within the study.
            pub(super) fn path(self) -> &'static str {
                match self {
                    $(Source::$source => $path,)*
                }
            }
        }
    };
}

sources! {
    /// Table 1 in summary.
    Table1 = "Table 1", "write-up";
    /// Table 2.
    Table2 = "Table 2", "write-up/table2";
    /// Questions by themes.
    Matrix = "Questions by themes", "write-up/question-theme-matrix";
    /// Stance, design, ethics.
    SetUp = "Set-up", "set-up";
    /// Aims of cohorts.
    Cohorts = "Cohorts", "set-up/cohorts";
    /// Interview guides.
    Guides = "Interview guides", "guides";
    /// The team, with statements of position and dual roles.
    Team = "Team", "team";
    /// The recruitment log.
    Recruitment = "Recruitment", "recruitment";
    /// Versions of the consent wording.
    Consent = "Consent", "consent";
    /// Who interviews whom.
    Interviewers = "Interviewers", "interviewers";
    /// Participants with what was held.
    Participants = "Participants", "participants";
    /// Recordings.
    Recordings = "Recordings", "recordings";
    /// Transcripts and their checks.
    Transcripts = "Transcripts", "transcripts";
    /// Field notes.
    FieldNotes = "Field notes", "field-notes";
    /// Saturation.
    Saturation = "Saturation", "saturation";
    /// The codebook.
    Codes = "Codes", "codes";
    /// Themes.
    Themes = "Themes", "themes";
    /// The thematic map.
    Map = "Thematic map", "themes/map";
    /// The trail.
    Trail = "Trail", "trail";
    /// The reporting audit.
    Audit = "Reporting audit", "reporting-audit";
    /// What leaves the study, whose files name the program.
    Outputs = "What leaves the study", "outputs";
}

/// Words of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    /// Where they come from.
    pub(super) source: Option<Source>,
    /// The number that they are, where they are one.
    pub(super) number: Option<usize>,
}

/// A sentence, piece by piece.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sentence(pub(super) Vec<Piece>);

impl Sentence {
    /// A sentence that begins with these words.
    pub(super) fn of(text: &str) -> Self {
        Self::default().say(text)
    }

    /// Words of ours.
    pub(super) fn say(mut self, text: &str) -> Self {
        self.0.push(Piece {
            text: text.to_owned(),
            source: None,
            number: None,
        });
        self
    }

    /// A number, with where it comes from.
    pub(super) fn number(mut self, number: usize, source: Source) -> Self {
        self.0.push(Piece {
            text: number.to_string(),
            source: Some(source),
            number: Some(number),
        });
        self
    }

    /// A number of things: what one is called, and what several are.
    pub(super) fn count(self, number: usize, (one, many): (&str, &str), source: Source) -> Self {
        let thing = if number == 1 { one } else { many };
        self.number(number, source).say(&format!(" {thing}"))
    }

    /// Words of the study, with where they come from.
    pub(super) fn words(mut self, text: &str, source: Source) -> Self {
        self.0.push(Piece {
            text: text.to_owned(),
            source: Some(source),
            number: None,
        });
        self
    }

    /// Words of the study one after another, with `and` before the last.
    pub(super) fn list(mut self, all: &[String], source: Source) -> Self {
        for (index, text) in all.iter().enumerate() {
            if index > 0 {
                self = self.say(between(index, all.len()));
            }
            self = self.words(text, source);
        }
        self
    }

    /// The sentence without its sources.
    pub(super) fn text(&self) -> String {
        self.0.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// Where it comes from, each once, in its order.
    pub(super) fn sources(&self) -> Vec<Source> {
        let mut sources = Vec::new();
        for source in self.0.iter().filter_map(|piece| piece.source) {
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        sources
    }
}

/// What stands between two of several: a comma, or `and` before the last.
pub(super) fn between(index: usize, all: usize) -> &'static str {
    if index + 1 == all { " and " } else { ", " }
}
