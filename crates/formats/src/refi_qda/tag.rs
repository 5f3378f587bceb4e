//! One start tag with its attributes, read or to be written.

use std::fmt::{Display, Write as _};

use super::names::{Attribute, Element, Space};

/// A start tag. Its room is used again for the next.
#[derive(Default)]
pub(super) struct Tag {
    /// The name without its prefix.
    pub name: String,
    pub space: Option<Space>,
    /// Values of attributes, one behind the other; [`Self::keep`] says where one begins.
    pub values: String,
    attributes: Vec<(Attribute, u32, u32)>,
    /// Attributes of no schema.
    pub unknown: Vec<String>,
}

impl Tag {
    pub(super) fn get(&self, name: Attribute) -> Option<&str> {
        self.iter()
            .find(|(attribute, _)| *attribute == name)
            .map(|(_, value)| value)
    }

    /// Begins a tag that is to be written.
    pub(super) fn begin(&mut self, space: Space) {
        self.clear();
        self.space = Some(space);
    }

    /// Forgets every attribute.
    pub(super) fn clear(&mut self) {
        self.values.clear();
        self.attributes.clear();
        self.unknown.clear();
    }

    /// Adds an attribute to a tag that is to be written.
    pub(super) fn add(&mut self, name: Attribute, value: impl Display) {
        let from = self.values.len();
        write!(self.values, "{value}").expect("a string takes every character");
        self.keep(name, from);
    }

    /// Adds an attribute whose value is the end of [`Self::values`]; `false` in a tag of more than 4 GiB.
    pub(super) fn keep(&mut self, name: Attribute, from: usize) -> bool {
        let bounds = (u32::try_from(from), u32::try_from(self.values.len()));
        let (Ok(from), Ok(to)) = bounds else {
            return false;
        };
        self.attributes.push((name, from, to));
        true
    }

    /// Takes back an attribute that was added empty: the same as none (Q19o).
    pub(super) fn drop_empty(&mut self) {
        let _ = self.attributes.pop_if(|(_, from, to)| from == to);
    }

    /// `<Code guid=5215cc69-…>`.
    pub(super) fn place(&self, element: Element) -> String {
        match self.get(Attribute::Guid) {
            Some(guid) => {
                let guid: String = guid.chars().take(60).collect();
                format!("<{} guid={guid}>", element.word())
            }
            None => format!("<{}>", element.word()),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Attribute, &str)> + Clone {
        let attributes = self.attributes.iter();
        attributes.map(|(name, from, to)| (*name, &self.values[*from as usize..*to as usize]))
    }
}
