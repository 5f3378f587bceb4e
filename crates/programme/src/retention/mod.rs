//! How long what a programme holds is kept, and what removes it (trust RET-1, programme R11).

mod due;
mod store;

use platform::Result;
use platform::access::{self, ScopeKind};
use platform::jobs::BoxFuture;
use platform::retention::{Class, Reach, Sweep, Sweeping};

use crate::{facilitators, people, sites};

const EACH: Reach = Reach::Each(ScopeKind::Programme);

/// The classes of a programme's tables.
pub const CLASSES: &[Class] = &[
    Class {
        name: "drafts",
        counts: "after a rota was handed in and not put in place",
        period: "1 day",
        note: "A file of a hospital names everybody on it",
        tables: &[&["rota_drafts"]],
        reach: EACH,
        sweep: Some(drafts as Sweep),
    },
    Class {
        name: "rotas",
        counts: "after the last day of a rota",
        period: "1 year",
        note: "The rest rules look back half a year",
        tables: &[&["rota_lines", "rota_imports"]],
        reach: EACH,
        sweep: Some(rotas as Sweep),
    },
    Class {
        name: "residents",
        counts: "after a doctor left or was taken off the list, else after the last run",
        period: "2 years",
        note: "Certificates and questions about a run",
        tables: &[&[
            "residents",
            "placements",
            "ties",
            "declared_conflicts",
            "joinings",
            "joining_events",
            "joining_reasons",
            "certificates",
            "rota_names",
            "mobiles",
        ]],
        reach: EACH,
        sweep: Some(residents as Sweep),
    },
    Class {
        name: "facilitators",
        counts: "after a facilitator was taken off the list, else after the last run",
        period: "2 years",
        note: "Logs that an accrediting body may ask for",
        tables: &[&[
            "facilitators",
            "facilitator_statements",
            "training_entries",
            "training_documents",
            "training_pathways",
            "supervision_entries",
        ]],
        reach: EACH,
        sweep: Some(facilitators_of as Sweep),
    },
    Class {
        name: "register",
        counts: "after the run",
        period: "2 years",
        note: "Questions about attendance and release",
        tables: &[&[
            "attendances",
            "boundary_events",
            "register_changes",
            "register_views",
            "releases",
            "release_events",
            "release_batches",
            "feeds",
        ]],
        reach: EACH,
        sweep: Some(register as Sweep),
    },
    Class {
        name: "contacts",
        counts: "after the last run, names and addresses of rota desks and tutors",
        period: "2 years",
        note: "What else is known of a hospital names nobody",
        tables: &[&[
            "sites",
            "caps",
            "stated_caps",
            "former_addresses",
            "rota_layouts",
            "shift_codes",
            "travels",
            "venues",
            "slots",
            "programme_imports",
            "expressions_of_interest",
            "cost_rates",
        ]],
        reach: EACH,
        sweep: Some(contacts as Sweep),
    },
    Class {
        name: "plans",
        counts: "after the run",
        period: "7 years",
        note: "Figures that a funder was given can be made again; doctors are bare identifiers in them",
        tables: &[&[
            "plans",
            "plan_wishes",
            "plan_searches",
            "sessions",
            "session_minutes",
            "cost_lines",
            "lotteries",
            "lottery_draws",
            "lottery_tickets",
        ]],
        reach: EACH,
        sweep: Some(plans as Sweep),
    },
];

fn drafts<'a>(sweeping: &'a mut Sweeping<'_>) -> BoxFuture<'a, Result<()>> {
    Box::pin(store::remove_drafts(sweeping))
}

fn rotas<'a>(sweeping: &'a mut Sweeping<'_>) -> BoxFuture<'a, Result<()>> {
    Box::pin(store::remove_rotas(sweeping))
}

fn residents<'a>(sweeping: &'a mut Sweeping<'_>) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let last = store::session_ends(sweeping).await?.into_iter().max();
        let (app, tx) = (sweeping.app, sweeping.tx);
        for (resident, person) in store::residents(sweeping).await? {
            if due::is_over(&person, last, sweeping.before)
                && people::forget(tx, app, resident, people::Reason::Period).await?
            {
                sweeping.count("residents", 1);
            }
        }
        Ok(())
    })
}

fn facilitators_of<'a>(sweeping: &'a mut Sweeping<'_>) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let last = store::session_ends(sweeping).await?.into_iter().max();
        let (app, tx) = (sweeping.app, sweeping.tx);
        for (facilitator, person) in store::facilitators(sweeping).await? {
            if due::is_over(&person, last, sweeping.before)
                && facilitators::forget(tx, app, facilitator).await?
            {
                sweeping.count("facilitators", 1);
            }
        }
        Ok(())
    })
}

fn register<'a>(sweeping: &'a mut Sweeping<'_>) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let ends = store::session_ends(sweeping).await?;
        match due::last_run_over(&ends, sweeping.before) {
            Some(by) => store::remove_registers(sweeping, by).await,
            None => Ok(()),
        }
    })
}

fn plans<'a>(sweeping: &'a mut Sweeping<'_>) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let ends = store::session_ends(sweeping).await?;
        match due::last_run_over(&ends, sweeping.before) {
            Some(by) => store::remove_plans(sweeping, by).await,
            None => Ok(()),
        }
    })
}

fn contacts<'a>(sweeping: &'a mut Sweeping<'_>) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let last = store::session_ends(sweeping).await?.into_iter().max();
        let programme = store::programme(sweeping)?;
        let made = access::made_at(sweeping.tx.connection(), programme).await?;
        if last.unwrap_or(made).max(made) < sweeping.before {
            let rows = sites::forget_contacts(sweeping.tx, sweeping.app, programme).await?;
            sweeping.count("sites", rows);
        }
        Ok(())
    })
}
