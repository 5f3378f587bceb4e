//! The two forms of an interviewer: the appointment, and what was held. They keep what was written.

use serde::Deserialize;
use uuid::Uuid;

use super::when::{self, Fault};
use super::{Appointment, Held, Interview, Mode, Others, PlaceKind, Session};
use crate::durations::InterviewLength;
use crate::rows::storable;

/// Longest way to come together, in characters.
const LONGEST: usize = 300;
/// Longest appointment, in minutes.
const LONGEST_MINUTES: i64 = 12 * 60;

/// The appointment as it is written.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AppointmentForm {
    #[serde(default)]
    pub(super) date: String,
    #[serde(default)]
    pub(super) time: String,
    #[serde(default)]
    pub(super) zone: String,
    #[serde(default)]
    pub(super) minutes: String,
    #[serde(default)]
    pub(super) mode: String,
    #[serde(default)]
    pub(super) joining: String,
}

impl AppointmentForm {
    /// As the appointment stands, or empty.
    pub(super) fn of(standing: Option<&Interview>) -> Self {
        let Some((one, planned)) = standing.and_then(|one| Some((one, one.planned?))) else {
            return Self {
                date: String::new(),
                time: String::new(),
                zone: when::ZONE.to_owned(),
                minutes: "60".to_owned(),
                mode: Mode::Video.word().to_owned(),
                joining: String::new(),
            };
        };
        let (date, time) = when::in_fields(planned.0, &one.zone);
        Self {
            date,
            time,
            zone: one.zone.clone(),
            minutes: planned.1.to_string(),
            mode: one.mode.word().to_owned(),
            joining: one.joining.clone(),
        }
    }

    /// The appointment, or what needs another look.
    pub(super) fn read(&self) -> Result<Appointment, Vec<Fault>> {
        let start = when::moment(&self.date, &self.time, &self.zone);
        let mut faults = start.as_ref().err().cloned().unwrap_or_default();
        let minutes = self.minutes.trim().parse::<i64>().ok();
        let minutes = minutes.filter(|minutes| (1..=LONGEST_MINUTES).contains(minutes));
        if minutes.is_none() {
            faults.push(("minutes", "Write how many minutes, such as 60.".to_owned()));
        }
        let mode = self.mode.parse::<Mode>().ok();
        if mode.is_none() {
            faults.push(("mode", "Choose how you meet.".to_owned()));
        }
        let joining = self.joining.trim();
        if joining.chars().count() > LONGEST || joining.chars().any(char::is_control) {
            faults.push((
                "joining",
                format!("Write one line of at most {LONGEST} characters."),
            ));
        }
        match (start, minutes, mode, faults.is_empty()) {
            (Ok(start), Some(minutes), Some(mode), true) => Ok(Appointment {
                start,
                minutes,
                zone: self.zone.trim().to_owned(),
                mode,
                joining: storable(joining),
            }),
            _ => Err(faults),
        }
    }
}

/// What was held as it is written.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeldForm {
    #[serde(default)]
    pub(super) date: String,
    #[serde(default)]
    pub(super) time: String,
    #[serde(default)]
    pub(super) zone: String,
    #[serde(default)]
    pub(super) length: String,
    #[serde(default)]
    pub(super) mode: String,
    #[serde(default)]
    pub(super) place: String,
    #[serde(default)]
    pub(super) others: String,
    #[serde(default)]
    pub(super) guide: String,
}

