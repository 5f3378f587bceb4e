//! Coding: three interviews by keyboard alone, one of them also blind by somebody else, at once in two windows.

use analysis::folder::ReadOptions;
use analysis::{Source, import};
use platform::access::{self, Role};
use platform::audit::Event;
use study::team::{self, NewMember};
use thirtyfour::Key;

use crate::browser::Browser;
use crate::journey::{DESK, Journey, PHONE};

const STUDY: &str = "/studies/saltmarsh-study";
const ANALYST: NewMember = NewMember {
    interviews: false,
    checks: false,
    analyses: true,
    room: 0,
    participant: None,
};

/// Three invented interviews of a few lines and two codes.
fn files() -> Vec<(String, Vec<u8>)> {
    let participants = "participant,gender,interview_date,interview_length,cohort,status\n\
        K1,,2031-03-04,41 min,Members,completed\n\
        K2,,2031-03-05,42 min,Members,completed\n\
        K3,,2031-03-06,43 min,Members,completed\n";
    let interview = |id: &str, words: &str| {
        let text = format!(
            "Interviewer: How was it?\n\n{id}: {words}\n\nInterviewer: And then?\n\n{id}: Then the door closed. I sat down.\n"
        );
        (format!("transcripts/{id}-interview.txt"), text.into_bytes())
    };
    vec![
        ("participants.csv".to_owned(), participants.as_bytes().to_vec()),
        ("codes.csv".to_owned(), b"code,definition,parent\nLeaving,Getting out of the door,\nAsking,Asking for it,Leaving\n".to_vec()),
        ("research_questions.csv".to_owned(), b"id,question\nRQ1,How do they leave?\n".to_vec()),
        ("quotes.csv".to_owned(), b"theme,subtheme,facet,quote,research_questions,participant,document\n".to_vec()),
        interview("K1", "Nobody says no. The rota says no."),
        interview("K2", "I went by the side door. Somebody rang at ten to one."),
        interview("K3", "I never asked. My name was on the list."),
    ]
}

impl Journey {
    /// The study with its interviews.
    async fn studied(&self) {
        self.holds_a_study(files()).await;
    }

    /// A study of these files.
    pub async fn holds_a_study(&self, files: impl IntoIterator<Item = (String, Vec<u8>)>) {
        let app = &self.house.app;
        let source = Source {
            files: files.into_iter().collect(),
            options: ReadOptions::default(),
            ..Source::default()
        };
        let scope = self.house.scope(Role::ResearchLead);
        import(app, scope, source)
            .await
            .expect("the study is whole");
    }

    /// Signs in as somebody who analyses.
    pub async fn analyses(&self, role: Role) {
        self.sign_in(role).await;
        let app = &self.house.app;
        let scope = self.house.scope(role);
        let holders = access::holders(app, scope.id, role).await;
        let holder = holders.expect("grants can be read").pop();
        let account = holder.expect("somebody has signed in").account;
        let tx = app.db.write().await.expect("the database can be written");
        team::add(&tx, app, scope, account, ANALYST)
            .await
            .expect("they join the team");
        let joined = Event {
            chain: scope.slug.clone(),
            ..Event::installation("test", "team")
        };
        tx.commit(app, joined).await.expect("it is committed");
    }

    async fn opens(&self, document: &str) {
        self.goto(&format!("{STUDY}/documents/{document}/coding"))
            .await;
        self.until_true(
            "the desk",
            "return document.querySelector('[data-canvas]')?.dataset.ready === 'true'",
        )
        .await;
        self.run("document.querySelector('#turn-1').focus()", Vec::new())
            .await;
    }

    /// Presses keys one after another, each with these held down.
    async fn keys(&self, held: &[Key], keys: &str) {
        let mut chain = self.browser.window().action_chain();
        for key in held {
            chain = chain.key_down(key.clone());
        }
        chain = chain.send_keys(keys);
        for key in held.iter().rev() {
            chain = chain.key_up(key.clone());
        }
        chain.perform().await.expect("keys can be pressed");
    }

    async fn key(&self, held: &[Key], key: Key) {
        self.keys(held, &char::from(key).to_string()).await;
    }

    /// Waits until everything is saved and these codings stand beside the text: names, each with its layer if it is another's.
    async fn coded(&self, names: &str) {
        let script = format!(
            "return [...document.querySelectorAll('.marks > li')].map((one) => one.textContent.trim()).join('; ') === '{names}' \
             && document.querySelector('[data-saving]').textContent === 'Everything is saved.'"
        );
        self.until_true(names, &script).await;
    }

