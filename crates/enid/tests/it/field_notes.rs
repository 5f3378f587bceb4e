//! Field notes that are written in the browser, on both databases (study R57, P6, P7).

use platform::access::Role;
use platform::audit::Event;
use study::consent::{self, Use};
use study::documents::Kind;
use study::team::{Member, NewMember};
use study::{documents, field_notes, interviewers, team};
use uuid::Uuid;

use crate::consent::{act, get, participant, worded};
use crate::retention::dump;
use crate::study_design::member;
use crate::world::World;

const NOTE: &str =
    "dated=2026-01-05&title=The corridor&text=CANARY I was early.%0D%0A%0D%0AThen I was not.";

/// A participant-researcher who is K1 and interviews too.
async fn writer(world: &World) -> Member {
    let own: Uuid = participant(world, "K1").await.parse().unwrap();
    let new = NewMember {
        participant: Some(own),
        ..NewMember::default()
    };
    member(world, Role::Researcher, new).await
}

/// Lets a participant sign the newest wording with these uses.
async fn signs(world: &World, handle: &str, granted: &[Use]) {
    world.installation.clock.advance(1);
    let app = &world.installation.app;
    let study = world.scopes[2].id;
    let who: Uuid = participant(world, handle).await.parse().unwrap();
    let versions = consent::versions(app.db.read(), study).await.unwrap();
    let tx = app.db.write().await.unwrap();
    consent::sign(&tx, app, study, (who, versions[0].id), granted)
        .await
        .unwrap();
    tx.commit(app, Event::installation("test", "signed"))
        .await
        .unwrap();
}

/// Matches a participant with an interviewer.
async fn matches(world: &World, handle: &str, interviewer: &Member) {
    let app = &world.installation.app;
    let study = world.scopes[2].id;
    let who: Uuid = participant(world, handle).await.parse().unwrap();
    let tx = app.db.write().await.unwrap();
    interviewers::match_up(&tx, app, study, (who, interviewer.id), None)
        .await
        .unwrap();
    tx.commit(app, Event::installation("test", "matched"))
        .await
        .unwrap();
}

async fn declares(world: &World) {
    let researcher = world.cookie(Role::Researcher).await;
    let form = "role=participant_researcher&explanation-participant_researcher=I sit in it.";
    let said = act(world, &researcher, "/team/my-roles", form).await;
    assert_eq!(said.status, 303, "{}", said.body);
}

/// Writes the note and gives the handle of its document.
async fn written(world: &World, form: &str) -> String {
    let researcher = world.cookie(Role::Researcher).await;
    let done = act(world, &researcher, "/field-notes/write", form).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let to = done.header("location").to_owned();
    to.rsplit('/').next().unwrap().to_owned()
}

/// A town in which the participant-researcher may write.
async fn ready() -> Vec<World> {
    let worlds = worded("rule=always").await;
    for world in &worlds {
        writer(world).await;
        declares(world).await;
        signs(world, "K1", &[Use::Analyse]).await;
    }
    worlds
}

#[tokio::test]
async fn a_note_of_ones_own_needs_a_declared_role_and_a_consent_that_covers_analysis() {
    for world in worded("rule=always").await {
        let researcher = world.cookie(Role::Researcher).await;
        let form = format!("part=participant_researcher&{NOTE}");
        let says = async |words: &str| {
            let page = get(&world, &researcher, "/field-notes/write").await;
            assert!(page.contains(words), "the page lacks {words}: {page}");
            let refused = act(&world, &researcher, "/field-notes/write", &form).await;
            assert_eq!(refused.status, 422, "{words}");
        };
        says("not entered in the team").await;
        writer(&world).await;
        says("Declare first on your own page").await;
        declares(&world).await;
        says("does not cover analysis").await;
        signs(&world, "K1", &[Use::Record]).await;
        says("does not cover analysis").await;
        signs(&world, "K1", &[Use::Record, Use::Analyse]).await;
        let handle = written(&world, &form).await;
        assert_eq!(handle, "R1-note-1");
        let lead = world.cookie(Role::ResearchLead).await;
        let list = get(&world, &lead, "/field-notes").await;
        for word in [
            "R1-note-1",
            "Participant-researcher R1",
            "The corridor",
            "5 January 2026",
        ] {
            assert!(list.contains(word), "the list lacks {word}: {list}");
        }
        let page = get(&world, &lead, &format!("/documents/{handle}")).await;
        assert!(page.contains("Field note"), "the kind is shown: {page}");
        assert!(page.contains("2 paragraphs"), "{page}");
        assert!(!page.contains("/change\""), "only its author changes it");
        signs(&world, "K1", &[]).await;
        says("does not cover analysis").await;
        let change = format!("/field-notes/{handle}/change");
        let refused = act(&world, &researcher, &change, NOTE).await;
        assert_eq!(refused.status, 422, "nothing more is collected");
        let list = get(&world, &lead, "/field-notes").await;
        assert!(!list.contains(&handle), "it is in no list any more: {list}");
    }
}

