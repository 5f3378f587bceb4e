//! The fields of a form as they came, and what is wrong with them. Values are kept for the page that asks again.

use std::ops::RangeInclusive;
use std::str::FromStr;

use jiff::civil::Date;
use platform::Result;
use platform::web::only;

/// A form that is being read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form {
    fields: Vec<(String, String)>,
    errors: Vec<(&'static str, String)>,
}

impl Form {
    /// A form that was sent, with these fields and no other (trust INP-1); a name that ends in `-` is the beginning of
    /// the names of one field a row.
    ///
    /// # Errors
    /// `Forbidden` for any other field: no page of Enid has sent it.
    pub(crate) fn sent(fields: Vec<(String, String)>, known: &[&str]) -> Result<Self> {
        only(fields.iter().map(|(name, _)| name.as_str()), known)?;
        Ok(Self {
            fields,
            errors: Vec::new(),
        })
    }

    /// A form that is shown for the first time, filled with these values.
    pub(crate) fn filled(values: &[(&str, String)]) -> Self {
        let field = |(name, value): &(&str, String)| ((*name).to_owned(), value.clone());
        Self {
            fields: values.iter().map(field).collect(),
            errors: Vec::new(),
        }
    }

    /// The first value of a field without spaces around it; empty where there is none.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// Every value of a field.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let fields = self.fields.iter().filter(move |(field, _)| field == name);
        fields.map(|(_, value)| value.trim())
    }

    /// Whether a box was ticked.
    pub(crate) fn ticked(&self, name: &str) -> bool {
        !self.value(name).is_empty()
    }

    /// Whether a field holds this value, for a control that shows it.
    pub(crate) fn holds(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|one| one == value)
    }

    /// Puts a value in a field that had none.
    pub(crate) fn keep(&mut self, name: &str, value: &str) {
        self.fields.push((name.to_owned(), value.to_owned()));
    }

    /// Says that a field needs another look.
    pub(crate) fn wrong(&mut self, field: &'static str, sentence: impl Into<String>) {
        self.errors.push((field, sentence.into()));
    }

    /// What is wrong, by field.
    pub(crate) fn errors(&self) -> &[(&'static str, String)] {
        &self.errors
    }

    /// What is wrong with a field; empty where nothing is.
    pub(crate) fn error(&self, field: &str) -> &str {
        let mut errors = self.errors.iter();
        errors
            .find(|(name, _)| *name == field)
            .map_or("", |(_, sentence)| sentence)
    }

    /// A day no later than `last`.
    pub(crate) fn day(&mut self, field: &'static str, last: Date) -> Option<Date> {
        let day = self.value(field).parse::<Date>().ok();
        let day = day.filter(|day| day.year() >= 1990 && *day <= last);
        if day.is_none() {
            self.wrong(field, format!("Choose a day up to {last}, such as {last}."));
        }
        day
    }

    /// Any day of this century; none where the field may be empty and is.
    pub(crate) fn any_day(&mut self, field: &'static str, may_be_empty: bool) -> Option<Date> {
        if may_be_empty && self.value(field).is_empty() {
            return None;
        }
        let day = self.value(field).parse::<Date>().ok();
        let day = day.filter(|day| (2000..2100).contains(&day.year()));
        if day.is_none() {
            self.wrong(field, "Choose a day, such as 2026-11-24.");
        }
        day
    }

    /// A whole number of a range.
    pub(crate) fn whole<T>(&mut self, field: &'static str, range: RangeInclusive<T>) -> Option<T>
    where
        T: FromStr + PartialOrd + std::fmt::Display,
    {
        let number = self.value(field).parse::<T>().ok();
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            let (least, most) = (range.start(), range.end());
            self.wrong(
                field,
                format!("Write a whole number from {least} to {most}."),
            );
        }
        number
    }

    /// A word of a list.
    pub(crate) fn word<T: FromStr>(&mut self, field: &'static str) -> Option<T> {
        let word = self.value(field).parse::<T>().ok();
        if word.is_none() {
            self.wrong(field, "Choose one of the list.");
        }
        word
    }
}