    /// Says at a passage of the conversation, counted from 1, what was said and what came of it.
    async fn settles(&self, passage: usize, note: &str, outcome: &str) {
        let section = format!("section[id^='passage-']:nth-of-type({passage})");
        self.press(&format!("{section} summary")).await;
        self.press(&format!("{section} textarea")).await;
        self.type_keys(note).await;
        self.press(&format!("{section} input[value='{outcome}']"))
            .await;
        self.press(&format!("{section} button")).await;
        self.says(note).await;
    }

    async fn announces(&self, words: &str) {
        let script =
            format!("return document.querySelector('[data-says]').textContent.includes('{words}')");
        self.until_true(words, &script).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_interviews_are_coded_by_keyboard_one_of_them_also_blind_and_each_sees_the_other_when_the_pass_is_closed()
 {
    let mut journey = Journey::start(DESK).await;
    journey.studied().await;
    journey.analyses(Role::ResearchLead).await;
    let mut other = Browser::open().await;
    std::mem::swap(&mut journey.browser, &mut other);
    journey.analyses(Role::Researcher).await;
    journey.goto(&format!("{STUDY}/blind-passes")).await;
    journey.looks_right().await;
    journey
        .fill("What", "K1-interview, Interview with K1")
        .await;
    journey.click_text("Begin the pass").await;
    journey.expect_heading("One blind pass is open").await;
    journey.opens("K1-interview").await;
    journey.says("You code this alone for now").await;

    // The first analyst, by keyboard: a sentence, the last code again, a new code, an edge.
    std::mem::swap(&mut journey.browser, &mut other);
    journey.opens("K1-interview").await;
    journey.key(&[], Key::Down).await;
    journey.key(&[], Key::Enter).await;
    journey.keys(&[], "leav").await;
    journey.looks_right().await;
    journey.key(&[], Key::Enter).await;
    journey
        .announces("Coded: Leaving, turn 2. One coding here.")
        .await;
    journey.key(&[Key::Alt], Key::Right).await;
    journey.keys(&[], ".").await;
    journey.coded("Leaving; Leaving").await;
    journey.key(&[Key::Control, Key::Shift], Key::Right).await;
    journey.keys(&[], "z").await;
    journey.keys(&[], "ero").await;
    journey.key(&[Key::Shift], Key::Enter).await;
    journey.coded("Leaving; zero; Leaving").await;
    journey.keys(&[Key::Alt, Key::Control], "]").await;
    journey.announces("zero now: The rota").await;
    journey.key(&[], Key::Delete).await;
    journey.keys(&[], "zero").await;
    journey.key(&[], Key::Enter).await;
    journey.coded("Leaving; Leaving").await;
    journey.keys(&[Key::Control], "z").await;
    journey.coded("Leaving; zero; Leaving").await;
    journey.keys(&[Key::Control, Key::Shift], "z").await;
    journey.coded("Leaving; Leaving").await;
    journey.looks_right().await;
    for document in ["K2-interview", "K3-interview"] {
        journey.opens(document).await;
        journey.key(&[], Key::Down).await;
        journey.keys(&[], "t").await;
        journey.keys(&[], "ask").await;
        journey.key(&[], Key::Enter).await;
        journey.coded("Asking").await;
    }

    // The second has seen nothing of it, and codes the same interview.
    std::mem::swap(&mut journey.browser, &mut other);
    journey.coded("").await;
    journey.key(&[], Key::Down).await;
    journey.keys(&[], "ask").await;
    journey.key(&[], Key::Enter).await;
    journey.coded("Asking").await;
    journey
        .goto(&format!("{STUDY}/documents/K1-interview/coding"))
        .await;
    journey.coded("Asking").await;
    journey.click_text("Close my pass").await;
    journey.expect_heading("No blind pass is open").await;
    journey.opens("K1-interview").await;
    let both = "return document.querySelectorAll('.marks > li').length === 3";
    journey.until_true("both layers", both).await;

    // What one codes now comes to the other's window by itself.
    std::mem::swap(&mut journey.browser, &mut other);
    journey.opens("K1-interview").await;
    std::mem::swap(&mut journey.browser, &mut other);
    journey.key(&[], Key::Up).await;
    journey.key(&[], Key::Enter).await;
    journey.keys(&[], "leav").await;
    journey.key(&[], Key::Enter).await;
    std::mem::swap(&mut journey.browser, &mut other);
    let told = "return document.querySelectorAll('#turn-1 .marks > li').length === 1";
    journey.until_true("what the other coded", told).await;
    journey.browser.resize(PHONE.0, PHONE.1).await;
    journey.looks_right().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_coded_one_interview_apart_talk_over_where_they_differ_and_say_what_came_of_it() {
    const CONVERSATION: &str = "/studies/saltmarsh-study/documents/K1-interview/conversation";
    let mut journey = Journey::start(DESK).await;
    journey.studied().await;
    journey.analyses(Role::ResearchLead).await;
    journey.opens("K1-interview").await;
    journey.key(&[], Key::Down).await;
    for code in ["leav", "ask"] {
        journey.key(&[], Key::Enter).await;
        journey.keys(&[], code).await;
        journey.key(&[], Key::Enter).await;
        journey.key(&[Key::Alt], Key::Right).await;
    }
    journey.coded("Leaving; Asking").await;
    journey
        .run("document.querySelector('#turn-4').focus()", Vec::new())
        .await;
    journey.keys(&[], "t").await;
    journey.keys(&[], "leav").await;
    journey.key(&[], Key::Enter).await;
    journey.coded("Leaving; Asking; Leaving").await;

    // The other codes the same interview blind, and finds nothing to talk over as long as the pass is open.
    let mut other = Browser::open().await;
    std::mem::swap(&mut journey.browser, &mut other);
    journey.analyses(Role::Researcher).await;
    journey.goto(&format!("{STUDY}/blind-passes")).await;
    journey
        .fill("What", "K1-interview, Interview with K1")
        .await;
    journey.click_text("Begin the pass").await;
    journey.expect_heading("One blind pass is open").await;
    journey.opens("K1-interview").await;
    journey.key(&[], Key::Down).await;
    journey.key(&[], Key::Enter).await;
    journey.keys(&[], "ask").await;
    journey.key(&[], Key::Enter).await;
    journey.coded("Asking").await;
    journey
        .run("document.querySelector('#turn-4').focus()", Vec::new())
        .await;
    journey.key(&[], Key::Enter).await;
    journey.keys(&[], "leav").await;
    journey.key(&[], Key::Enter).await;
    journey.coded("Asking; Leaving").await;
    let nothing = "Nothing to talk over in K1-interview yet";
    journey.goto(CONVERSATION).await;
    journey.expect_heading(nothing).await;
    journey.looks_right().await;
    std::mem::swap(&mut journey.browser, &mut other);
    journey.goto(CONVERSATION).await;
    journey.expect_heading(nothing).await;

    // Once it is closed both see the same three passages, and each adds to what was said.
    std::mem::swap(&mut journey.browser, &mut other);
    journey.opens("K1-interview").await;
    journey.click_text("Close my pass").await;
    journey.expect_heading("No blind pass is open").await;
    journey.goto(CONVERSATION).await;
    let three = "3 passages of K1-interview to talk over";
    journey.expect_heading(three).await;
    for words in [
        "Turn 2: the codes differ",
        "Turn 2: only",
        "Turn 4: the boundaries differ",
    ] {
        journey.says(words).await;
    }
    journey.looks_right().await;
    journey
        .settles(1, "No is asked for, and left.", "both_stay")
        .await;
    journey.says("Both stay").await;
    std::mem::swap(&mut journey.browser, &mut other);
    journey.goto(CONVERSATION).await;
    journey.expect_heading(three).await;
    journey.says("No is asked for, and left.").await;
    journey
        .settles(3, "Sitting down belongs to it.", "revised")
        .await;
    journey.settles(2, "We read on.", "left_open").await;
    for words in ["Both stay", "Revised", "Left open"] {
        journey.says(words).await;
    }
    journey.looks_right().await;
    journey.browser.resize(PHONE.0, PHONE.1).await;
    journey.looks_right().await;

    // Nothing that was settled has changed a coding.
    std::mem::swap(&mut journey.browser, &mut other);
    journey.goto(CONVERSATION).await;
    journey.expect_heading(three).await;
    journey.says("Sitting down belongs to it.").await;
    journey.says("We read on.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_coded_without_a_connection_waits_and_is_saved_when_it_is_back() {
    let mut journey = Journey::start(DESK).await;
    journey.studied().await;
    journey.analyses(Role::ResearchLead).await;
    journey.opens("K1-interview").await;
    journey.house.vanish();
    journey.key(&[], Key::Down).await;
    journey.key(&[], Key::Enter).await;
    journey.keys(&[], "leav").await;
    journey.key(&[], Key::Enter).await;
    let waits = "return document.querySelector('[data-saving]').textContent.startsWith('No connection. One act waits')";
    journey.until_true("it waits", waits).await;
    let shown =
        "return document.querySelector('.marks > li').textContent === 'Leaving not saved yet'";
    journey.until_true("it is shown", shown).await;
    journey.house.come_back();
    journey.coded("Leaving").await;
    journey.opens("K1-interview").await;
    journey.coded("Leaving").await;
}
