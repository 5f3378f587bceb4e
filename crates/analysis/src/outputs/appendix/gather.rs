//! What of a study stands in its appendix, as far as whoever asks may see it.

use super::super::codebook;
use super::{Act, Appendix, History, Quoted, Stretch, Told};
use crate::acts::Saying;
use crate::codes::Book;
use crate::folder::stored;
use crate::outputs::table2_rows;
use crate::phases::{self, Phase};
use crate::themes::{THEME, Themes};
use crate::trail::{self, Acts, STRUCTURAL, Trail};
use jiff::civil::Date;
use platform::access::Viewer;
use platform::{App, Result};
use study::dates::{day_of, end_of};
use study::rights::Analyst;
use study::team::{self, Member};

/// Gathers an appendix with the codebook at the ends of these days, and with the quotes where they are chosen.
///
/// # Errors
/// The database cannot be read.
pub(in crate::outputs) async fn gather(
    app: &App,
    viewer: &Viewer,
    (days, with_quotes): (&[Date], bool),
) -> Result<Appendix> {
    let study = viewer.scope()?.id;
    let analyst = Analyst::of(app, viewer).await?;
    let trail = trail::seen(app, study, analyst.member).await?;
    let members = team::all(app.db.read(), study).await?;
    let acts = Acts::of(&trail.events);
    let saying = Saying::of(&trail, &acts, &members)?;
    let mut codebooks = Vec::new();
    for day in days {
        codebooks.push((*day, book_of(&trail, *day)?));
    }
    let quotes = match with_quotes {
        true => Some(quoted(app, study).await?),
        false => None,
    };
    Ok(Appendix {
        phases: stretches(&trail, &acts, &members),
        acts: done(&trail, &acts, &saying),
        codebooks,
        themes: histories(&trail, &saying)?,
        quotes,
    })
}

fn book_of(trail: &Trail, day: Date) -> Result<Vec<codebook::Row>> {
    let events = match end_of(day) {
        Some(end) => trail::until(&trail.events, end),
        None => &trail.events[..],
    };
    let book = Book::of(&trail::replay(events), trail)?;
    Ok(codebook::rows(&book, events, None))
}

fn stretches(trail: &Trail, acts: &Acts<'_>, members: &[Member]) -> Vec<Stretch> {
    let courses = phases::courses(&trail.events, acts).into_iter();
    let named = courses.map(|course| (team::author(members, course.member), course));
    let named: Vec<_> = named.collect();
    let all = phases::stretches(&named).into_iter();
    let told = all.map(|(one, who)| Stretch {
        who,
        phase: in_words(one.phase),
        from: day_of(one.from),
        until: one.until.map(day_of),
        how: match (one.is_first, one.is_return) {
            (true, _) => "first time",
            (_, true) => "return",
            _ => "again",
        },
    });
    told.collect()
}

fn in_words(phase: Phase) -> String {
    format!("{} {}", phase.number(), phase.in_words())
}

fn done(trail: &Trail, acts: &Acts<'_>, saying: &Saying<'_>) -> Vec<Act> {
    let whys = trail::whys(trail);
    let told = trail::done(trail).into_iter().rev().map(|act| {
        let id = act.first.act;
        let phase = act.first.phase.as_deref().and_then(Phase::of_word);
        Act {
            day: day_of(act.first.at),
            who: saying.who(act.first.member),
            phase: phase.map(in_words).unwrap_or_default(),
            kind: act.kind.to_owned(),
            what: saying.act(id),
            whys: whys.get(&id).cloned().unwrap_or_default(),
            is_structural: STRUCTURAL.contains(&act.kind),
            is_taken_back: acts.is_taken_back(id),
        }
    });
    told.collect()
}

fn histories(trail: &Trail, saying: &Saying<'_>) -> Result<Vec<History>> {
    let themes = Themes::of(&trail::replay(&trail.events), trail)?;
    let history = |id| {
        let theme = themes.theme(id)?;
        let about = trail.events.iter();
        let about = about.filter(|event| event.subject.0 == THEME && event.subject.1 == id);
        let told = about.map(|event| Told {
            day: day_of(event.at),
            who: saying.who(event.member),
            what: saying.event(event),
            why: saying.words(event.why.as_ref()).to_owned(),
        });
        Some(History {
            path: themes.path(id).join(" > "),
            status: match theme.merged_into {
                Some(into) => format!("merged into {}", themes.path(into).join(" > ")),
                None => theme.status.as_str().to_owned(),
            },
            concept: themes.words(theme.concept.as_ref()).to_owned(),
            story: themes.story(theme),
            events: told.collect(),
        })
    };
    let walk = themes.walk().into_iter();
    Ok(walk.filter_map(|(_, id)| history(id)).collect())
}

/// What Table 2 prints, and so nothing of who said it.
async fn quoted(app: &App, study: uuid::Uuid) -> Result<Vec<Quoted>> {
    let (folder, _, _) = stored(app.db.read(), study).await?;
    let rows = table2_rows(&folder).into_iter();
    let quoted = rows.map(|row| {
        let below = row.below_theme();
        let names = [row.theme, below];
        let names: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
        Quoted {
            place: names.join(" > "),
            words: row.quote,
            questions: row.questions.join("\n"),
        }
    });
    Ok(quoted.collect())
}
