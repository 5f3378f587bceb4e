//! What a desk sees of each request (trust AC-5): the doctor, their own code, the hours away, who is out together, rest,
//! the answer, and who could swap.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use platform::{App, Result, access};
use rest::Verdict;
use uuid::Uuid;

use super::answer::{self, Desk, Tally};
use super::event::Actor;
use super::events_store::{self, Happened};
use super::judge::{Count, Judge, Judged};
use super::state::State;
use super::store::{self, Release};
use super::{batch_store, mark};
use crate::people::{self, Homes};
use crate::planning;
use crate::rotas::verdict_why;
use crate::wording::{clock, full_date, hours, listed, moment, short_date};

/// The requests of one site that lie ahead.
#[derive(Default)]
pub(super) struct DeskRows {
    pub total: usize,
    pub waiting: usize,
    pub ready: usize,
    pub days: Vec<Day>,
    pub caption: String,
    /// Who sent the newest batch.
    pub from: Option<String>,
    pub answer_by: Option<Date>,
    /// The site's own doctors, whom it may offer.
    pub doctors: Vec<(Uuid, String)>,
    most: String,
    need_a_word: usize,
}

/// A day with requests.
pub(super) struct Day {
    pub name: String,
    pub rows: Vec<Row>,
}

/// One request as its desk sees it.
pub(super) struct Row {
    pub id: Uuid,
    pub doctor: String,
    pub date: String,
    pub code: String,
    pub shift: String,
    pub away: String,
    pub hours: String,
    /// The same as instants, for files.
    pub from: jiff::Timestamp,
    pub to: jiff::Timestamp,
    pub at_once: Option<(usize, usize)>,
    pub cover: Option<String>,
    pub leaves: String,
    pub returns: String,
    pub together: String,
    pub limit: String,
    pub is_over: bool,
    pub rest: (&'static str, &'static str, &'static str),
    pub why: String,
    pub state: (&'static str, &'static str, String),
    pub answered: String,
    pub may_approve: bool,
    /// Why it cannot be approved now; empty where it can.
    pub stands_in_the_way: String,
    pub may_offer: bool,
    pub may_withdraw: bool,
    pub swaps: String,
    pub is_waiting: bool,
}

impl DeskRows {
    /// Collects them.
    pub(super) async fn of(app: &App, desk: &Desk) -> Result<Self> {
        let all = store::of_plan(app, desk.plan, Some(desk.site), None).await?;
        let now = app.now();
        let ahead: Vec<Release> = all
            .iter()
            .filter(|one| one.returns_at > now && one.state != State::Draft)
            .cloned()
            .collect();
        let session_of = super::sessions_of(app, desk.plan).await?;
        let judge = Judge::of(app, desk.programme, &ahead).await?;
        let judged = judge.judge(&ahead, &all, &session_of)?;
        let ids: Vec<Uuid> = ahead.iter().map(|one| one.id).collect();
        let happened = events_store::happened(app.db.read(), &ids).await?;
        let names: BTreeMap<Uuid, String> = people::listed(app, desk.programme)
            .await?
            .into_iter()
            .map(|one| (one.id, one.resident.full_name))
            .collect();
        let seen = Seen {
            app,
            desk,
            judge: &judge,
            names: &names,
            zone: planning::zone()?,
        };
        let mut tally = Tally::default();
        let mut rows = Self {
            total: ahead.len(),
            doctors: doctors(app, desk).await?,
            most: most(&judged),
            ..Self::default()
        };
        for release in &ahead {
            let judged = &judged[&release.id];
            let mut done = happened.get(&release.id).into_iter().flatten().rev();
            let what = done.find(|what| !tells_attendance(what.to));
            let row = seen.row(release, judged, what);
            rows.waiting += usize::from(row.is_waiting);
            let fits = tally.fits(judged, |count| count.agreed);
            if row.is_waiting && row.stands_in_the_way.is_empty() && fits {
                tally.add(judged);
                rows.ready += 1;
            } else if row.is_waiting {
                rows.need_a_word += 1;
            }
            rows.put(row, release, &seen.zone);
        }
        rows.caption = caption(&ahead, &seen.zone);
        if let Some(batch) = batch_store::batches(app.db.read(), desk.programme)
            .await?
            .into_iter()
            .find(|batch| ahead.iter().any(|one| one.batch == Some(batch.id)))
        {
            rows.answer_by = Some(batch.answer_by);
            if let Some(by) = batch.sent_by {
                rows.from = Some(access::name_of(app, by).await?);
            }
        }
        Ok(rows)
    }

