//! How the words of a query hang together. `NOT` binds closest, then `near/n`, then `AND`, which may be left out, then `OR`.

use super::token::{Key, Token, tokens};
use super::{Mistake, Unit};

/// How deep parentheses and `NOT` may be nested: what reads and finds calls itself once a level.
const DEEPEST: usize = 40;

/// The most things one query can ask for.
const MOST_TERMS: usize = 100;

/// What a query asks for; terms by their place among all terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expression {
    Term(usize),
    And(Vec<Expression>),
    Or(Vec<Expression>),
    Not(Box<Expression>),
    Near(Box<Expression>, Box<Expression>, u32),
}

/// A thing asked for, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// The character at which it begins, from 1.
    pub(super) column: usize,
    pub(super) key: Key,
    pub(super) value: String,
}

/// A query, before anybody knows what its names mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parsed {
    pub(super) expression: Expression,
    pub(super) terms: Vec<Written>,
    pub(super) unit: Unit,
}

/// Reads a query.
pub(super) fn parse(query: &str) -> Result<Parsed, Mistake> {
    let mut unit = None;
    let mut words = Vec::new();
    for (column, token) in tokens(query)? {
        match token {
            Token::Unit(_) if unit.is_some() => {
                let what = "The unit is given twice";
                return Err(Mistake::at(column, what, "Leave one of them out."));
            }
            Token::Unit(found) => unit = Some(found),
            token => words.push((column, token)),
        }
    }
    let mut parser = Parser {
        words: &words,
        at: 0,
        end: query.chars().count() + 1,
        depth: 0,
        terms: Vec::new(),
    };
    if words.is_empty() {
        let mend = "Write a word, a phrase in quotation marks, or the name of a code.";
        return Err(Mistake::at(1, "Nothing is asked for", mend));
    }
    let expression = parser.any()?;
    if let Some((column, _)) = parser.words.get(parser.at) {
        let what = "This parenthesis closes none";
        return Err(Mistake::at(
            *column,
            what,
            "Leave it out, or open one before it.",
        ));
    }
    Ok(Parsed {
        expression,
        terms: parser.terms,
        unit: unit.unwrap_or_default(),
    })
}

struct Parser<'a> {
    words: &'a [(usize, Token)],
    at: usize,
    /// The column after the last character.
    end: usize,
    depth: usize,
    terms: Vec<Written>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.words.get(self.at).map(|(_, token)| token)
    }

    fn column(&self) -> usize {
        self.words
            .get(self.at)
            .map_or(self.end, |(column, _)| *column)
    }

    fn any(&mut self) -> Result<Expression, Mistake> {
        let mut parts = vec![self.all()?];
        while self.peek() == Some(&Token::Or) {
            self.at += 1;
            parts.push(self.all()?);
        }
        Ok(one_or(parts, Expression::Or))
    }

    fn all(&mut self) -> Result<Expression, Mistake> {
        let mut parts = vec![self.near()?];
        loop {
            match self.peek() {
                Some(Token::And) => self.at += 1,
                None | Some(Token::Or | Token::Close) => break,
                Some(_) => {}
            }
            parts.push(self.near()?);
        }
        Ok(one_or(parts, Expression::And))
    }

    fn near(&mut self) -> Result<Expression, Mistake> {
        let mut found = self.single()?;
        while let Some(Token::Near(turns)) = self.peek() {
            let turns = *turns;
            self.at += 1;
            let other = self.single()?;
            found = Expression::Near(Box::new(found), Box::new(other), turns);
        }
        Ok(found)
    }

    fn single(&mut self) -> Result<Expression, Mistake> {
        let column = self.column();
        let Some((_, token)) = self.words.get(self.at) else {
            let what = "Something is missing at the end";
            let mend = "Write what to look for after AND, OR, NOT, near or an open parenthesis.";
            return Err(Mistake::at(column, what, mend));
        };
        let token = token.clone();
        self.at += 1;
        match token {
            Token::Term(key, value) => self.term(Written { column, key, value }),
            Token::Not => {
                self.go_down()?;
                let inner = self.single()?;
                self.depth -= 1;
                Ok(Expression::Not(Box::new(inner)))
            }
            Token::Open => {
                self.go_down()?;
                let inner = self.any()?;
                self.depth -= 1;
                if self.peek() != Some(&Token::Close) {
                    let what = "This parenthesis is never closed";
                    return Err(Mistake::at(column, what, "Put ) where it ends."));
                }
                self.at += 1;
                Ok(inner)
            }
            Token::And | Token::Or | Token::Near(_) | Token::Close | Token::Unit(_) => {
                let what = "Something to look for is missing before this";
                let mend = "Write a word, a phrase in quotation marks, or the name of a code.";
                Err(Mistake::at(column, what, mend))
            }
        }
    }

    fn term(&mut self, written: Written) -> Result<Expression, Mistake> {
        if self.terms.len() == MOST_TERMS {
            let what = format!("More than {MOST_TERMS} things are asked for");
            return Err(Mistake::at(written.column, what, "Ask less at once."));
        }
        self.terms.push(written);
        Ok(Expression::Term(self.terms.len() - 1))
    }

    fn go_down(&mut self) -> Result<(), Mistake> {
        self.depth += 1;
        match self.depth > DEEPEST {
            true => Err(self.too_deep()),
            false => Ok(()),
        }
    }

    fn too_deep(&self) -> Mistake {
        let what = format!("More than {DEEPEST} levels stand inside each other");
        Mistake::at(self.column(), what, "Ask less at once.")
    }
}

fn one_or(mut parts: Vec<Expression>, many: fn(Vec<Expression>) -> Expression) -> Expression {
    match parts.len() {
        1 => parts.remove(0),
        _ => many(parts),
    }
}
