//! The dry run: what a draft holds, what of it is not known, and what it would change.

use std::collections::{BTreeMap, BTreeSet};

use formats::table::RawBook;
use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use platform::keys::PersonKey;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::calendar;
use super::content::Content;
use super::draft_store::{self, Draft};
use super::store;
use super::verdicts::{self, VerdictChange};
use crate::people::{self, Homes};
use crate::planning;
use crate::rotas::difference::{Difference, Said, Statements, difference};
use crate::rotas::names::{self, Names};
use crate::rotas::reading::{self, Known, RotaReading};
use crate::rotas::remark::Remark;
use crate::rotas::store::{StoredShift, Wanted, standing};
use crate::rotas::{Shift, ShiftCode, Source, codes_store};
use crate::sites::{self, StoredSite};

/// What stands around a draft.
pub(super) struct Ground {
    pub site: StoredSite,
    pub key: PersonKey,
    pub codes: Vec<ShiftCode>,
    pub people: Vec<Doctor>,
    pub zone: TimeZone,
    pub today: Date,
    pub homes: Homes,
    pub site_codes: BTreeMap<Uuid, String>,
    names: Names,
}

/// A doctor whom a label may mean.
pub(super) struct Doctor {
    pub id: Uuid,
    pub reference: String,
    pub name: String,
    pub is_here: bool,
}

/// What a draft says.
pub(in crate::rotas) struct Understood {
    /// The file as it was understood; none where it could not be read at all.
    pub reading: std::result::Result<RotaReading, Remark>,
    /// The sheets of a workbook.
    pub(super) sheets: Vec<String>,
    /// Who the labels were said to be, in their plain form; none for "not one of ours".
    pub(super) names: BTreeMap<String, Option<Uuid>>,
}

/// What a draft would change.
pub(in crate::rotas) struct Changes {
    /// Against the rota before.
    pub difference: Difference<Uuid>,
    /// Sessions to which somebody could come before and cannot now, or the other way round.
    pub(super) verdicts: Vec<VerdictChange>,
}

impl Understood {
    /// Whether it can be put in place.
    pub fn may_apply(&self) -> bool {
        self.reading
            .as_ref()
            .is_ok_and(|reading| reading.faults().next().is_none() && !reading.shifts.is_empty())
    }
}

impl Ground {
    /// Gathers it for a site of this programme.
    pub async fn of(app: &App, programme: Uuid, site: Uuid) -> Result<Self> {
        let stored = sites::listed(app, programme).await?;
        let site = stored
            .into_iter()
            .find(|stored| stored.id == site)
            .ok_or(Error::NotFound)?;
        let zone = planning::zone()?;
        let today = planning::today(app)?;
        let homes = Homes::of(app, programme).await?;
        let ahead = today
            .checked_add(calendar::DAYS_AHEAD.days())
            .map_err(Error::internal)?;
        let here = homes.at(site.id, today, ahead);
        let people: Vec<Doctor> = people::listed(app, programme)
            .await?
            .into_iter()
            .map(|stored| Doctor {
                is_here: here.contains_key(&stored.id),
                id: stored.id,
                reference: stored.resident.reference,
                name: stored.resident.full_name,
            })
            .collect();
        let ids: Vec<String> = people.iter().map(|one| one.id.to_string()).collect();
        let names = Names::new(
            ids.iter()
                .zip(&people)
                .map(|(id, one)| (id.as_str(), one.reference.as_str(), one.name.as_str())),
        );
        Ok(Self {
            key: draft_store::site_key(app.db.read(), app, sites::person_of(app, site.id).await?)
                .await?,
            codes: codes_store::of_site(app, site.id, &site.site.code).await?,
            site_codes: sites::codes(app, programme).await?,
            people,
            zone,
            today,
            homes,
            names,
            site,
        })
    }

    /// The doctor of an identifier, by name.
    pub fn name(&self, id: Uuid) -> String {
        let found = self.people.iter().find(|one| one.id == id);
        found.map_or_else(
            || "somebody no longer listed".into(),
            |one| one.name.clone(),
        )
    }

    /// Doctors whom a label may mean, those of the site first.
    pub fn near(&self, label: &str) -> Vec<Uuid> {
        self.names
            .near(label)
            .into_iter()
            .filter_map(|id| id.parse().ok())
            .collect()
    }
}

/// A workbook, or why it cannot be opened.
type Opened = std::result::Result<RawBook, Remark>;

/// Reads a draft, and says where the rota breaks the rules of its own site.
pub(super) async fn understand(app: &App, ground: &Ground, draft: &Draft) -> Result<Understood> {
    let book = match (&draft.content, draft.source) {
        (Content::File { bytes, .. }, Source::Grid) => {
            // Unpacking a workbook takes a while: not on the thread that serves others.
            let bytes = bytes.clone();
            let opened = tokio::task::spawn_blocking(move || reading::open(&bytes)).await;
            Some(opened.map_err(Error::internal)?)
        }
        _ => None,
    };
    let sheets = match &book {
        Some(Ok(book)) => book.sheets.iter().map(|sheet| sheet.name.clone()).collect(),
        _ => Vec::new(),
    };
    let names = remembered(app, ground, draft, &book).await?;
    let mut reading = read(app, ground, draft, book, &names).await?;
    if let Ok(read) = &mut reading {
        let breaches = verdicts::breaches(ground, &read.shifts);
        read.remarks.extend(breaches);
    }
    Ok(Understood {
        reading,
        sheets,
        names,
    })
}

