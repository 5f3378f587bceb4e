//! Two Enids that went on with one study separately become one (Q27).

use std::collections::BTreeSet;

use analysis::archive::{Keep, Merged, Versions, merge};
use analysis::codes::{self, Book, Wish, Words};
use analysis::codings::{self, New};
use analysis::trail;
use platform::Error;
use platform::storage::tables::{Cell, insert, rows};
use study::consent::Scope as Withdrawing;
use study::{documents, participants, team};
use uuid::Uuid;

use super::*;

/// A study as one Enid holds it.
struct Side {
    app: App,
    study: Scope,
    /// Keeps the databases of a test until its end.
    _of: Box<dyn std::any::Any>,
}

impl Side {
    async fn book(&self) -> Book {
        let trail = trail::load(self.app.db.read(), self.study.id)
            .await
            .unwrap();
        Book::of(&trail::replay(&trail.events), &trail).unwrap()
    }

    async fn code(&self, path: &str) -> Uuid {
        let book = self.book().await;
        let found = book.walk().into_iter().map(|(_, id)| id);
        let mut found = found.filter(|id| book.path(*id).join(" > ") == path);
        found.next().unwrap_or_else(|| panic!("no code {path}"))
    }

    /// Does something to the codebook as nobody of the team.
    async fn act(&self, wish: &Wish) -> Uuid {
        let tx = self.app.db.write().await.unwrap();
        let done = codes::act(&tx, &self.app, self.study.id, (None, ""), wish).await;
        let code = done.unwrap().unwrap();
        tx.commit(&self.app, Event::installation("test", "codebook"))
            .await
            .unwrap();
        code
    }

    async fn add(&self, name: &str) -> Uuid {
        self.act(&Wish::Create(None, named(name, ""))).await
    }

    /// Gives a code other words.
    async fn change(&self, path: &str, words: Words) {
        let id = self.code(path).await;
        let trail = trail::load(self.app.db.read(), self.study.id)
            .await
            .unwrap();
        let of = trail.events.iter().filter(|event| event.subject.1 == id);
        let seen = of.map(trail::Event::token).next_back().unwrap();
        self.act(&Wish::Change(id, seen, words)).await;
    }

    /// Codes a turn in the layer of the member of this place in the team.
    async fn codes(&self, (member, path): (usize, &str), (handle, turn): (&str, usize)) {
        let (app, study) = (&self.app, self.study.id);
        let members = team::all(app.db.read(), study).await.unwrap();
        let document = documents::ids(app.db.read(), study).await.unwrap()[handle];
        let extents = documents::extents(app.db.read(), document).await.unwrap();
        let new = New {
            id: study::rows::random_id(app),
            document,
            code: self.code(path).await,
            start: extents[turn].start,
            end: extents[turn].end,
            revision: 0,
        };
        let tx = app.db.write().await.unwrap();
        let done = codings::add(&tx, app, study, (members[member].id, &new)).await;
        done.unwrap().unwrap();
        tx.commit(app, Event::installation("test", "coding"))
            .await
            .unwrap();
    }

    async fn file(&self) -> Vec<u8> {
        taken(&self.app, &self.study).await
    }

    /// Joins the archive of another.
    async fn joins(&self, other: &Self, keep: Option<Keep>) -> Result<Merged> {
        let checked = check(&other.file().await, &Limits::default())?;
        merge(&self.app, (&self.study, &checked), keep, false).await
    }

    /// What the trail comes to, and that the tables say the same.
    async fn stands(&self) -> trail::State {
        let connection = self.app.db.read();
        let study = self.study.id;
        let faults = trail::verify(connection, study).await.unwrap();
        assert_eq!(faults, Vec::<String>::new());
        let trail = trail::whole(connection, study).await.unwrap();
        let state = trail::replay(&trail.events);
        let told = state.keys().filter(|(kind, _)| kind == "coding");
        let told: BTreeSet<Uuid> = told.map(|(_, id)| *id).collect();
        let of = |name: &str| analysis::archive::all().find(|table| table.name == name);
        let table = of("codings").unwrap();
        let stored = rows(connection, table, study).await.unwrap();
        let at = table.place("id").unwrap();
        let stored = stored.into_iter().map(|row| match &row[at] {
            Cell::Id(id) => *id,
            other => panic!("{other:?} is no identifier"),
        });
        assert_eq!(stored.collect::<BTreeSet<Uuid>>(), told);
        let paths = codes::all(connection, study).await.unwrap();
        let paths: BTreeSet<Vec<String>> = paths.into_iter().map(|code| code.path).collect();
        let book = self.book().await;
        let walked = book.walk().into_iter().map(|(_, id)| book.path(id));
        assert_eq!(paths, walked.collect());
        state
    }
}

fn named(name: &str, definition: &str) -> Words {
    Words {
        name: name.to_owned(),
        definition: definition.to_owned(),
        ..Words::default()
    }
}

