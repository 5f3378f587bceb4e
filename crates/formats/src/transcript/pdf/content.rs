//! What a page draws: pieces of text with their places.

use std::collections::HashMap;
use std::rc::Rc;

use super::super::{Error, Limits};
use super::file::{Budget, Dictionary, File, Object, ObjectId, operations};
use super::font::{Font, number};
use super::pen::{IDENTITY, Matrix, Pen, State, matrix_of, multiply};

/// Text drawn from one place on, in the direction of reading.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// Along the direction, in points.
    pub x: f32,
    /// Across it, in points, upwards.
    pub y: f32,
    /// Where the piece ends along the direction.
    pub end: f32,
    /// The height of the letters in points.
    pub size: f32,
    /// The direction in quarter turns; `None` for text set aslant.
    pub quarter: Option<u8>,
    pub text: String,
}

/// Draws pages and counts what that costs.
pub(super) struct Drawn<'a> {
    file: &'a File,
    /// By their names in the resources at hand.
    named: HashMap<Vec<u8>, Option<Rc<Font>>>,
    /// By where their dictionaries lie in memory, which is the same for every page.
    fonts: HashMap<usize, Rc<Font>>,
    budget: Budget,
    operations_left: usize,
    text_left: usize,
    /// What of the page at hand is shown.
    sheet: Option<[f32; 4]>,
    limits: &'a Limits,
    pub characters: usize,
    pub unknown: usize,
    pub aslant: usize,
}

/// Forms within forms; deeper ones are not drawn.
const MAX_FORMS: usize = 12;

/// Operations a form counts for, beside its own: finding and unpacking it takes as long.
const FORM_COSTS: usize = 100;

impl<'a> Drawn<'a> {
    pub(super) fn new(file: &'a File, limits: &'a Limits) -> Self {
        Self {
            file,
            named: HashMap::new(),
            fonts: HashMap::new(),
            budget: file.budget(),
            operations_left: limits.operations,
            text_left: limits.text,
            sheet: None,
            limits,
            characters: 0,
            unknown: 0,
            aslant: 0,
        }
    }

    pub(super) fn page(&mut self, page: ObjectId) -> Result<Vec<Piece>, Error> {
        let drawing = self.file.drawing(page, &mut self.budget)?;
        let resources = self.file.resources(page);
        self.sheet = self.file.sheet(page);
        // A name means another font on another page.
        self.named.clear();
        let mut pieces = Vec::new();
        self.draw(&drawing, &resources, State::default(), 0, &mut pieces)?;
        Ok(pieces)
    }

