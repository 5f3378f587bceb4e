//! Sources with what is selected in them.

use uuid::Uuid;

use super::super::super::model::*;
use super::Maker;

impl Maker {
    fn selected(&mut self) -> About {
        let guid = self.dice.guid();
        self.selections.push(guid);
        self.about(guid)
    }

    pub fn source(&mut self, at: usize) -> Source {
        let guid = self.dice.guid();
        self.sources.push(guid);
        // Sources of one name would get numbers when they are read.
        let name = format!("{at} {}", self.dice.name());
        let mut source = match self.dice.next(7) {
            0 => Source::Picture(self.picture(guid)),
            1 => Source::Pdf(self.pdf(guid)),
            2 => Source::Audio(self.recording(guid)),
            3 => Source::Video(self.recording(guid)),
            _ => Source::Text(self.document(guid, None)),
        };
        source.about_mut().name = Some(name);
        source
    }

    fn text(&mut self) -> Option<Text> {
        let lines = self.dice.some(4, |dice| dice.words(12));
        self.dice.maybe(|dice| {
            let beginning = ["", "", "", "%PDF-1.7 ", "\u{feff}", "nul\0 "][dice.next(6)];
            Text::new(format!("{beginning}{}", lines.join("\n")))
        })
    }

    fn place(&mut self, text: Option<&Text>) -> TextPlace {
        let length = text.map_or(0, |text| text.content.chars().count());
        let doubted = text.is_none() || self.dice.next(6) == 0;
        if doubted {
            return TextPlace {
                start: self.dice.next(200) as i64 - 50,
                end: self.dice.next(200) as i64,
                anchor: Anchor::Unverified,
            };
        }
        let (one, other) = (self.dice.next(length + 1), self.dice.next(length + 1));
        TextPlace {
            start: one.min(other) as i64,
            end: one.max(other) as i64,
            anchor: Anchor::Placed,
        }
    }

    pub fn document(&mut self, guid: Uuid, name: Option<String>) -> TextDocument {
        let text = self.text();
        let number = self.dice.next(5);
        let selections = (0..number).map(|_| Selection {
            about: self.selected(),
            place: self.place(text.as_ref()),
            codings: self.codings(),
        });
        let selections = selections.collect();
        let mut about = self.about(guid);
        about.name = name.or(about.name);
        TextDocument {
            about,
            inline: self.dice.next(2) == 0,
            rich_text_path: self.dice.maybe(|_| "internal://twin.docx".to_owned()),
            selections,
            codings: self.codings(),
            values: self.values(),
            text,
        }
    }

    fn boxed(&mut self) -> Option<Box<TextDocument>> {
        let guid = self.dice.guid();
        let wanted = self.dice.next(2) == 0;
        wanted.then(|| Box::new(self.document(guid, None)))
    }

    fn media(&mut self) -> Media {
        let file = ["photo.JPG", "gone.mp3", ""][self.dice.next(3)];
        Media {
            path: (!file.is_empty()).then(|| format!("internal://{file}")),
            file: (!file.is_empty()).then(|| file.to_owned()),
        }
    }

    fn area(&mut self) -> Area {
        let mut number = || self.dice.next(2_000) as i64 - 10;
        Area {
            first: (number(), number()),
            second: (number(), number()),
        }
    }

    fn parts<P>(&mut self, mut place: impl FnMut(&mut Self) -> P) -> Vec<Selection<P>> {
        let number = self.dice.next(3);
        let parts = (0..number).map(|_| Selection {
            about: self.selected(),
            place: place(self),
            codings: self.codings(),
        });
        parts.collect()
    }

    fn picture(&mut self, guid: Uuid) -> PictureSource {
        PictureSource {
            about: self.about(guid),
            media: self.media(),
            text: self.boxed(),
            selections: self.parts(Self::area),
            codings: self.codings(),
            values: self.values(),
        }
    }

    fn pdf(&mut self, guid: Uuid) -> PdfSource {
        PdfSource {
            about: self.about(guid),
            media: self.media(),
            selections: self.parts(|maker| PdfPlace {
                page: maker.dice.next(20) as i64,
                area: maker.area(),
                representation: maker.boxed(),
            }),
            representation: self.boxed(),
            codings: self.codings(),
            values: self.values(),
        }
    }

    fn recording(&mut self, guid: Uuid) -> MediaSource {
        let number = self.dice.next(3);
        let transcripts = (0..number).map(|_| self.transcript()).collect();
        MediaSource {
            about: self.about(guid),
            media: self.media(),
            transcripts,
            selections: self.parts(|maker| Interval {
                begin: maker.dice.next(9_000) as i64,
                end: maker.dice.next(9_000) as i64,
            }),
            codings: self.codings(),
            values: self.values(),
        }
    }

    fn transcript(&mut self) -> Transcript {
        let text = self.text();
        let length = text.as_ref().map_or(0, |text| text.content.chars().count());
        // One with a time alone would get the position of the nearest.
        let sync_points = self.dice.some(4, |dice| {
            let position = dice.maybe(|dice| dice.next(length + 1) as i64);
            SyncPoint {
                guid: dice.guid(),
                time: position.and_then(|_| dice.maybe(|dice| dice.next(9_000) as i64)),
                position,
            }
        });
        let selections = self.parts(|maker| maker.between(&sync_points, text.as_ref()));
        let guid = self.dice.guid();
        Transcript {
            about: self.about(guid),
            inline: self.dice.next(2) == 0,
            rich_text_path: None,
            sync_points,
            selections,
            text,
        }
    }

    /// A span between two sync points, or one for which there are none yet.
    fn between(&mut self, points: &[SyncPoint], text: Option<&Text>) -> TranscriptPlace {
        if text.is_some() && self.dice.next(3) == 0 {
            let placed = self.place(text);
            let span = Some(placed).filter(|place| place.anchor == Anchor::Placed);
            return TranscriptPlace {
                from: None,
                to: None,
                span,
            };
        }
        let mut known: Vec<Uuid> = points.iter().map(|point| point.guid).collect();
        known.push(Uuid::from_u128(7));
        let (from, to) = (self.dice.one_of(&known), self.dice.one_of(&known));
        let position = |guid: Option<Uuid>| {
            let point = points.iter().find(|point| Some(point.guid) == guid);
            point.and_then(|point| point.position)
        };
        let both = position(from).zip(position(to));
        let sure = both.filter(|(start, end)| start <= end && text.is_some());
        let anchor = match (sure, self.dice.next(5)) {
            (Some(_), 1..) => Anchor::Placed,
            _ => Anchor::Unverified,
        };
        let start = position(from).or(position(to));
        let end = position(to).or(position(from));
        let span = start
            .zip(end)
            .map(|(start, end)| TextPlace { start, end, anchor });
        TranscriptPlace { from, to, span }
    }
}
