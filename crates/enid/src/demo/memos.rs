//! Memos, journals, phases and reading in the study of the demo.

use analysis::memos::{self, Kind, On, Target, Wish};
use analysis::phases::{self, Phase, Statement};
use analysis::{codes, themes, trail};
use anyhow::{Context as _, Result, anyhow};
use platform::App;
use platform::access::Scope;
use study::dates::today;
use study::journal::{self, Entry, Visibility};
use study::rows::random_id;
use study::{documents, reading, team};
use uuid::Uuid;

use super::fill::event;
use super::joining::days_ago;

/// When each analyst went where: days ago, which analyst, what they stated.
const COURSE: [(i64, usize, Statement); 9] = [
    (150, 0, Statement::Enter(Phase::Familiarise)),
    (146, 1, Statement::Enter(Phase::Familiarise)),
    (120, 0, Statement::Enter(Phase::Code)),
    (112, 1, Statement::Enter(Phase::Code)),
    (108, 1, Statement::Leave(Phase::Familiarise)),
    (70, 0, Statement::Enter(Phase::Generate)),
    (64, 0, Statement::Leave(Phase::Code)),
    (40, 0, Statement::Enter(Phase::Code)),
    (21, 0, Statement::Enter(Phase::Develop)),
];

/// What two analysts have written beside the codes.
pub(super) async fn fill(app: &App, study: &Scope) -> Result<()> {
    let members = team::all(app.db.read(), study.id).await?;
    let [first, second] = members.as_slice() else {
        return Err(anyhow!("the demo has a team of two"));
    };
    let analysts = [first.id, second.id];
    for (days, who, statement) in COURSE {
        let then = days_ago(app, days)?;
        let tx = then.db.write().await?;
        phases::state(&tx, &then, study.id, Some(analysts[who]), statement).await?;
        tx.commit(&then, event(study, "demo", "a phase")).await?;
    }
    memos(app, study, analysts).await?;
    journals(app, study, analysts).await?;
    read(app, study, analysts).await
}

async fn memos(app: &App, study: &Scope, [first, second]: [Uuid; 2]) -> Result<()> {
    let trail = trail::load(app.db.read(), study.id).await?;
    let book = codes::Book::of(&trail::replay(&trail.events), &trail)?;
    let (_, code) = *book.walk().first().context("the demo has codes")?;
    let themes = themes::all(app.db.read(), study.id).await?;
    let theme = themes.first().context("the demo has themes")?.id;
    let all = documents::all(app.db.read(), study.id).await?;
    let read = all.iter().find(|one| one.turns > 1);
    let document = read.context("the demo has documents")?.id;
    let turns = documents::turns(app.db.read(), document).await?;
    let lengths = turns.iter().map(|turn| turn.text.chars().count());
    let lengths: Vec<u32> = lengths.filter_map(|one| u32::try_from(one).ok()).collect();
    let [asked, said, ..] = lengths.as_slice() else {
        return Err(anyhow!("the demo has no turn to write a memo on"));
    };
    let target = |on, id| Target {
        on,
        id,
        document: None,
        span: None,
    };
    let in_document = |on, span| Target {
        document: Some(document),
        span,
        ..target(on, document)
    };
    let passage = (asked + 1, asked + 1 + (*said).min(60));
    let written = [
        (
            first,
            Kind::Method,
            target(On::Study, study.id),
            "We code for what is said about leaving and coming back first, and read for what the group does second.\n\nWhere both stand in one sentence the longer passage is coded once.",
        ),
        (
            second,
            Kind::Definition,
            target(On::Code, code),
            "Not every mention of the rota belongs here: only where it decides.",
        ),
        (
            first,
            Kind::Theory,
            target(On::Theme, theme),
            "Reads like the work of permission: who gives it, who pays for it. Compare with what is written on emotional labour.",
        ),
        (
            first,
            Kind::Linguistic,
            in_document(On::Span, Some(passage)),
            "The tense changes in the middle of the sentence, as if it still went on.",
        ),
        (
            second,
            Kind::Personal,
            in_document(On::Document, None),
            "I know this corridor too well. Before coding: what would somebody hear who has never stood in it?",
        ),
    ];
    for (days, (member, kind, target, text)) in (1..).zip(written.into_iter().rev()) {
        let then = days_ago(app, 3 * days)?;
        let tx = then.db.write().await?;
        let wish = Wish::Write(kind, text.to_owned(), target);
        let done = memos::act(&tx, &then, study.id, Some(member), &wish).await?;
        done.map_err(|now| anyhow!("a memo of the demo: {now}"))?;
        tx.commit(&then, event(study, "demo", "a memo")).await?;
    }
    Ok(())
}

async fn journals(app: &App, study: &Scope, [first, second]: [Uuid; 2]) -> Result<()> {
    let written = [
        (
            38,
            first,
            Visibility::Team,
            "Went back to coding. The third theme said what the questions had asked; nobody had told us that.",
        ),
        (
            30,
            second,
            Visibility::Private,
            "I was cross with M3 all morning and only later saw why: I had been the one who did not come off nights.",
        ),
        (
            9,
            first,
            Visibility::Publishable,
            "As a doctor of the same training year I heard complaint first where others in the team heard care.",
        ),
    ];
    for (days, member, visibility, text) in written {
        let then = days_ago(app, days)?;
        let tx = then.db.write().await?;
        let entry = Entry {
            id: random_id(&then),
            member,
            dated: today(&then),
            visibility,
            about: None,
            text: text.to_owned(),
            written_at: then.now(),
        };
        journal::write(&tx, &then, study.id, &entry).await?;
        tx.commit_bookkeeping().await?;
    }
    Ok(())
}

/// The first has read the first documents to their end and stopped in the next; the second has begun.
async fn read(app: &App, study: &Scope, [first, second]: [Uuid; 2]) -> Result<()> {
    let all = documents::all(app.db.read(), study.id).await?;
    let read = all.iter().filter(|one| one.turns > 3).take(4);
    for (place, document) in (0i64..).zip(read) {
        let then = days_ago(app, 140 - 8 * place)?;
        let tx = then.db.write().await?;
        let turn = match place {
            3 => document.turns / 2,
            _ => document.turns,
        };
        reading::keep(&tx, &then, study.id, (first, document.id), turn).await?;
        if place == 0 {
            reading::keep(&tx, &then, study.id, (second, document.id), 2).await?;
        }
        tx.commit(&then, event(study, "demo", "read")).await?;
    }
    Ok(())
}