/// Compares what a draft says with what stands.
pub(super) async fn changes(
    app: &App,
    programme: Uuid,
    ground: &Ground,
    draft: &Draft,
    understood: &Understood,
) -> Result<Changes> {
    let Ok(read) = &understood.reading else {
        return Ok(Changes {
            difference: difference(&Statements::new(), &Statements::new()),
            verdicts: Vec::new(),
        });
    };
    let before = replaced(app, programme, ground, draft, &read.shifts).await?;
    let difference = difference(&said_before(&before), &said_now(&read.shifts));
    let verdicts = if read.faults().next().is_none() {
        verdicts::changed(app, programme, draft.source, &before, &read.shifts).await?
    } else {
        Vec::new()
    };
    Ok(Changes {
        difference,
        verdicts,
    })
}

async fn read(
    app: &App,
    ground: &Ground,
    draft: &Draft,
    book: Option<Opened>,
    remembered: &BTreeMap<String, Option<Uuid>>,
) -> Result<std::result::Result<RotaReading, Remark>> {
    let who = |label: &str| {
        let said = remembered.get(&names::plain(label));
        match said {
            Some(said) => said.map(|id| id.to_string()),
            None => ground.names.find(label).map(str::to_owned),
        }
    };
    let is_placed = |resident: &str, date: Date| {
        let resident = resident.parse::<Uuid>().ok();
        resident.and_then(|id| ground.homes.on(id, date)) == Some(ground.site.id)
    };
    let known = Known {
        site: &ground.site.site.code,
        codes: &ground.codes,
        zone: &ground.zone,
        today: ground.today,
        who: &who,
        is_placed: &is_placed,
    };
    match book {
        Some(Ok(book)) => {
            let layout = match &draft.layout {
                Some(layout) => Some(layout.clone()),
                None => store::layout_of(app, ground.site.id)
                    .await?
                    .and_then(|earlier| reading::renewed(&book, &earlier, ground.today)),
            };
            return Ok(reading::read_book(&book, layout.as_ref(), &known));
        }
        Some(Err(remark)) => return Ok(Err(remark)),
        None => {}
    }
    Ok(match (&draft.content, draft.source) {
        (Content::Pattern(pattern), _) => Ok(reading::read_entries(&pattern.entries(), &known)),
        (Content::File { bytes, .. }, Source::Rows) => reading::read_rows(bytes, &known),
        (Content::File { bytes, .. }, Source::Calendar) => {
            let Some(resident) = draft.resident else {
                return Err(Error::internal("a draft of a calendar is somebody's"));
            };
            calendar::understood(app, ground, bytes, resident).await?
        }
        (Content::File { bytes, .. }, _) => reading::read_grid(bytes, None, &known),
    })
}

/// Who the labels of the file were said to be, in this draft or in an earlier file of the site.
async fn remembered(
    app: &App,
    ground: &Ground,
    draft: &Draft,
    book: &Option<Opened>,
) -> Result<BTreeMap<String, Option<Uuid>>> {
    let mut known = BTreeMap::new();
    if let Some(Ok(book)) = book {
        let texts: BTreeSet<&str> = book
            .sheets
            .iter()
            .flat_map(|sheet| &sheet.rows)
            .flatten()
            .map(|cell| cell.text.trim())
            .filter(|text| text.chars().any(char::is_alphabetic))
            .collect();
        known = store::remembered(app, ground.site.id, texts.into_iter()).await?;
    }
    known.extend(draft.names.iter().map(|(label, id)| (label.clone(), *id)));
    Ok(known)
}

/// The facts that would give way.
async fn replaced(
    app: &App,
    programme: Uuid,
    ground: &Ground,
    draft: &Draft,
    shifts: &[Shift],
) -> Result<Vec<StoredShift>> {
    let mut extents: BTreeMap<(Uuid, Uuid), (Date, Date)> = BTreeMap::new();
    let site_ids: BTreeMap<&str, Uuid> = ground
        .site_codes
        .iter()
        .map(|(id, code)| (code.as_str(), *id))
        .collect();
    for shift in shifts {
        if let (Ok(resident), Some(site)) = (
            shift.resident.parse::<Uuid>(),
            site_ids.get(shift.site.as_str()),
        ) {
            let extent = extents
                .entry((resident, *site))
                .or_insert((shift.date, shift.date));
            *extent = (extent.0.min(shift.date), extent.1.max(shift.date));
        }
    }
    let residents: BTreeSet<Uuid> = extents.keys().map(|(resident, _)| *resident).collect();
    let wanted = Wanted {
        residents: Some(residents.into_iter().collect()),
        dates: None,
    };
    let facts = standing(app.db.read(), programme, &wanted).await?;
    Ok(facts
        .into_iter()
        .filter(|fact| fact.source.standing() == draft.source.standing())
        .filter(|fact| {
            extents
                .get(&(fact.resident, fact.site))
                .is_some_and(|(first, last)| (*first..=*last).contains(&fact.date))
        })
        .collect())
}

fn said_before(facts: &[StoredShift]) -> Statements<Uuid> {
    let mut said = Statements::new();
    for fact in facts {
        let hours = (!fact.whole_day).then_some((fact.start, fact.end));
        said.entry((fact.resident, fact.date))
            .or_default()
            .insert(Said::new(&fact.code, fact.kind, hours));
    }
    said
}

fn said_now(shifts: &[Shift]) -> Statements<Uuid> {
    let mut said = Statements::new();
    for shift in shifts {
        if let Ok(resident) = shift.resident.parse::<Uuid>() {
            let hours = shift.start.zip(shift.end).filter(|_| !shift.whole_day);
            said.entry((resident, shift.date))
                .or_insert_with(BTreeSet::new)
                .insert(Said::new(&shift.code, shift.kind, hours));
        }
    }
    said
}
