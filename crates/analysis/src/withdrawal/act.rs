//! What goes, and letting it go.

use platform::audit::Event;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ConnectionTrait;
use study::consent::{self, Rule, Scope, Use, Withdrawn};
use study::transcripts::{replacements, store as transcripts};
use study::{
    documents, field_notes, interviews, journal, manuscripts, participants, reading, recordings,
    recruitment, team,
};
use uuid::Uuid;

use super::passages::Passages;
use crate::quotes::{self, Theirs};
use crate::{
    acts, archive, codes, codings, conversation, manuscript_audit, memos, output_release, printing,
    saturation, themes, trail,
};

/// What a withdrawal would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// What somebody signed says of withdrawing; everything goes where nothing was signed here.
    pub rule: Rule,
    /// Whether what was collected goes.
    pub removes: bool,
    /// Recordings.
    pub recordings: usize,
    /// Transcripts.
    pub transcripts: usize,
    /// Field notes that were written here about the person, or by them.
    pub notes: usize,
    /// Turns of talk in them.
    pub turns: u64,
    /// Passages that analysts coded in them.
    pub codings: usize,
    /// Notes of what analysts said to each other about codings in them.
    pub talks: usize,
    /// Quotations in tables and drafts.
    pub quotes: usize,
    /// Appointments, notes of interviews and answers about interviewers.
    pub interviews: interviews::Kept,
    /// Memos of the team on what the person said, and on them.
    pub memos: usize,
    /// Places in stories, concepts, names and definitions of codes, of now and earlier, and reasons that repeat words of
    /// the person.
    pub repeated: usize,
    /// Answers to the printing of words.
    pub answers: u64,
    /// Whether a manuscript goes that is kept to be audited: which of its sentences repeat the person nobody can tell.
    pub manuscript: bool,
}

/// What of somebody there is.
struct Material {
    version: Option<Uuid>,
    granted: Vec<Use>,
    rule: Rule,
    /// Transcripts and notes, with the number of their turns.
    documents: Vec<(Uuid, u64)>,
    /// Which of them are notes.
    notes: Vec<Uuid>,
    quotes: Theirs,
}

impl Material {
    async fn of(connection: &impl ConnectionTrait, study: Uuid, participant: Uuid) -> Result<Self> {
        let signed = consent::newest_of(connection, study, participant).await?;
        let documents = documents::of_participant(connection, study, participant).await?;
        let ids: Vec<Uuid> = documents.iter().map(|(id, _)| *id).collect();
        let (version, rule, granted) = match signed {
            Some((version, held)) => (Some(version.id), version.rule, held.granted),
            None => (None, Rule::Always, Vec::new()),
        };
        Ok(Self {
            version,
            granted,
            rule,
            quotes: quotes::of_participant(connection, study, participant, &ids).await?,
            notes: field_notes::of_participant(connection, study, participant).await?,
            documents,
        })
    }

    fn ids(&self) -> Vec<Uuid> {
        self.documents.iter().map(|(id, _)| *id).collect()
    }

    /// The words of the person that may stand in what analysts wrote: each quotation, and each part of it between its edits.
    fn passages(&self) -> Passages {
        Passages::of(self.quotes.passages().iter().map(String::as_str))
    }
}

/// What withdrawing would do today, without doing it.
pub async fn preview(app: &App, study: Uuid, participant: Uuid, scope: Scope) -> Result<Preview> {
    let connection = app.db.read();
    let material = Material::of(connection, study, participant).await?;
    let removes = material.rule.removes(study::dates::today(app));
    let passages = material.passages();
    // What codes and themes say now is among the texts of the trail, once they are in it.
    acts::read_trail(app, study).await?;
    let told = trail::repeated(connection, study, &passages).await?;
    let codes = codes::repeated(connection, study, &passages).await?;
    let themes = themes::repeated(connection, study, &passages).await?;
    let talked = conversation::repeated(connection, study, &passages).await?
        + saturation::repeated(connection, study, &passages).await?
        + manuscript_audit::repeated(connection, study, &passages).await?;
    // Private entries of journals are counted for nobody (P11).
    let says = |text: &str| passages.stand_in(text);
    let entries = journal::repeated(connection, study, says).await?;
    let repeated = told.max(codes + themes) + talked + entries;
    let whole = scope == Scope::Whole;
    let words = scope != Scope::Recording;
    let spoken = material
        .documents
        .iter()
        .filter(|(id, _)| whole && !material.notes.contains(id));
    let ids = material.ids();
    Ok(Preview {
        rule: material.rule,
        removes,
        recordings: match scope {
            Scope::Whole | Scope::Recording => {
                recordings::count_of(connection, study, participant).await?
            }
            Scope::Quotes => 0,
        },
        transcripts: spoken.clone().count(),
        notes: if whole { material.notes.len() } else { 0 },
        turns: spoken.map(|(_, turns)| turns).sum(),
        codings: match whole {
            true => codings::count_in(connection, study, &ids).await?,
            false => 0,
        },
        talks: match whole {
            true => conversation::count_of(connection, study, &ids).await?,
            false => 0,
        },
        quotes: if words {
            material.quotes.quotes.len()
        } else {
            0
        },
        memos: match whole {
            true => memos::about(connection, study, (participant, &ids)).await?,
            false => 0,
        },
        repeated: if words { repeated } else { 0 },
        answers: match scope {
            Scope::Whole | Scope::Quotes => {
                printing::count_of(connection, study, participant).await?
            }
            Scope::Recording => 0,
        },
        manuscript: words && manuscripts::about(connection, study).await?.is_some(),
        interviews: match whole {
            true => interviews::kept_of(connection, study, participant).await?,
            false => interviews::Kept::default(),
        },
    })
}

