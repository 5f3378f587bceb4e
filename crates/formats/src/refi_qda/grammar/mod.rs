//! The schemas of projects and codebooks as a machine that is told each tag and names the first breach (Q3, Q22).
//!
//! It holds what the published schemas say about order, number, attributes and patterns. References are the business of
//! [`super::registry`].

mod schema;
mod value;

use super::names::{Attribute, Element, Space};
use schema::Times::{One, Option as Opt, Some as Least};
use schema::Type;

use Element as E;

/// An element that is open.
struct Frame {
    element: Element,
    of: Type,
    /// The place that its children have come to.
    place: u8,
    /// Places that were taken, as bits.
    taken: u16,
}

/// The machine. It stays silent after the first breach.
#[derive(Default)]
pub(super) struct Grammar {
    stack: Vec<Frame>,
    broken: bool,
}

impl Grammar {
    /// A start tag with its known attributes. The root decides which of the two schemas holds.
    pub(super) fn open<'a>(
        &mut self,
        element: Element,
        space: Space,
        attributes: impl Iterator<Item = (Attribute, &'a str)> + Clone,
    ) -> Result<(), String> {
        if self.broken {
            return Ok(());
        }
        let of = self
            .place(element, space)
            .map_err(|what| self.breach(what))?;
        check_attributes(element, of, attributes).map_err(|what| self.breach(what))?;
        self.stack.push(Frame {
            element,
            of,
            place: 0,
            taken: 0,
        });
        Ok(())
    }

    /// A start tag of a name that no schema has.
    pub(super) fn open_unknown(&mut self, name: &str) -> Result<(), String> {
        if self.broken {
            return Ok(());
        }
        Err(self.breach(format!("<{name}> is no element of the schema")))
    }

    /// An attribute of a name that no schema has.
    pub(super) fn unknown_attribute(&mut self, element: Element, name: &str) -> Result<(), String> {
        if self.broken {
            return Ok(());
        }
        Err(self.breach(format!("{} has no attribute {name}", element.word())))
    }

    /// An end tag; `text` is what a leaf held.
    pub(super) fn close(&mut self, text: &str) -> Result<(), String> {
        if self.broken {
            return Ok(());
        }
        let Some(frame) = self.stack.pop() else {
            return Ok(());
        };
        if let Type::Leaf(kind) = frame.of {
            if !kind.fits(text) {
                let what = format!(
                    "{} holds a value that is none of its kind",
                    frame.element.word()
                );
                return Err(self.breach(what));
            }
            return Ok(());
        }
        let missing = frame.of.children().iter().find(|(place, _, _, times)| {
            matches!(times, One | Least) && frame.taken & (1 << place) == 0
        });
        match missing {
            Some((_, child, ..)) => {
                let what = format!("{} lacks {}", frame.element.word(), child.word());
                Err(self.breach(what))
            }
            None => Ok(()),
        }
    }

    fn place(&mut self, element: Element, space: Space) -> Result<Type, String> {
        let Some(parent) = self.stack.last_mut() else {
            return match (element, space) {
                (E::Project, Space::Project) => Ok(Type::Project),
                (E::CodeBook, Space::Codebook) => Ok(Type::Codebook),
                _ => Err(format!("{} is not in its namespace", element.word())),
            };
        };
        let child = parent.of.children().iter();
        let Some((place, _, of, times)) = child.clone().find(|child| child.1 == element) else {
            return Err(format!(
                "{} may not hold {}",
                parent.element.word(),
                element.word()
            ));
        };
        if *place < parent.place {
            return Err(format!(
                "{} stands too late in {}",
                element.word(),
                parent.element.word()
            ));
        }
        if matches!(times, One | Opt) && parent.taken & (1 << place) != 0 {
            return Err(format!(
                "{} stands twice in {}",
                element.word(),
                parent.element.word()
            ));
        }
        parent.place = *place;
        parent.taken |= 1 << place;
        Ok(*of)
    }

    /// Checks the namespace of an element within the root.
    pub(super) fn space(&mut self, element: Element, space: Space) -> Result<(), String> {
        let Some(root) = self.stack.first().filter(|_| !self.broken) else {
            return Ok(());
        };
        let right = match root.of {
            Type::Codebook => Space::Codebook,
            _ => Space::Project,
        };
        if space == right {
            return Ok(());
        }
        let what = format!("{} is not in the namespace of the root", element.word());
        Err(self.breach(what))
    }

    fn breach(&mut self, what: String) -> String {
        self.broken = true;
        what
    }
}

fn check_attributes<'a>(
    element: Element,
    of: Type,
    attributes: impl Iterator<Item = (Attribute, &'a str)> + Clone,
) -> Result<(), String> {
    let known = || of.attributes().iter().chain(of.stamps());
    for (attribute, value) in attributes.clone() {
        let Some((_, kind, _)) = known().find(|(name, ..)| *name == attribute) else {
            return Err(format!(
                "{} has no attribute {}",
                element.word(),
                attribute.word()
            ));
        };
        if !kind.fits(value) {
            let value: String = value.chars().take(60).collect();
            return Err(format!(
                "{} of {} cannot be {value:?}",
                attribute.word(),
                element.word()
            ));
        }
    }
    for (name, _, needed) in known() {
        if *needed && !attributes.clone().any(|(attribute, _)| attribute == *name) {
            return Err(format!("{} lacks {}", element.word(), name.word()));
        }
    }
    Ok(())
}