    fn draw(
        &mut self,
        drawing: &[u8],
        resources: &[&'a Dictionary],
        state: State,
        depth: usize,
        pieces: &mut Vec<Piece>,
    ) -> Result<(), Error> {
        let mut pen = Pen::new(state);
        for operation in operations(drawing) {
            self.count(1)?;
            let operands = operation.operands.as_slice();
            match operation.operator.as_str() {
                "Tf" => {
                    pen.state.size = operands.get(1).and_then(number).unwrap_or(0.0);
                    let name = operands.first().and_then(|name| name.as_name().ok());
                    pen.state.font = self.font(name.unwrap_or_default(), resources)?;
                }
                "Do" => {
                    let name = operands.first().and_then(|name| name.as_name().ok());
                    self.form(
                        name.unwrap_or_default(),
                        resources,
                        &pen.state,
                        depth,
                        pieces,
                    )?;
                }
                "Tj" => self.show(&mut pen, operands, pieces)?,
                "'" => {
                    pen.next_line();
                    self.show(&mut pen, operands, pieces)?;
                }
                "\"" => {
                    if let [word, character, string] = operands {
                        pen.state.word_spacing = number(word).unwrap_or(0.0);
                        pen.state.character_spacing = number(character).unwrap_or(0.0);
                        pen.next_line();
                        self.show(&mut pen, std::slice::from_ref(string), pieces)?;
                    }
                }
                "TJ" => {
                    if let Some(Object::Array(parts)) = operands.first() {
                        self.show(&mut pen, parts, pieces)?;
                    }
                }
                operator => pen.move_by(operator, operands),
            }
        }
        Ok(())
    }

    fn count(&mut self, operations: usize) -> Result<(), Error> {
        match self.operations_left.checked_sub(operations) {
            Some(left) => {
                self.operations_left = left;
                Ok(())
            }
            None => {
                let limit = self.limits.operations;
                Err(Error::too_large("the PDF", limit, "operations"))
            }
        }
    }

    fn font(
        &mut self,
        name: &[u8],
        resources: &[&'a Dictionary],
    ) -> Result<Option<Rc<Font>>, Error> {
        if let Some(font) = self.named.get(name) {
            return Ok(font.clone());
        }
        let fonts = resources
            .iter()
            .filter_map(|resources| self.file.dictionary(resources, b"Font"));
        let found = fonts
            .filter_map(|fonts| self.file.dictionary(fonts, name))
            .next();
        let font = match found {
            Some(font) => Some(self.loaded(font)?),
            None => None,
        };
        self.named.insert(name.to_vec(), font.clone());
        Ok(font)
    }

    fn loaded(&mut self, font: &Dictionary) -> Result<Rc<Font>, Error> {
        let place = std::ptr::from_ref(font).addr();
        if let Some(font) = self.fonts.get(&place) {
            return Ok(Rc::clone(font));
        }
        let font = Rc::new(Font::load(self.file, font, &mut self.budget)?);
        self.fonts.insert(place, Rc::clone(&font));
        Ok(font)
    }

    fn form(
        &mut self,
        name: &[u8],
        resources: &[&'a Dictionary],
        state: &State,
        depth: usize,
        pieces: &mut Vec<Piece>,
    ) -> Result<(), Error> {
        let mut objects = resources
            .iter()
            .filter_map(|resources| self.file.dictionary(resources, b"XObject"));
        let found = objects.find_map(|objects| self.file.object(objects, name));
        let Some(Object::Stream(form)) = found else {
            return Ok(());
        };
        let is_form = form.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Form");
        if !is_form || depth >= MAX_FORMS {
            return Ok(());
        }
        self.count(FORM_COSTS)?;
        let drawing = self.budget.unpack(form)?;
        let mut state = state.clone();
        if let Some(matrix) = self
            .file
            .object(&form.dict, b"Matrix")
            .and_then(|m| m.as_array().ok())
        {
            state.place = multiply(&matrix_of(matrix).unwrap_or(IDENTITY), &state.place);
        }
        let own = self.file.dictionary(&form.dict, b"Resources");
        let resources: Vec<_> = own.into_iter().chain(resources.iter().copied()).collect();
        let outer = std::mem::take(&mut self.named);
        let drawn = self.draw(&drawing, &resources, state, depth + 1, pieces);
        self.named = outer;
        drawn
    }

    /// Shows strings; numbers between them move the next one back.
    fn show(
        &mut self,
        pen: &mut Pen,
        parts: &[Object],
        pieces: &mut Vec<Piece>,
    ) -> Result<(), Error> {
        let Some(font) = pen.state.font.clone() else {
            return Ok(());
        };
        for part in parts {
            let Object::String(string, _) = part else {
                let back = number(part).unwrap_or(0.0) / 1_000.0 * pen.state.size * pen.state.scale;
                pen.advance(-back);
                continue;
            };
            for shown in font.show(string) {
                let from = pen.place();
                let spacing = pen.state.character_spacing
                    + if shown.word_space {
                        pen.state.word_spacing
                    } else {
                        0.0
                    };
                pen.advance((shown.width / 1_000.0 * pen.state.size) * pen.state.scale);
                let to = pen.place();
                pen.advance(spacing * pen.state.scale);
                if self.sheet.is_some_and(|sheet| is_outside(&from, sheet)) {
                    continue;
                }
                self.characters += 1;
                self.unknown += usize::from(shown.text.is_none());
                let text = shown
                    .text
                    .unwrap_or_else(|| char::REPLACEMENT_CHARACTER.to_string());
                let Some(left) = self.text_left.checked_sub(text.len()) else {
                    return Err(Error::too_large("the text", self.limits.text, "bytes"));
                };
                self.text_left = left;
                place(pieces, &from, &to, &text);
            }
        }
        Ok(())
    }
}

/// Some programs draw a long text whole on every page and let the sheet cut it.
fn is_outside(at: &Matrix, [left, lower, right, upper]: [f32; 4]) -> bool {
    !(left..=right).contains(&at[4]) || !(lower..=upper).contains(&at[5])
}

/// Adds a letter to the piece it follows, or begins a piece.
fn place(pieces: &mut Vec<Piece>, from: &Matrix, to: &Matrix, text: &str) {
    let length = from[0].hypot(from[1]);
    let size = (from[0] * from[3] - from[1] * from[2]).abs() / length;
    if !size.is_normal() || !length.is_normal() {
        return;
    }
    let (ux, uy) = (from[0] / length, from[1] / length);
    let along = |matrix: &Matrix| matrix[4] * ux + matrix[5] * uy;
    let (x, end) = (along(from), along(to));
    let y = from[5] * ux - from[4] * uy;
    let quarter = match (ux, uy) {
        (ux, _) if ux > 0.99 => Some(0),
        (_, uy) if uy > 0.99 => Some(1),
        (ux, _) if ux < -0.99 => Some(2),
        (_, uy) if uy < -0.99 => Some(3),
        _ => None,
    };
    if let Some(last) = pieces.last_mut() {
        let gap = x - last.end;
        let beside = last.quarter == quarter
            && (y - last.y).abs() < 0.25 * size
            && (last.size - size).abs() < 0.3 * size.max(last.size);
        if beside && gap > -0.4 * size && gap < 1.5 * size {
            let spaced =
                last.text.ends_with(char::is_whitespace) || text.starts_with(char::is_whitespace);
            if gap > 0.16 * size && !spaced {
                last.text.push(' ');
            }
            last.text.push_str(text);
            last.end = end.max(x);
            return;
        }
    }
    pieces.push(Piece {
        x,
        y,
        end: end.max(x),
        size,
        quarter,
        text: text.to_owned(),
    });
}