/// The study in two Enids, the first on either database: it has taken it out, and the second, on the last database there is, brought it in.
async fn apart() -> Vec<(Side, Side)> {
    let mut sides = Vec::new();
    for world in coded().await {
        let (app, study) = (world.installation.app.clone(), world.scopes[2].clone());
        let file = taken(&app, &study).await;
        let into = empty().await.pop().unwrap();
        // Two installations draw the same numbers; the second goes on elsewhere.
        into.app.entropy.fill(&mut vec![0; 1 << 20]);
        let there = Side {
            study: brought(&into.app, &file).await.unwrap().study,
            app: into.app.clone(),
            _of: Box::new(into),
        };
        let here = Side {
            app,
            study,
            _of: Box::new(world),
        };
        sides.push((here, there));
    }
    sides
}

#[tokio::test]
async fn q27_what_two_have_done_separately_stands_in_both_once_each_has_joined_the_other() {
    for (here, there) in apart().await {
        here.add("Alone").await;
        here.codes((0, "Alone"), ("K2", 2)).await;
        here.change("Leaving", named("Leaving", "Going away")).await;
        there.add("Beside").await;
        there.codes((1, "Beside"), ("K2", 3)).await;
        there
            .change("Leaving > Asking", named("Asking first", ""))
            .await;
        let merged = here.joins(&there, None).await.unwrap();
        assert!(
            merged.is_stored && merged.conflicts.is_empty(),
            "{merged:?}"
        );
        // Made, coded, renamed and defined anew.
        assert_eq!((merged.new, merged.combined.len()), (4, 0));
        assert!(merged.differing.is_empty(), "{:?}", merged.differing);
        let stands = here.stands().await;
        let names = ["Alone", "Beside", "Leaving", "Leaving > Asking first"];
        for path in names {
            here.code(path).await;
        }
        let back = there.joins(&here, None).await.unwrap();
        assert!(back.is_stored && back.conflicts.is_empty());
        assert_eq!(there.stands().await, stands);
        // Nothing is left to join.
        let before = here.file().await;
        let again = here.joins(&there, None).await.unwrap();
        assert_eq!((again.new, again.rows.len()), (0, 0));
        assert!(before == here.file().await);
        let record = platform::audit::verify(here.app.db.read()).await.unwrap();
        assert_eq!(record.breaks, Vec::<String>::new());
    }
}

#[tokio::test]
async fn q27_a_conflict_is_shown_with_both_versions_and_stored_only_once_somebody_has_decided() {
    for (keep, stands) in [(Keep::Here, "Going"), (Keep::There, "Parting")] {
        for (here, there) in apart().await {
            here.change("Leaving", named("Going", "")).await;
            there.change("Leaving", named("Parting", "")).await;
            there.codes((1, "Parting"), ("K2", 3)).await;
            let before = here.file().await;
            let merged = here.joins(&there, None).await.unwrap();
            assert!(!merged.is_stored);
            assert_eq!(merged.conflicts.len(), 1, "{:?}", merged.conflicts);
            let conflict = &merged.conflicts[0];
            assert!(conflict.what.starts_with("code “"), "{}", conflict.what);
            let name = Versions {
                field: "name".to_owned(),
                here: "“Going”".to_owned(),
                there: "“Parting”".to_owned(),
            };
            assert!(conflict.fields.contains(&name), "{:?}", conflict.fields);
            assert!(before == here.file().await, "nothing was stored");
            let merged = here.joins(&there, Some(keep)).await.unwrap();
            assert!(merged.is_stored);
            here.stands().await;
            here.code(stands).await;
            // The other has what was decided, without being asked again.
            let back = there.joins(&here, None).await.unwrap();
            assert!(back.conflicts.is_empty(), "{:?}", back.conflicts);
            there.code(stands).await;
            assert_eq!(here.stands().await, there.stands().await);
        }
    }
}

/// Adds a participant K77 who says what the first one said; their numbers begin with this one.
async fn with_one_more(side: &Side, first: u128) {
    let (app, study) = (&side.app, side.study.id);
    let (person, document) = (Uuid::from_u128(first), Uuid::from_u128(first + 1));
    let tx = app.db.write().await.unwrap();
    for name in ["participants", "documents", "turns"] {
        let mut tables = analysis::archive::all();
        let table = tables.find(|table| table.name == name).unwrap();
        let mut some = rows(tx.connection(), table, study).await.unwrap();
        if let (Some(at), true) = (table.place("document"), name == "turns") {
            let first = some[0][at].clone();
            some.retain(|row| row[at] == first);
        } else {
            some.truncate(1);
        }
        for row in &mut some {
            let mut set = |column: &str, cell: Cell| {
                if let Some(at) = table.place(column) {
                    row[at] = cell;
                }
            };
            match name {
                "participants" => set("id", Cell::Id(person)),
                _ => set("id", Cell::Id(document)),
            }
            set("document", Cell::Id(document));
            set("participant", Cell::Id(person));
            set("handle", Cell::Text("K77".to_owned()));
            set("source_hash", Cell::Bytes(vec![7; 32]));
        }
        insert(&tx, app, table, some).await.unwrap();
    }
    tx.commit(app, Event::installation("test", "material"))
        .await
        .unwrap();
}