    fn put(&mut self, row: Row, release: &Release, zone: &TimeZone) {
        let at = release.leaves_at.to_jiff().to_zoned_datetime(zone.clone());
        let name = full_date(at.date());
        match self.days.last_mut().filter(|day| day.name == name) {
            Some(day) => day.rows.push(row),
            None => self.days.push(Day {
                name,
                rows: vec![row],
            }),
        }
    }

    /// The state of the whole, in four pairs.
    pub(super) fn facts(&self) -> Vec<(&'static str, String)> {
        if self.total == 0 {
            return Vec::new();
        }
        vec![
            (
                "Ready to approve",
                format!("{} of {}", self.ready, self.total),
            ),
            (
                "Need a word from you",
                match self.need_a_word {
                    0 => "none".to_owned(),
                    number => format!("{number}: your limit, or a rota not known"),
                },
            ),
            ("Answered", (self.total - self.waiting).to_string()),
            ("Most away at once", self.most.clone()),
        ]
    }
}

/// The doctors who work at the desk's site on any day of the requests, by name.
pub(super) async fn doctors(app: &App, desk: &Desk) -> Result<Vec<(Uuid, String)>> {
    let today = planning::today(app)?;
    let last = today
        .checked_add(jiff::Span::new().weeks(52))
        .unwrap_or(today);
    let own = Homes::of(app, desk.programme)
        .await?
        .at(desk.site, today, last);
    let mut doctors: Vec<(Uuid, String)> = people::listed(app, desk.programme)
        .await?
        .into_iter()
        .filter(|one| own.contains_key(&one.id))
        .map(|one| (one.id, one.resident.full_name))
        .collect();
    doctors.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(doctors)
}

/// What every row is made with.
struct Seen<'a> {
    app: &'a App,
    desk: &'a Desk,
    judge: &'a Judge,
    names: &'a BTreeMap<Uuid, String>,
    zone: TimeZone,
}

impl Seen<'_> {
    fn row(&self, release: &Release, judged: &Judged, last: Option<&Happened>) -> Row {
        let zone = &self.zone;
        let at = |instant: platform::clock::Instant| clock(instant.to_jiff(), zone);
        let is_ahead = release.leaves_at > self.app.now();
        let may_approve = is_ahead && answer::may_approve(self.desk.doer.actor, release.state);
        let is_waiting = is_ahead && answer::waits_for(self.desk.doer.actor, release.state);
        let is_coordinator = self.desk.doer.actor == Actor::Coordinator;
        let leaves = release.leaves_at.to_jiff().to_zoned_datetime(zone.clone());
        let shift = self.judge.shift_of(release);
        let (together, limit, is_over) = together(release, judged);
        Row {
            id: release.id,
            doctor: self.name(release.resident),
            date: short_date(leaves.date()),
            code: match release.shift_code.as_str() {
                "" => "–".to_owned(),
                code => code.to_owned(),
            },
            shift: shift.map_or_else(
                || "hours not known".to_owned(),
                |(start, end)| format!("{} to {}", clock(start, zone), clock(end, zone)),
            ),
            away: format!("{} to {}", at(release.leaves_at), at(release.returns_at)),
            hours: format!("{} with the way", hours(release.minutes())),
            from: release.leaves_at.to_jiff(),
            to: release.returns_at.to_jiff(),
            at_once: judged.tightest().map(|count| (count.together, count.cap)),
            cover: release.cover.map(|cover| cover.label().to_owned()),
            leaves: at(release.leaves_at),
            returns: at(release.returns_at),
            together,
            limit,
            is_over,
            rest: rest_chip(judged),
            why: rest_words(judged, zone),
            state: match tells_attendance(release.state) {
                true => ("info", "clock", "Away until then".to_owned()),
                false => {
                    let mark = mark(release);
                    (mark.kind, mark.icon, mark.word)
                }
            },
            answered: last.map_or_else(String::new, |what| self.answered(what)),
            may_approve,
            stands_in_the_way: match may_approve {
                true => stands_in_the_way(judged),
                false => String::new(),
            },
            may_offer: is_waiting && is_coordinator,
            may_withdraw: is_coordinator && release.state.is_agreed(),
            swaps: match may_approve {
                true => self.swaps(release),
                false => String::new(),
            },
            is_waiting,
        }
    }

    fn name(&self, resident: Uuid) -> String {
        let name = self.names.get(&resident).cloned();
        name.unwrap_or_else(|| "A doctor who is no longer listed".into())
    }

    fn swaps(&self, release: &Release) -> String {
        let names: Vec<String> = self
            .judge
            .swaps(release)
            .into_iter()
            .map(|id| self.name(id))
            .collect();
        listed(&names)
    }

    fn answered(&self, what: &Happened) -> String {
        let when = moment(what.at.to_jiff(), &self.zone);
        let who = match what.actor {
            Actor::Coordinator if what.by == self.desk.doer.by => "you, ",
            Actor::Coordinator => "your desk, ",
            Actor::Tutor => "the tutor, ",
            Actor::Director => "the director, ",
            _ => "",
        };
        format!("{who}{when}")
    }
}