impl HeldForm {
    /// As it was entered before, else as it was planned; the newest version of the guide stands first.
    pub(super) fn of(standing: Option<&Interview>, newest: Option<Uuid>) -> Self {
        let held = standing.and_then(|one| one.held);
        let planned = standing.and_then(|one| one.planned);
        let start = held
            .map(|held| held.started_at)
            .or(planned.map(|(start, _)| start));
        let zone = standing.map_or(when::ZONE, |one| &one.zone);
        let (date, time) =
            start.map_or_else(Default::default, |start| when::in_fields(start, zone));
        let guide = match held {
            Some(held) => held.guide_version,
            None => newest,
        };
        Self {
            date,
            time,
            zone: zone.to_owned(),
            length: held.map_or_else(String::new, |held| held.length.to_string()),
            mode: standing
                .map_or(Mode::Video, |one| one.mode)
                .word()
                .to_owned(),
            place: held.map_or_else(String::new, |held| held.place.word().to_owned()),
            others: held.map_or_else(String::new, |held| held.others.word().to_owned()),
            guide: guide.map_or_else(String::new, |id| id.to_string()),
        }
    }

    /// What was held, or what needs another look; `guides` are the versions that can be named.
    pub(super) fn read(&self, guides: &[Uuid]) -> Result<Held, Vec<Fault>> {
        let start = when::moment(&self.date, &self.time, &self.zone);
        let mut faults = start.as_ref().err().cloned().unwrap_or_default();
        let length = InterviewLength::parse(&self.length, None);
        if let Err(error) = &length {
            let example = InterviewLength::EXAMPLE;
            faults.push((
                "length",
                format!("Write how long it took, such as {example} ({error})."),
            ));
        }
        let mode = self.mode.parse::<Mode>();
        if mode.is_err() {
            faults.push(("mode", "Choose how you met.".to_owned()));
        }
        let place = self.place.parse::<PlaceKind>();
        if place.is_err() {
            faults.push(("place", "Choose where the participant was.".to_owned()));
        }
        let others = self.others.parse::<Others>();
        if others.is_err() {
            faults.push(("others", "Choose who else was there.".to_owned()));
        }
        let guide_version = match self.guide.trim() {
            "" => None,
            text => text.parse().ok().filter(|id| guides.contains(id)),
        };
        if guide_version.is_none() && !self.guide.trim().is_empty() {
            faults.push(("guide", "Choose the version that you used.".to_owned()));
        }
        match (start, length, mode, place, others, faults.is_empty()) {
            (Ok(started_at), Ok(length), Ok(mode), Ok(place), Ok(others), true) => Ok(Held {
                mode,
                zone: self.zone.trim().to_owned(),
                session: Session {
                    started_at,
                    length,
                    place,
                    others,
                    guide_version,
                },
            }),
            _ => Err(faults),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_appointment_that_cannot_be_names_every_field_and_one_that_can_is_read() {
        let mut form = AppointmentForm {
            date: "8 December".into(),
            time: "two".into(),
            zone: "Nowhere".into(),
            minutes: "0".into(),
            mode: "pigeon".into(),
            joining: "a\nb".into(),
        };
        let faults = form.read().unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|(field, _)| *field).collect();
        assert_eq!(
            fields,
            ["date", "time", "zone", "minutes", "mode", "joining"]
        );
        form = AppointmentForm {
            date: "2026-12-08".into(),
            time: "14:00".into(),
            ..AppointmentForm::of(None)
        };
        let read = form.read().unwrap();
        assert_eq!((read.minutes, read.mode), (60, Mode::Video));
    }

    #[test]
    fn what_was_held_needs_its_time_length_and_circumstances_and_no_guide_of_another_study() {
        let guide = Uuid::from_u128(7);
        let mut form = HeldForm::of(None, Some(guide));
        let faults = form.read(&[]).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|(field, _)| *field).collect();
        assert_eq!(
            fields,
            ["date", "time", "length", "place", "others", "guide"]
        );
        form = HeldForm {
            date: "2026-12-08".into(),
            time: "14:00".into(),
            length: "48 min".into(),
            place: "home".into(),
            others: "nobody".into(),
            ..form
        };
        let held = form.read(&[guide]).unwrap();
        assert_eq!(held.session.guide_version, Some(guide));
        assert_eq!(held.session.length.to_string(), "48 minutes");
        form.guide = String::new();
        assert_eq!(form.read(&[]).unwrap().session.guide_version, None);
    }
}
