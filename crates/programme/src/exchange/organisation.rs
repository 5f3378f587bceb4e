//! `sites.csv`, `venues.csv`, `travel.csv` and `caps.csv`.

use super::layout;
use super::problem::Problems;
use super::references::References;
use super::sheet::Sheets;
use super::values;
use crate::sites::{Cap, Site};
use crate::venues::{Travel, Venue};

/// The sites.
pub(super) fn sites(sheets: &Sheets, problems: &mut Problems) -> Vec<Site> {
    let rows = sheets.rows(&layout::SITES, problems, |cells| {
        let code = cells.needed("site_code", values::reference);
        let name = cells.needed("site_name", values::line);
        let organisation = cells.needed("organisation", values::line);
        let nation = cells.needed("nation", values::word);
        let block = cells.needed("block", values::line);
        let rule_pack = cells.needed("rule_pack", values::reference);
        let coordinator_name = cells.needed("coordinator_name", values::line);
        let coordinator_email = cells.needed("coordinator_email", values::email);
        let deputy_email = cells.optional("deputy_email", values::email);
        let tutor_email = cells.needed("tutor_email", values::email);
        let escalation_email = cells.needed("escalation_email", values::email);
        Some(Site {
            code: code?,
            name: name?,
            organisation: organisation?,
            nation: nation?,
            block: block?,
            rule_pack: rule_pack?,
            coordinator_name: coordinator_name?,
            coordinator_email: coordinator_email?,
            deputy_email,
            tutor_email: tutor_email?,
            escalation_email: escalation_email?,
        })
    });
    rows.unique("site_code", problems, |site| site.code.clone())
        .values()
}

/// The venues.
pub(super) fn venues(
    sheets: &Sheets,
    references: &References,
    problems: &mut Problems,
) -> Vec<Venue> {
    let rows = sheets.rows(&layout::VENUES, problems, |cells| {
        let code = cells.needed("venue_code", values::reference);
        let name = cells.needed("venue_name", values::line);
        let address = cells.needed("address", values::line);
        let capacity = cells.needed("capacity", values::whole(1..=1_000));
        let owner_site = references.optional_site(cells, "owner_site_code");
        let step_free = cells.needed("step_free", values::yes_or_no);
        let interruption_free = cells.needed("interruption_free", values::yes_or_no);
        let cost_pence = cells.optional("cost_per_session", values::money);
        let currency = cells.optional("currency", values::currency);
        let weekdays = cells.optional("available_weekdays", values::weekdays);
        let (from, to) = cells.optional_days("available_from", "available_to");
        Some(Venue {
            code: code?,
            name: name?,
            address: address?,
            capacity: capacity?,
            owner_site,
            step_free: step_free?,
            interruption_free: interruption_free?,
            cost_pence,
            currency: currency.unwrap_or_else(|| "GBP".to_owned()),
            weekdays: weekdays.unwrap_or_else(values::every_day),
            from,
            to,
        })
    });
    rows.unique("venue_code", problems, |venue| venue.code.clone())
        .values()
}

/// The ways between sites and venues.
pub(super) fn travel(
    sheets: &Sheets,
    references: &References,
    problems: &mut Problems,
) -> Vec<Travel> {
    let rows = sheets.rows(&layout::TRAVEL, problems, |cells| {
        let site = references.site(cells, "site_code");
        let venue = references.venue(cells, "venue_code");
        let out_minutes = cells.needed("minutes_out", values::whole(0..=600));
        let back_minutes = cells.needed("minutes_back", values::whole(0..=600));
        Some(Travel {
            site: site?,
            venue: venue?,
            out_minutes: out_minutes?,
            back_minutes: back_minutes?,
        })
    });
    let key = |travel: &Travel| (travel.site.clone(), travel.venue.clone());
    rows.unique("venue_code", problems, key).values()
}

/// The caps of the sites.
pub(super) fn caps(sheets: &Sheets, references: &References, problems: &mut Problems) -> Vec<Cap> {
    let rows = sheets.rows(&layout::CAPS, problems, |cells| {
        let site = references.site(cells, "site_code");
        let role = cells.needed("role", values::line);
        let weekday = cells.needed("weekday", values::weekday);
        let from = cells.needed("from", values::time);
        let to = cells.needed("to", values::time);
        let minimum = cells.needed("minimum", values::whole(0..=10_000));
        let max_released = cells.needed("max_released", values::whole(0..=10_000));
        let (valid_from, valid_to) = cells.days("valid_from", "valid_to")?;
        Some(Cap {
            site: site?,
            role: role?,
            weekday: weekday?,
            from: from?,
            to: to?,
            minimum: minimum?,
            max_released: max_released?,
            valid_from,
            valid_to,
        })
    });
    let rows = rows.unique("role", problems, |cap| {
        let weekday = cap.weekday.to_monday_zero_offset();
        let band = (cap.from, cap.to, cap.valid_from);
        (cap.site.clone(), cap.role.clone(), weekday, band)
    });
    rows.values()
}