/// Whether a state says who came. A desk reads release windows, never attendance (R5), and it can look between the end
/// of a session and the way back.
fn tells_attendance(state: State) -> bool {
    matches!(state, State::Taken | State::NotTaken)
}

fn rest_chip(judged: &Judged) -> (&'static str, &'static str, &'static str) {
    match judged.verdict() {
        Some(Verdict::NeedsRelease) => ("ok", "check", "Rest is kept"),
        Some(Verdict::MayAttend | Verdict::OwnChoice) => ("info", "person", "Not on duty"),
        Some(Verdict::Never) => ("no", "moon", "Cannot attend"),
        Some(Verdict::Unknown) | None => ("unknown", "ask", "Not known"),
    }
}

/// Minutes from which a rest rule is too far away to be worth saying.
const FAR: i64 = 24 * 60;

fn rest_words(judged: &Judged, zone: &TimeZone) -> String {
    let Some(finding) = &judged.finding else {
        return "the doctor works nowhere in the programme on that day".into();
    };
    match (finding.verdict, finding.margin) {
        (Verdict::NeedsRelease, Some(minutes)) if minutes < FAR => {
            format!("{} to spare", hours(minutes))
        }
        (Verdict::NeedsRelease, _) => "no rest rule is near".to_owned(),
        _ => verdict_why(finding, zone),
    }
}

/// How many are out together, and how that stands to the limit.
fn together(release: &Release, judged: &Judged) -> (String, String, bool) {
    if !release.state.is_open() {
        return ("not counted".into(), String::new(), false);
    }
    let Some(Count { cap, together, .. }) = judged.tightest() else {
        return ("not counted".into(), String::new(), false);
    };
    let words = match together.cmp(cap) {
        std::cmp::Ordering::Less => "within your limit",
        std::cmp::Ordering::Equal => "at your limit",
        std::cmp::Ordering::Greater if *cap == 0 => "your limit lets nobody go",
        std::cmp::Ordering::Greater => "over your limit",
    };
    (format!("{together} of {cap}"), words.into(), together > cap)
}

fn stands_in_the_way(judged: &Judged) -> String {
    match judged.verdict() {
        Some(Verdict::NeedsRelease) => {}
        Some(Verdict::Never) => return "Rest comes first. Nothing can pass this.".into(),
        Some(Verdict::MayAttend | Verdict::OwnChoice) => {
            return "By your newest rota the doctor is not on duty then.".into();
        }
        Some(Verdict::Unknown) | None => {
            return "Send a newer rota, or say what the code means.".into();
        }
    }
    let full = judged.caps.iter().find(|count| count.agreed >= count.cap);
    match full {
        None => String::new(),
        Some(Count { cap: 0, .. }) => "Your limit lets nobody go. Refuse, or raise it.".into(),
        Some(Count { agreed, .. }) => {
            format!("{agreed} agreed already. Refuse this one, or raise your limit.")
        }
    }
}

/// The most who are away at once, in words.
fn most(judged: &BTreeMap<Uuid, Judged>) -> String {
    let counts = judged.values().flat_map(|one| &one.caps);
    match counts.max_by_key(|count| count.together) {
        None => "nobody".into(),
        Some(count) => format!("{}; your limit then is {}", count.together, count.cap),
    }
}

fn caption(releases: &[Release], zone: &TimeZone) -> String {
    let date = |at: platform::clock::Instant| {
        short_date(at.to_jiff().to_zoned_datetime(zone.clone()).date())
    };
    match (releases.first(), releases.last()) {
        (Some(first), Some(last)) => format!(
            "{} requests, {} to {}, in your own shift codes",
            releases.len(),
            date(first.leaves_at),
            date(last.leaves_at)
        ),
        _ => String::new(),
    }
}
