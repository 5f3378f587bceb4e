//! Where text goes on a page: matrices, the state that is saved and restored, the operations that move.

use std::rc::Rc;

use super::file::Object;
use super::font::{Font, number};

/// A matrix of PDF: `[a b c d e f]`.
pub(super) type Matrix = [f32; 6];

pub(super) const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// Saved states; a page that saves more is not drawn further.
const MAX_STATES: usize = 1_000;

#[derive(Clone)]
pub(super) struct State {
    pub place: Matrix,
    pub font: Option<Rc<Font>>,
    pub size: f32,
    pub character_spacing: f32,
    pub word_spacing: f32,
    pub scale: f32,
    pub leading: f32,
    pub rise: f32,
}

impl Default for State {
    fn default() -> Self {
        Self {
            place: IDENTITY,
            font: None,
            size: 0.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }
}

/// Where the next letter goes.
pub(super) struct Pen {
    pub state: State,
    saved: Vec<State>,
    matrix: Matrix,
    line: Matrix,
}

impl Pen {
    pub(super) fn new(state: State) -> Self {
        Self {
            state,
            saved: Vec::new(),
            matrix: IDENTITY,
            line: IDENTITY,
        }
    }

    pub(super) fn place(&self) -> Matrix {
        let State {
            size, scale, rise, ..
        } = self.state;
        let letter = [size * scale, 0.0, 0.0, size, 0.0, rise];
        multiply(&multiply(&letter, &self.matrix), &self.state.place)
    }

    pub(super) fn advance(&mut self, by: f32) {
        self.matrix = multiply(&[1.0, 0.0, 0.0, 1.0, by, 0.0], &self.matrix);
    }

    pub(super) fn next_line(&mut self) {
        self.begin_line(0.0, -self.state.leading);
    }

    fn begin_line(&mut self, x: f32, y: f32) {
        self.line = multiply(&[1.0, 0.0, 0.0, 1.0, x, y], &self.line);
        self.matrix = self.line;
    }

    pub(super) fn move_by(&mut self, operator: &str, operands: &[Object]) {
        let at = |index: usize| operands.get(index).and_then(number).unwrap_or(0.0);
        match operator {
            "q" if self.saved.len() < MAX_STATES => self.saved.push(self.state.clone()),
            "Q" => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            "cm" => {
                if let Some(matrix) = matrix_of(operands) {
                    self.state.place = multiply(&matrix, &self.state.place);
                }
            }
            "BT" => (self.matrix, self.line) = (IDENTITY, IDENTITY),
            "Tc" => self.state.character_spacing = at(0),
            "Tw" => self.state.word_spacing = at(0),
            "Tz" => self.state.scale = at(0) / 100.0,
            "TL" => self.state.leading = at(0),
            "Ts" => self.state.rise = at(0),
            "Td" => self.begin_line(at(0), at(1)),
            "TD" => {
                self.state.leading = -at(1);
                self.begin_line(at(0), at(1));
            }
            "Tm" => {
                if let Some(matrix) = matrix_of(operands) {
                    (self.matrix, self.line) = (matrix, matrix);
                }
            }
            "T*" => self.next_line(),
            _ => {}
        }
    }
}

pub(super) fn matrix_of(numbers: &[Object]) -> Option<Matrix> {
    let [a, b, c, d, e, f] = numbers else {
        return None;
    };
    Some([
        number(a)?,
        number(b)?,
        number(c)?,
        number(d)?,
        number(e)?,
        number(f)?,
    ])
}

/// First `left`, then `right`.
pub(super) fn multiply(left: &Matrix, right: &Matrix) -> Matrix {
    let [a, b, c, d, e, f] = *left;
    let [p, q, r, s, t, u] = *right;
    [
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    ]
}