#[tokio::test]
async fn q27_a_new_participant_comes_along_with_what_they_said_and_what_was_coded_in_it() {
    for (here, there) in apart().await {
        with_one_more(&there, 7001).await;
        there.codes((0, "Leaving"), ("K77", 0)).await;
        let merged = here.joins(&there, None).await.unwrap();
        for table in ["participants", "documents"] {
            assert!(merged.rows.contains(&(table, 1)), "{:?}", merged.rows);
        }
        here.stands().await;
        let ids = documents::ids(here.app.db.read(), here.study.id).await;
        assert_eq!(ids.unwrap().get("K77"), Some(&Uuid::from_u128(7002)));
        let people = participants::all(here.app.db.read(), here.study.id).await;
        let last = people.unwrap().into_iter().next_back().unwrap();
        assert_eq!(
            last.participant.participant, "K77",
            "whoever comes along comes last"
        );
    }
}

#[tokio::test]
async fn q27_two_participants_of_one_handle_are_refused_by_name() {
    for (here, there) in apart().await {
        with_one_more(&here, 8001).await;
        with_one_more(&there, 7001).await;
        let said = refused(here.joins(&there, Some(Keep::Here)).await);
        assert!(said.contains("participants that is called “K77”"), "{said}");
    }
}

/// Why something was refused.
fn refused(merged: Result<Merged>) -> String {
    match merged {
        Err(Error::Refused(refusal)) => refusal.to_string(),
        other => panic!("not refused: {other:?}"),
    }
}

async fn withdraws(side: &Side) {
    let people = participants::all(side.app.db.read(), side.study.id).await;
    let person = people.unwrap()[0].id;
    let event = Event::installation("test", "withdrawn");
    let whole = (Withdrawing::Whole, true);
    analysis::withdrawal::apply(&side.app, side.study.id, person, whole, event)
        .await
        .unwrap();
}

#[tokio::test]
async fn p6_what_was_withdrawn_in_one_does_not_come_back_from_the_other() {
    for (here, there) in apart().await {
        withdraws(&here).await;
        let said = refused(here.joins(&there, Some(Keep::There)).await);
        assert!(said.contains("withdrawn here and not there"), "{said}");
        let said = refused(there.joins(&here, Some(Keep::There)).await);
        assert!(said.contains("withdrawn there and not here"), "{said}");
        // Once both know of it, what else was done comes along.
        there.add("Beside").await;
        withdraws(&there).await;
        let merged = here.joins(&there, None).await.unwrap();
        assert!(merged.is_stored, "{merged:?}");
        here.code("Beside").await;
        here.stands().await;
    }
}

#[tokio::test]
async fn q27_codings_do_not_come_into_a_text_that_was_corrected_in_one_alone() {
    for (here, there) in apart().await {
        let document = documents::ids(here.app.db.read(), here.study.id)
            .await
            .unwrap()["K2"];
        let tx = there.app.db.write().await.unwrap();
        let sql = "UPDATE turns SET text = 'Something else.' WHERE document = $1 AND position = 1";
        tx.run(sql, vec![document.into()]).await.unwrap();
        tx.commit(&there.app, Event::installation("test", "corrected"))
            .await
            .unwrap();
        let said = refused(here.joins(&there, Some(Keep::Here)).await);
        assert!(said.contains("“K2” has another text here"), "{said}");
    }
}

#[tokio::test]
async fn q27_two_codes_of_one_name_are_refused_by_name_until_one_is_renamed() {
    for (here, there) in apart().await {
        here.add("Doors").await;
        there.add("Doors").await;
        let before = here.file().await;
        let said = refused(here.joins(&there, Some(Keep::There)).await);
        assert!(said.contains("code “Doors” would not stand"), "{said}");
        assert!(before == here.file().await);
        there.change("Doors", named("Doors of theirs", "")).await;
        assert!(here.joins(&there, None).await.unwrap().is_stored);
        here.code("Doors of theirs").await;
        here.stands().await;
    }
}

#[tokio::test]
async fn q27_a_coding_under_a_code_that_was_removed_here_is_refused_and_nothing_stored() {
    for (here, there) in apart().await {
        let doors = here.add("Doors").await;
        assert!(there.joins(&here, None).await.unwrap().is_stored);
        let trail = trail::load(here.app.db.read(), here.study.id)
            .await
            .unwrap();
        let of = trail.events.iter().filter(|event| event.subject.1 == doors);
        let seen = of.map(trail::Event::token).next_back().unwrap();
        here.act(&Wish::Remove(doors, seen)).await;
        there.codes((1, "Doors"), ("K2", 3)).await;
        let said = refused(here.joins(&there, Some(Keep::Here)).await);
        assert!(said.contains("coding “Doors” in K2"), "{said}");
    }
}
