//! What of a study a release can tell of.

use std::collections::{BTreeMap, BTreeSet};

use platform::access::Viewer;
use platform::{App, Result};
use study::consent::{self, Scope, Use};
use study::documents::{self, Kind};
use study::participants::{self, Status};
use study::questions;
use uuid::Uuid;

use super::choice::Choice;
use super::judge::Facts;
use super::store;
use crate::checklists::{self, Shown};
use crate::folder::stored;
use crate::printing;

pub(super) async fn facts(app: &App, viewer: &Viewer, choice: &Choice) -> Result<Facts> {
    let (connection, study) = (app.db.read(), viewer.scope()?.id);
    let (mut folder, _, _) = stored(connection, study).await?;
    let refused = consent::refused(connection, study).await?.analysis;
    let people = participants::all(connection, study).await?;
    let mut counted = Vec::new();
    let mut refusing = 0;
    for (one, in_folder) in people.into_iter().zip(&mut folder.participants) {
        if one.participant.status == Status::Withdrawn {
            continue;
        }
        if refused.contains(&one.id) {
            // That somebody was asked and came is a fact of the design; nothing else of them is in a release (P7).
            (in_folder.gender, in_folder.date, in_folder.length) = (None, None, None);
            refusing += 1;
            continue;
        }
        counted.push((one.id, one.participant));
    }
    let versions = consent::versions(connection, study).await?;
    let consents = consent::consents(connection, study).await?;
    let asked = |signed: &consent::Consent| {
        let version = versions.iter().find(|one| one.id == signed.version)?;
        Some((signed.participant, version.information.clone()))
    };
    let signed: BTreeMap<Uuid, String> = consents.values().filter_map(asked).collect();
    let out = consent::withdrawals(connection, study).await?;
    let is_out = |person: &Uuid| {
        let mut out = out.iter();
        out.any(|one| one.participant == *person && one.scope == Scope::Whole)
    };
    let keeps = |person: &Uuid| {
        let granted = consents.get(person).map(|signed| &signed.granted);
        let needed = [Use::Analyse, Use::Archive];
        !is_out(person) && granted.is_some_and(|uses| needed.iter().all(|one| uses.contains(one)))
    };
    let mut texts = BTreeSet::new();
    let mut other_texts = 0;
    for document in documents::all(connection, study).await? {
        if document.kind == Kind::FieldNote {
            continue;
        }
        match document.participant.as_ref().is_some_and(keeps) {
            true => {
                texts.insert(document.id);
            }
            false => other_texts += 1,
        }
    }
    Ok(Facts {
        put_to: questions::put_to(connection, study).await?,
        answered: match choice.checklists {
            true => checklists::begun(app, viewer)
                .await?
                .iter()
                .map(Shown::answered)
                .sum(),
            false => 0,
        },
        printed: printing::printed(connection, study).await?,
        earlier: store::told(connection, study).await?,
        people: counted,
        folder,
        refusing,
        signed,
        texts,
        other_texts,
    })
}
