//! What of a study somebody may ask about.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use platform::access::Viewer;
use platform::{App, Result};
use study::held::AsOf;
use study::{questions, team};
use uuid::Uuid;

use super::{Names, Theme, ThemeQuote};
use crate::codings::{self, Coded, Frame, Material};
use crate::folder::{StudyFolder, stored};
use crate::quotes::Stored;
use crate::themes::ThemeStatus;
use crate::{codes, themes, trail};

/// What of a study somebody may ask about, whole.
pub struct Opened {
    /// The study.
    pub study: Uuid,
    /// Documents with what is coded in them, as far as they are seen.
    pub material: Arc<Material>,
    /// Ids of research questions, and each in words.
    questions: Vec<(String, String)>,
    /// Those that stand, then those that were dropped, which can still be named.
    themes: Vec<String>,
    /// How many stand.
    standing: usize,
    /// What queries can name.
    pub names: Names,
    /// Whether an open blind pass hides layers of others (study R31).
    pub is_narrowed: bool,
}

impl Opened {
    /// For whoever opens a page of the study. What everybody may see is read once between two changes.
    pub async fn of_viewer(app: &App, viewer: &Viewer) -> Result<Arc<Self>> {
        let frame = Frame::of(app, viewer).await?;
        let sees_all = !frame.notes_are_limited(viewer) && !frame.has_open_passes();
        let read = Self::read(app, viewer);
        match sees_all {
            true => {
                let study = viewer.scope()?.id;
                let changes = AsOf::of(app, viewer).await?.changes;
                app.db.memory().as_of(study, changes, read).await
            }
            false => Ok(Arc::new(read.await?)),
        }
    }

    async fn read(app: &App, viewer: &Viewer) -> Result<Self> {
        let study = viewer.scope()?.id;
        let (material, sight) = codings::material_of(app, viewer).await?;
        let opened = Self::of(app, study, material).await?;
        Ok(Opened {
            is_narrowed: sight.is_narrowed(),
            ..opened
        })
    }

    /// For whoever holds the data folder, on the command line: what a research lead who is no member of the team sees.
    pub async fn of_keeper(app: &App, study: Uuid) -> Result<Self> {
        let material = Arc::new(codings::material(app, study).await?);
        Self::of(app, study, material).await
    }

    async fn of(app: &App, study: Uuid, material: Arc<Material>) -> Result<Self> {
        let connection = app.db.read();
        let analysts = team::all(connection, study).await?.into_iter();
        let analysts = analysts.map(|member| (member.id, member.handle)).collect();
        let asked = questions::all(connection, study).await?.into_iter();
        let asked = asked.map(|(_, one)| (one.id.clone(), format!("{} {}", one.id, one.wording)));
        let places = themes::all(connection, study).await?.into_iter();
        let tops = places.filter(|place| place.about.path.len() == 1);
        let (mut themes, mut dropped) = (Vec::new(), Vec::new());
        for theme in tops.map(|place| place.about) {
            match theme.status {
                ThemeStatus::Dropped => dropped.push(theme.path.concat()),
                _ => themes.push(theme.path.concat()),
            }
        }
        let standing = themes.len();
        themes.append(&mut dropped);
        let documents = material.documents.iter();
        let documents = documents.map(|one| (one.handle.clone(), one.cohort.clone()));
        Ok(Opened {
            study,
            names: Names::new(&material.codes, analysts, themes.clone(), documents),
            questions: asked.collect(),
            is_narrowed: false,
            material,
            themes,
            standing,
        })
    }

    /// Research questions in words.
    pub fn questions(&self) -> Vec<String> {
        self.questions
            .iter()
            .map(|(_, words)| words.clone())
            .collect()
    }

    /// The themes that stand, as [`Opened::themes`] gives them.
    pub async fn standing_themes(&self, app: &App) -> Result<Vec<Theme>> {
        let mut themes = self.themes(app).await?;
        themes.truncate(self.standing);
        Ok(themes)
    }

    /// The themes with the stretches of their quotes and the codes they rest on. What is below a theme, or was merged into it,
    /// counts to it, a quote in several of its places once. A quote whose words were not found in a text is in none, but for
    /// one of which the turn alone is known.
    pub async fn themes(&self, app: &App) -> Result<Vec<Theme>> {
        let (folder, quotes, _) = stored(app.db.read(), self.study).await?;
        let mut themes: Vec<Theme> = Vec::new();
        themes.extend(self.themes.iter().map(|name| Theme {
            name: name.clone(),
            ..Theme::default()
        }));
        let documents = self.material.documents.iter();
        let documents: BTreeMap<&str, &Coded> =
            documents.map(|one| (one.handle.as_str(), one)).collect();
        let mut counted: BTreeSet<(String, Uuid)> = BTreeSet::new();
        for stored in &quotes {
            let coded = stored.quote.document.as_deref();
            let coded = coded.and_then(|handle| documents.get(handle));
            let path = stored.quote.path();
            let theme = self.counts_to(&path, &folder).map(|at| &mut themes[at]);
            let (Some(theme), Some(coded)) = (theme, coded) else {
                continue;
            };
            let spans = stretches(stored, coded);
            if !spans.is_empty() && counted.insert((theme.name.clone(), stored.id)) {
                theme.quotes.push(ThemeQuote {
                    document: coded.id,
                    spans,
                    questions: self.answered(&stored.quote.questions),
                });
            }
        }
        self.add_codes(app, &folder, &mut themes).await?;
        Ok(themes)
    }

    /// To which theme a place counts: to none that stands where it, or what it stands under, was dropped.
    fn counts_to(&self, path: &[String], folder: &StudyFolder) -> Option<usize> {
        let mut themes = self.themes.iter();
        let at = themes.position(|name| Some(name) == path.first())?;
        (at >= self.standing || !folder.is_given_up(path)).then_some(at)
    }

    /// Gives each theme the codes that it and what counts to it rest on.
    async fn add_codes(&self, app: &App, folder: &StudyFolder, themes: &mut [Theme]) -> Result<()> {
        let trail = trail::load(app.db.read(), self.study).await?;
        let moment = themes::Themes::of(&trail::replay(&trail.events), &trail)?;
        let known = codes::known(app.db.read(), self.study).await?;
        for (id, state) in moment.themes() {
            let mut at = *id;
            for _ in 0..moment.themes().len() {
                let into = moment.theme(at).and_then(|state| state.merged_into);
                at = into.unwrap_or(at);
            }
            let Some(at) = self.counts_to(&moment.path(at), folder) else {
                continue;
            };
            let theme = &mut themes[at];
            let mut counted: Vec<Uuid> = state
                .codes
                .iter()
                .map(|code| known.counts_as(*code))
                .collect();
            counted.retain(|code| !theme.codes.contains(code));
            theme.codes.append(&mut counted);
        }
        Ok(())
    }

    /// The places of questions by their ids.
    fn answered(&self, ids: &[String]) -> Vec<usize> {
        let place = |id: &String| self.questions.iter().position(|(one, _)| one == id);
        ids.iter().filter_map(place).collect()
    }
}

/// Where the words of a quote stand in its document: its own spans, or the turn where nothing else is known.
fn stretches(stored: &Stored, coded: &Coded) -> Vec<(u32, u32)> {
    if !stored.spans.is_empty() {
        return stored.spans.clone();
    }
    let turn = stored.turn.and_then(|turn| usize::try_from(turn - 1).ok());
    let turn = turn.and_then(|turn| coded.turns.get(turn));
    turn.map(|turn| (turn.start, turn.end))
        .into_iter()
        .collect()
}