/// Withdraws, in one transaction with its line in the record.
///
/// # Errors
/// `Conflict` where all was withdrawn before.
pub async fn apply(
    app: &App,
    study: Uuid,
    participant: Uuid,
    (scope, by_lead): (Scope, bool),
    event: Event,
) -> Result<()> {
    let tx = app.db.write().await?;
    let before = consent::withdrawals(tx.connection(), study).await?;
    let is_out = before
        .iter()
        .any(|one| one.participant == participant && one.scope == Scope::Whole);
    if is_out {
        return Err(Error::Conflict("all was withdrawn before"));
    }
    let material = Material::of(tx.connection(), study, participant).await?;
    let removed = material.rule.removes(study::dates::today(app));
    if removed && scope != Scope::Recording {
        remove(&tx, app, study, &material, (scope, participant)).await?;
    }
    if scope != Scope::Quotes {
        if removed {
            recordings::remove_of(&tx, app, study, participant).await?;
        }
        recordings::discard_uploads_of(&tx, app, study, participant).await?;
    }
    if scope == Scope::Recording {
        // From now on the newest signature says no to being recorded, so that nothing asks two places.
        let mut granted = material.granted.clone();
        granted.retain(|one| !matches!(one, Use::Record | Use::KeepRecording));
        if let Some(version) = material.version {
            consent::sign(&tx, app, study, (participant, version), &granted).await?;
        }
    }
    if scope != Scope::Recording {
        printing::forget(&tx, study, participant).await?;
    }
    if scope == Scope::Whole {
        interviews::withdraw(&tx, app, study, participant, removed).await?;
        if removed {
            participants::blank(&tx, study, participant).await?;
            recruitment::forget(&tx, study, participant).await?;
            team::forget_participant(&tx, study, participant).await?;
            output_release::forget(&tx, app, study, participant).await?;
        }
        consent::erase_contact(&tx, app, participant).await?;
        replacements::forget_participant(&tx, study, participant).await?;
    }
    let withdrawn = Withdrawn {
        participant,
        scope,
        removed,
        at: app.now(),
    };
    consent::withdraw(&tx, app, study, &withdrawn, (material.version, by_lead)).await?;
    let detail = format!("{}, removed: {removed}", scope.word());
    tx.commit(app, event.with_detail(detail)).await
}

async fn remove(
    tx: &Tx,
    app: &App,
    study: Uuid,
    material: &Material,
    (scope, participant): (Scope, Uuid),
) -> Result<()> {
    let passages = material.passages();
    themes::take_out(tx, study, &passages).await?;
    codes::take_out(tx, study, &passages).await?;
    trail::take_out(tx, study, &passages).await?;
    let without = |text: &str| passages.taken_out_of(text);
    journal::take_out(tx, app, study, &without).await?;
    conversation::take_out(tx, study, &passages).await?;
    saturation::take_out(tx, study, &passages).await?;
    manuscript_audit::take_out(tx, study, &passages).await?;
    manuscripts::remove(tx, app, study, "withdrawal").await?;
    archive::forget_extras(tx, study).await?;
    quotes::take_out(tx, app, study, &material.quotes).await?;
    if scope == Scope::Whole {
        let ids = material.ids();
        memos::take_out(tx, study, (participant, &ids)).await?;
        reading::forget(tx, &ids).await?;
        transcripts::remove(tx, app, &ids, "withdrawal").await?;
        transcripts::discard_of(tx, app, study, (participant, "withdrawal")).await?;
        codings::leave(tx, app, (study, "withdrawal"), &ids).await?;
        conversation::remove(tx, &ids).await?;
        documents::remove(tx, &ids).await?;
    }
    Ok(())
}