#[tokio::test]
async fn r28_what_is_coded_in_a_note_follows_it_when_its_author_writes_it_anew() {
    for world in ready().await {
        let app = &world.installation.app;
        let study = world.scopes[2].id;
        let handle = written(&world, &format!("part=participant_researcher&{NOTE}")).await;
        let document = documents::ids(app.db.read(), study).await.unwrap()[&handle];
        let member = team::all(app.db.read(), study).await.unwrap()[0].id;
        crate::study::import(&world).await.unwrap();
        let new = analysis::codings::New {
            id: Uuid::from_u128(1),
            document,
            code: crate::codebook::code(&world, "Leaving").await,
            start: 20,
            end: 35,
            revision: 0,
        };
        let tx = app.db.write().await.unwrap();
        let coded = analysis::codings::add(&tx, app, study, (member, &new)).await;
        coded.unwrap().unwrap();
        tx.commit(app, Event::installation("test", "coded"))
            .await
            .unwrap();
        let researcher = world.cookie(Role::Researcher).await;
        let form = "dated=2026-01-06&title=The stairs&text=CANARY I was early.%0D%0A%0D%0AOnce more.%0D%0A%0D%0AThen I was not.";
        let done = act(
            &world,
            &researcher,
            &format!("/field-notes/{handle}/change"),
            form,
        )
        .await;
        assert_eq!(done.status, 303, "{}", done.body);
        let coding = analysis::codings::find(app.db.read(), study, new.id).await;
        let state = coding.unwrap().unwrap().state;
        assert_eq!((state.start, state.end), (31, 46));
        assert_eq!(state.waits, analysis::codings::Waits::No);
    }
}

