//! Everything of a project but its sources.

use std::io::{Seek, Write};

use uuid::Uuid;

use super::super::error::Error;
use super::super::files::MediaFiles;
use super::super::model::{Case, Code, Colour, Link, Set, Stamp, Value, VariableValue};
use super::super::names::{Attribute as A, Element as E};
use super::super::report::Outcome;
use super::{Form, Writer};

impl<W: Write + Seek> Writer<'_, W> {
    pub(super) fn before_sources(&mut self, origin: &str) {
        let project = self.project;
        self.emit.open(E::Project);
        self.emit.attribute(A::Name, &project.name);
        self.emit.attribute(A::Origin, origin);
        self.stamp(project.created, A::CreatingUserGuid, A::CreationDateTime);
        self.stamp(project.modified, A::ModifyingUserGuid, A::ModifiedDateTime);
        self.users();
        if !project.codes.is_empty() {
            self.emit.open(E::CodeBook);
            self.codes();
            self.emit.close();
        }
        self.variables();
        self.cases();
    }

    pub(super) fn after_sources(&mut self, media: &mut dyn MediaFiles) -> Result<(), Error> {
        let project = self.project;
        if !project.notes.is_empty() {
            self.emit.open(E::Notes);
            for note in &project.notes {
                self.document(E::Note, note, media)?;
                self.pass_on()?;
            }
            self.emit.close();
        }
        self.within(E::Links, &project.links, Self::link);
        if self.form != Form::Codebook {
            self.sets();
        }
        self.within(E::Graphs, &project.graphs, Self::graph);
        self.description(project.description.as_deref());
        self.note_refs(&project.note_refs);
        Ok(())
    }

    /// A container with each of its elements; none where there are none (Q3).
    fn within<T>(&mut self, container: E, elements: &[T], write: impl Fn(&mut Self, &T)) {
        if elements.is_empty() {
            return;
        }
        self.emit.open(container);
        for element in elements {
            write(self, element);
        }
        self.emit.close();
    }

    pub(super) fn stamp(&mut self, stamp: Stamp, user: A, time: A) {
        self.emit.optional(user, stamp.user);
        self.emit.time(time, stamp.at);
    }

    pub(super) fn colour(&mut self, colour: Option<Colour>) {
        let spelt = colour.map(|Colour(r, g, b)| format!("#{r:02x}{g:02x}{b:02x}"));
        self.emit.optional(A::Color, spelt);
    }

    pub(super) fn description(&mut self, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.emit.leaf(E::Description, text);
        }
    }

    pub(super) fn references(&mut self, element: E, targets: &[Uuid]) {
        for target in targets {
            self.emit.reference(element, A::TargetGuid, *target);
        }
    }

    pub(super) fn note_refs(&mut self, notes: &[Uuid]) {
        self.references(E::NoteRef, notes);
    }

    pub(super) fn users(&mut self) {
        self.within(E::Users, &self.project.users, |writer, user| {
            writer.emit.open(E::User);
            writer.emit.attribute(A::Guid, user.guid);
            writer.emit.optional(A::Name, user.name.as_ref());
            writer.emit.optional(A::Id, user.id.as_ref());
            writer.emit.close();
        });
    }

    pub(super) fn codes(&mut self) {
        self.within(E::Codes, &self.project.codes, Self::code);
    }

    fn code(&mut self, code: &Code) {
        self.emit.open(E::Code);
        self.emit.attribute(A::Guid, code.guid);
        self.emit.attribute(A::Name, &code.name);
        self.emit.attribute(A::IsCodable, code.codable);
        self.colour(code.colour);
        self.description(code.description.as_deref());
        let muted = self.emit.is_muted();
        self.emit.mute(muted || self.form == Form::Codebook);
        self.note_refs(&code.note_refs);
        self.emit.mute(muted);
        code.children.iter().for_each(|child| self.code(child));
        self.emit.close();
    }

    pub(super) fn variables(&mut self) {
        self.within(E::Variables, &self.project.variables, |writer, variable| {
            writer.emit.open(E::Variable);
            writer.emit.attribute(A::Guid, variable.guid);
            writer.emit.attribute(A::Name, &variable.name);
            writer
                .emit
                .attribute(A::TypeOfVariable, variable.kind.word());
            writer.description(variable.description.as_deref());
            writer.emit.close();
        });
    }

    pub(super) fn values(&mut self, values: &[VariableValue]) {
        for value in values {
            self.emit.open(E::VariableValue);
            self.emit
                .reference(E::VariableRef, A::TargetGuid, value.variable);
            if let Some(value) = &value.value {
                self.value(value);
            }
            self.emit.close();
        }
    }

    fn value(&mut self, value: &Value) {
        let (element, text) = match value {
            Value::Text(text) => return self.emit.leaf(E::TextValue, text),
            Value::Boolean(value) => (E::BooleanValue, value.to_string()),
            Value::Integer(value) => (E::IntegerValue, value.to_string()),
            Value::Float(value) => return self.float(*value),
            Value::Date(day) if day.year() > 0 => (E::DateValue, day.to_string()),
            Value::DateTime(time) if time.to_string().as_bytes().get(4) == Some(&b'-') => {
                (E::DateTimeValue, time.to_string())
            }
            Value::Date(day) => return self.value_as_text(day.to_string()),
            Value::DateTime(time) => return self.value_as_text(time.to_string()),
        };
        self.emit.leaf(element, text);
    }

    /// Digits alone, since the schema has no exponent, and as many as every reader of schemas must take.
    fn float(&mut self, value: f64) {
        let Some(written) = decimal(value) else {
            return self.value_as_text(value.to_string());
        };
        if written != value {
            let what = format!("the value {value:e}, written as {written}");
            let why = "readers need take no more than 18 digits of a number";
            self.emit.find("Q4", Outcome::Changed, what, why);
        }
        self.emit.leaf(E::FloatValue, written.to_string());
    }

    fn value_as_text(&mut self, text: String) {
        let what = format!("the value {text}");
        let why = "the schema has no such number or year; it is written as text";
        self.emit.find("Q6", Outcome::Changed, what, why);
        self.emit.leaf(E::TextValue, text);
    }

    pub(super) fn cases(&mut self) {
        self.within(E::Cases, &self.project.cases, Self::case);
    }

    fn case(&mut self, case: &Case) {
        self.emit.open(E::Case);
        self.emit.attribute(A::Guid, case.guid);
        self.emit.optional(A::Name, case.name.as_ref());
        self.description(case.description.as_deref());
        self.references(E::CodeRef, &case.code_refs);
        self.values(&case.values);
        self.references(E::SourceRef, &case.source_refs);
        self.references(E::SelectionRef, &case.selection_refs);
        self.emit.close();
    }

    fn link(&mut self, link: &Link) {
        self.emit.open(E::Link);
        self.emit.attribute(A::Guid, link.guid);
        self.emit.optional(A::Name, link.name.as_ref());
        let direction = link.direction.map(|direction| direction.word());
        self.emit.optional(A::Direction, direction);
        self.colour(link.colour);
        self.emit.optional(A::OriginGuid, link.origin);
        self.emit.optional(A::TargetGuid, link.target);
        self.note_refs(&link.note_refs);
        self.emit.close();
    }

    pub(super) fn sets(&mut self) {
        self.within(E::Sets, &self.project.sets, Self::set);
    }

    /// A set; a codebook keeps its codes alone, and refers to them otherwise (Q4).
    fn set(&mut self, set: &Set) {
        self.emit.open(E::Set);
        self.emit.attribute(A::Guid, set.guid);
        self.emit.attribute(A::Name, &set.name);
        self.description(set.description.as_deref());
        let codebook = self.form == Form::Codebook;
        let target = if codebook { A::Guid } else { A::TargetGuid };
        for code in &set.codes {
            self.emit.reference(E::MemberCode, target, *code);
        }
        self.emit.mute(codebook);
        self.references(E::MemberSource, &set.sources);
        self.references(E::MemberNote, &set.notes);
        self.emit.mute(false);
        self.emit.close();
    }
}

/// The number nearest to a value whose decimal digits, before and after the point, are at most 18: as many as XML Schema 1.0
/// (part 2, section 3.2.3) asks every validator to take. None for what has no such number.
fn decimal(value: f64) -> Option<f64> {
    const DIGITS: usize = 18;
    let digits = value.abs().to_string();
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    if !value.is_finite() || whole.len() > DIGITS {
        return None;
    }
    let places = DIGITS - whole.len();
    if fraction.len() <= places {
        return Some(value);
    }
    format!("{value:.places$}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn a_number_is_written_with_the_digits_that_every_validator_takes() {
        for kept in [
            0.0,
            -1.5,
            0.1 + 0.2,
            12_345.678_9,
            1e-17,
            999_999_999_999_999.9,
        ] {
            assert_eq!(decimal(kept), Some(kept));
        }
        assert_eq!(decimal(f64::MIN_POSITIVE), Some(0.0));
        assert_eq!(
            decimal(1.234_567_890_123_456_7e-5),
            Some(0.000_012_345_678_901_23)
        );
        for none in [1e18, f64::MAX, f64::INFINITY, f64::NAN] {
            assert_eq!(decimal(none), None);
        }
    }
}
