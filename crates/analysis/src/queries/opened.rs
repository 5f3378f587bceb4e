//! What of a study somebody may ask about.

use std::collections::BTreeMap;

use platform::access::Viewer;
use platform::{App, Result};
use study::{questions, team};
use uuid::Uuid;

use super::{Names, Theme, ThemeQuote};
use crate::codings::{self, Material};
use crate::folder::stored;

/// What of a study somebody may ask about, whole.
pub struct Opened {
    /// The study.
    pub study: Uuid,
    /// Documents with what is coded in them, as far as they are seen.
    pub material: Material,
    /// Themes with what belongs to them.
    pub themes: Vec<Theme>,
    /// Research questions in words.
    pub questions: Vec<String>,
    /// What queries can name.
    pub names: Names,
    /// Whether an open blind pass hides layers of others (study R31).
    pub is_narrowed: bool,
}

impl Opened {
    /// For whoever opens a page of the study.
    pub async fn of_viewer(app: &App, viewer: &Viewer) -> Result<Self> {
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
        let material = codings::material(app, study).await?;
        Self::of(app, study, material).await
    }

    async fn of(app: &App, study: Uuid, material: Material) -> Result<Self> {
        let connection = app.db.read();
        let analysts = team::all(connection, study).await?.into_iter();
        let analysts = analysts.map(|member| (member.id, member.handle)).collect();
        let asked = questions::all(connection, study).await?;
        let labels: Vec<&str> = asked.iter().map(|(_, one)| one.id.as_str()).collect();
        let themes = themes(app, study, &material, &labels).await?;
        let documents = material.documents.iter();
        let documents = documents.map(|one| (one.handle.clone(), one.cohort.clone()));
        let named = themes.iter().map(|theme| theme.name.clone()).collect();
        let in_words = asked.iter();
        let in_words = in_words.map(|(_, one)| format!("{} {}", one.id, one.wording));
        Ok(Opened {
            study,
            names: Names::new(&material.codes, analysts, named, documents),
            questions: in_words.collect(),
            is_narrowed: false,
            material,
            themes,
        })
    }
}

/// The themes with the turns of their quotes. What is below a theme counts to it.
async fn themes(
    app: &App,
    study: Uuid,
    material: &Material,
    questions: &[&str],
) -> Result<Vec<Theme>> {
    let (folder, quotes, _) = stored(app.db.read(), study).await?;
    let documents = material.documents.iter();
    let documents: BTreeMap<&str, _> = documents.map(|one| (one.handle.as_str(), one)).collect();
    let mut themes: Vec<Theme> = Vec::new();
    for about in folder.themes.iter().filter(|about| about.path.len() == 1) {
        themes.push(Theme {
            name: about.path[0].clone(),
            ..Theme::default()
        });
    }
    for stored in &quotes {
        let theme = themes.iter_mut();
        let mut theme = theme.filter(|theme| theme.name == stored.quote.theme);
        let coded = stored.quote.document.as_deref();
        let coded = coded.and_then(|handle| documents.get(handle));
        let turn = stored.turn.and_then(|turn| usize::try_from(turn - 1).ok());
        let (Some(theme), Some(coded), Some(turn)) = (theme.next(), coded, turn) else {
            continue;
        };
        let Some(stretch) = coded.turns.get(turn) else {
            continue;
        };
        let place = |label: &String| questions.iter().position(|one| one == label);
        theme.quotes.push(ThemeQuote {
            document: coded.id,
            start: stretch.start,
            end: stretch.end,
            questions: stored.quote.questions.iter().filter_map(place).collect(),
        });
    }
    Ok(themes)
}
