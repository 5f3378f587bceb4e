//! A codebook alone: what else the project holds is counted as left out (Q4).

use std::io::{Seek, Write};

use super::super::names::{Attribute as A, Element as E};
use super::Writer;

impl<W: Write + Seek> Writer<'_, W> {
    pub(super) fn codebook(&mut self, origin: &str) {
        self.emit.open(E::CodeBook);
        self.emit.attribute(A::Origin, origin);
        self.codes();
        self.sets();
        self.emit.mute(true);
        self.users();
        self.variables();
        self.cases();
    }
}
