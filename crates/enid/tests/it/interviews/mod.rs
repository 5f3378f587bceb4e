//! Who interviews whom, and when (study R5, R12 to R15, P13), through the real router and on both databases.

mod appointments;
mod held;
mod matching;
mod own_answers;
mod times;
mod what_follows;

use platform::access::{self, NewAccount, NewGrant, Role};
use platform::audit::Event;
use platform::mail::Mail;
use study::team::{self, Member, NewMember};
use uuid::Uuid;

use crate::consent::{self, BASE, act, get, invited, participant};
use crate::release::letters;
use crate::world::World;

/// Somebody who interviews, with the account that it is.
pub struct Crew {
    pub member: Member,
    pub account: Uuid,
    pub name: &'static str,
    pub email: &'static str,
}

/// A study with a wording and interviewers with this much room.
pub async fn studies(rooms: &[i64]) -> Vec<(World, Vec<Crew>)> {
    let mut all = Vec::new();
    for world in consent::worded("rule=always").await {
        let crew = crew(&world, rooms).await;
        all.push((world, crew));
    }
    all
}

async fn crew(world: &World, rooms: &[i64]) -> Vec<Crew> {
    let people = [
        ("Dr Ada Interviewer", "ada@canary-team.example"),
        ("Dr Ben Interviewer", "ben@canary-team.example"),
        ("Dr Cleo Interviewer", "cleo@canary-team.example"),
    ];
    let (app, study) = (&world.installation.app, &world.scopes[2]);
    let mut crew = Vec::new();
    for ((name, email), room) in people.into_iter().zip(rooms) {
        let tx = app.db.write().await.unwrap();
        let account = access::create(&tx, app, NewAccount { name, email })
            .await
            .unwrap();
        let grant = NewGrant {
            account,
            role: Role::Researcher,
            subject: None,
        };
        access::grant(&tx, app, study, grant).await.unwrap();
        let new = NewMember {
            interviews: true,
            room: *room,
            ..NewMember::default()
        };
        let member = team::add(&tx, app, study, account, new).await.unwrap();
        tx.commit(app, Event::installation("test", "team"))
            .await
            .unwrap();
        crew.push(Crew {
            member,
            account,
            name,
            email,
        });
    }
    crew
}

impl Crew {
    /// A cookie of the interviewer.
    pub async fn cookie(&self, world: &World) -> String {
        let app = &world.installation.app;
        let tx = app.db.write().await.unwrap();
        let token = access::begin(&tx, app, self.account).await.unwrap();
        tx.commit(app, Event::installation("test", "sign-in"))
            .await
            .unwrap();
        format!("__Host-s={}", token.reveal())
    }

    /// The page of one of their participants.
    pub async fn page(&self, world: &World, handle: &str) -> String {
        let end = format!("/my-interviews/{}", participant(world, handle).await);
        get(world, &self.cookie(world).await, &end).await
    }

    /// Does something with one of their participants, such as `decline`; gives the status.
    pub async fn does(&self, world: &World, handle: &str, what: &str, form: &str) -> u16 {
        let end = format!("/my-interviews/{}/{what}", participant(world, handle).await);
        act(world, &self.cookie(world).await, &end, form)
            .await
            .status
    }

    /// Everything that was mailed to them.
    pub fn letters(&self, world: &World) -> Vec<Mail> {
        letters(world, self.email)
    }
}

/// Somebody who has agreed to everything and answers of each interviewer, with the word of the relation; the cookie.
pub async fn agreed(world: &World, handle: &str, relations: &[(&Crew, &str)]) -> String {
    let me = invited(world, handle).await;
    let signed = consent::sign(world, &me, ["yes", "yes", "yes"]).await;
    assert_eq!(signed.status, 303, "{}", signed.body);
    if !relations.is_empty() {
        answers(world, &me, relations).await;
    }
    me
}

/// Answers of each interviewer.
pub async fn answers(world: &World, me: &str, relations: &[(&Crew, &str)]) {
    let fields: Vec<String> = relations
        .iter()
        .map(|(crew, word)| format!("i-{}={word}", crew.member.id))
        .collect();
    let saved = act(world, me, "/my-interviewers", &fields.join("&")).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
}

/// Matches two by hand.
pub async fn matched(
    world: &World,
    handle: &str,
    crew: &Crew,
    reason: &str,
) -> crate::world::Answer {
    let lead = world.cookie(Role::ResearchLead).await;
    let id = participant(world, handle).await;
    let form = format!(
        "participant={id}&interviewer={}&reason={reason}",
        crew.member.id
    );
    act(world, &lead, "/interviewers/pair", &form).await
}

/// The form of an appointment at two o'clock on this day.
pub fn on(day: &str) -> String {
    format!(
        "date={day}&time=14:00&zone=Europe/London&minutes=60&mode=video&joining=https://call.example/room"
    )
}

/// The form of an interview of 48 minutes.
pub fn held_at(day: &str, time: &str) -> String {
    format!(
        "date={day}&time={time}&zone=Europe/London&length=48 minutes&mode=video&place=home&others=nobody"
    )
}

/// The research lead's page.
pub async fn lead_page(world: &World) -> String {
    get(
        world,
        &world.cookie(Role::ResearchLead).await,
        "/interviewers",
    )
    .await
}

/// The line of a calendar that begins so.
pub fn line<'a>(mail: &'a Mail, begins: &str) -> &'a str {
    let ics = &mail.calendar.as_ref().expect("a letter with an entry").ics;
    ics.lines()
        .find(|line| line.starts_with(begins))
        .unwrap_or("")
}

/// What a letter and its entry say, with the folded lines of the entry joined.
pub fn everything(mail: &Mail) -> String {
    let ics = &mail.calendar.as_ref().expect("a letter with an entry").ics;
    format!("{}{}", mail.body, ics.replace("\r\n ", ""))
}

/// A page without the token of its sign-in.
pub fn masked(page: &str) -> String {
    let mut parts = page.split("name=\"csrf\" value=\"");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |all, part| all + part.split_once('"').unwrap().1)
}

/// The address of a page of the study.
pub fn address(end: &str) -> String {
    format!("{BASE}{end}")
}