#[tokio::test]
async fn a_note_stays_through_an_import_and_each_change_keeps_what_it_said() {
    for world in ready().await {
        let app = &world.installation.app;
        let study = world.scopes[2].id;
        let handle = written(&world, &format!("part=participant_researcher&{NOTE}")).await;
        let change = format!("/field-notes/{handle}/change");
        let researcher = world.cookie(Role::Researcher).await;
        let form = "dated=2026-01-06&title=The stairs&text=I was late.";
        let done = act(&world, &researcher, &change, form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let page = get(&world, &researcher, &change).await;
        for word in [
            "Version 2",
            "CANARY I was early.",
            "The corridor",
            "I was late.",
        ] {
            assert!(page.contains(word), "the history lacks {word}: {page}");
        }
        crate::study::import(&world).await.unwrap();
        let all = documents::all(app.db.read(), study).await.unwrap();
        let note = all.iter().find(|one| one.handle == handle).unwrap();
        assert_eq!(
            (note.kind, note.title.as_str()),
            (Kind::FieldNote, "The stairs")
        );
        let turns = documents::turns(app.db.read(), note.id).await.unwrap();
        assert_eq!(turns[0].text, "I was late.");
        let versions = field_notes::versions(app.db.read(), note.id).await.unwrap();
        assert_eq!(versions.len(), 2);
        let lead = world.cookie(Role::ResearchLead).await;
        let lead = world
            .get(&format!("/studies/saltmarsh-study{change}"), Some(&lead))
            .await;
        assert_eq!(lead.status, 409, "somebody else's note");
        // A folder cannot take its place.
        let mut files = crate::study::files();
        files.insert(
            format!("field_notes/{handle}.txt"),
            b"Author: Interviewer I1\n\nAnother.".to_vec(),
        );
        let source = analysis::Source {
            files,
            ..analysis::Source::default()
        };
        let refused = analysis::import(app, &world.scopes[2], source).await;
        let analysis::ImportError::Problems(problems) = refused.unwrap_err() else {
            panic!("the folder was refused for another reason");
        };
        let words = problems[0].to_string();
        assert!(
            words.contains("a note of this id was written here"),
            "{words}"
        );
    }
}

#[tokio::test]
async fn p6_withdrawing_takes_the_notes_along_and_the_preview_says_so() {
    for world in ready().await {
        let app = &world.installation.app;
        let study = world.scopes[2].id;
        let handle = written(&world, &format!("part=participant_researcher&{NOTE}")).await;
        let researcher = world.cookie(Role::Researcher).await;
        let form = "dated=2026-01-06&title=The stairs&text=CANARY still here.";
        let change = format!("/field-notes/{handle}/change");
        act(&world, &researcher, &change, form).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let own = participant(&world, "K1").await;
        let page = format!("/consent/{own}/withdraw");
        let preview = get(&world, &lead, &page).await;
        assert!(preview.contains("1 field note<"), "{preview}");
        assert!(preview.contains("1 transcript<"), "{preview}");
        let done = act(&world, &lead, &page, "scope=whole").await;
        assert_eq!(done.status, 303, "{}", done.body);
        let found = dump::holding(&world, &["CANARY", "The stairs", "The corridor"]).await;
        assert!(
            found.iter().all(|place| !place.contains("note")),
            "{found:?}"
        );
        let all = team::all(app.db.read(), study).await.unwrap();
        assert_eq!(all[0].participant, None);
        let rows = dump::rows(&world).await;
        assert!(rows["written_notes"].is_empty() && rows["note_versions"].is_empty());
    }
}

#[tokio::test]
async fn an_interviewer_writes_about_an_interview_whose_participant_agrees_and_learns_of_no_other()
{
    for world in worded("rule=always").await {
        let new = NewMember {
            interviews: true,
            ..NewMember::default()
        };
        let me = member(&world, Role::Researcher, new).await;
        signs(&world, "K2", &[Use::Analyse]).await;
        let researcher = world.cookie(Role::Researcher).await;
        let about = async |handle: &str| {
            let form = format!("part=interviewer&about={handle}&{NOTE}");
            act(&world, &researcher, "/field-notes/write", &form).await
        };
        let page = get(&world, &researcher, "/field-notes/write").await;
        assert!(page.contains("You have nobody to interview yet."), "{page}");
        let others = about("K2").await;
        assert_eq!(others.status, 422, "the interview of somebody else");
        matches(&world, "K1", &me).await;
        let (unknown, unsigned) = (about("Nobody").await, about("K1").await);
        assert_eq!(others.body.replace("K2", "K1"), unsigned.body);
        assert_eq!((unknown.status, unsigned.status), (422, 422));
        assert_eq!(unknown.body.replace("Nobody", "K1"), unsigned.body);
        let form = format!("part=participant_researcher&{NOTE}");
        let other = act(&world, &researcher, "/field-notes/write", &form).await;
        assert_eq!(other.status, 422, "not a participant-researcher");
        matches(&world, "K2", &me).await;
        let done = about("K2").await;
        assert_eq!(done.status, 303, "{}", done.body);
        let list = get(&world, &researcher, "/field-notes").await;
        assert!(list.contains("Interviewer R1"), "{list}");
        for bad in [
            "dated=2099-01-01&title=x&text=x",
            "dated=2026-01-01&title=&text=x",
            "dated=2026-01-01&title=x&text=",
        ] {
            let form = format!("part=interviewer&about=K2&{bad}");
            let answer = act(&world, &researcher, "/field-notes/write", &form).await;
            assert_eq!(answer.status, 422, "{bad}");
        }
    }
}

#[tokio::test]
async fn p13_an_interviewer_reads_and_changes_notes_of_their_own_interviews_alone() {
    for (world, crew) in crate::interviews::studies(&[2, 2]).await {
        let app = &world.installation.app;
        let study = world.scopes[2].id;
        signs(&world, "K1", &[Use::Analyse]).await;
        signs(&world, "K2", &[Use::Analyse]).await;
        matches(&world, "K1", &crew[0].member).await;
        matches(&world, "K2", &crew[1].member).await;
        for (one, about) in [(&crew[0], "K1"), (&crew[1], "K2")] {
            let form = format!("part=interviewer&about={about}&{NOTE}");
            let cookie = one.cookie(&world).await;
            let done = act(&world, &cookie, "/field-notes/write", &form).await;
            assert_eq!(done.status, 303, "{}", done.body);
        }
        let status = async |cookie: &str, end: &str| {
            let path = format!("/studies/saltmarsh-study{end}");
            world.get(&path, Some(cookie)).await.status
        };
        let sees = async |cookie: &str, handle: &str| {
            let list = get(&world, cookie, "/field-notes").await;
            let change = format!("/field-notes/{handle}/change");
            (
                list.contains(handle),
                status(cookie, &format!("/documents/{handle}")).await,
                status(cookie, &change).await,
            )
        };
        let first = crew[0].cookie(&world).await;
        assert_eq!(sees(&first, "R1-note-1").await, (true, 200, 200));
        assert_eq!(sees(&first, "R2-note-1").await, (false, 404, 404));
        let change = "/field-notes/R2-note-1/change";
        assert_eq!(act(&world, &first, change, NOTE).await.status, 404);
        let lead = world.cookie(Role::ResearchLead).await;
        assert_eq!(sees(&lead, "R2-note-1").await, (true, 200, 409));
        // Once the interview is somebody else's, so are its notes; whoever analyses reads them all.
        matches(&world, "K1", &crew[1].member).await;
        assert_eq!(sees(&first, "R1-note-1").await, (false, 404, 404));
        let analyst = Member {
            analyses: true,
            ..crew[0].member.clone()
        };
        let tx = app.db.write().await.unwrap();
        team::change(&tx, study, &analyst).await.unwrap();
        tx.commit(app, Event::installation("test", "analyses"))
            .await
            .unwrap();
        assert_eq!(sees(&first, "R1-note-1").await, (true, 200, 200));
        assert_eq!(sees(&first, "R2-note-1").await, (true, 200, 409));
    }
}
