//! The columns of a table, from the statement that made it.

/// Which columns a table has, in the order in which they are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    columns: Vec<String>,
    /// The column that is another name of the row's number.
    pub(super) row_number: Option<usize>,
    pub(super) without_rowid: bool,
}

/// Words that begin a condition on the table, not a column.
const CONDITIONS: [&str; 5] = ["constraint", "primary", "unique", "check", "foreign"];

impl Layout {
    /// Reads `CREATE TABLE name (…)`; none where it is something else, such as a table made by an extension.
    pub(super) fn of(sql: &str) -> Option<Self> {
        let tokens = tokens(sql);
        let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.is(word));
        if !is(0, "create") || tokens.iter().take(4).any(|token| token.is("virtual")) {
            return None;
        }
        let open = tokens.iter().position(|token| token.is("("))?;
        let (parts, after) = parts(&tokens[open + 1..]);
        let mut layout = Layout {
            columns: Vec::new(),
            row_number: None,
            without_rowid: after
                .windows(2)
                .any(|two| two[0].is("without") && two[1].is("rowid")),
        };
        let mut whole = Vec::new();
        for part in parts {
            let Some(first) = part.first() else { continue };
            if !first.quoted && CONDITIONS.iter().any(|word| first.is(word)) {
                layout.row_number = layout.row_number.or(primary(part, &layout.columns, &whole));
                continue;
            }
            let is_whole = part.get(1).is_some_and(|kind| kind.is("integer"))
                && !part
                    .get(2)
                    .is_some_and(|next| next.is("(") || is_of_type(next));
            let keys = part
                .windows(2)
                .position(|two| two[0].is("primary") && two[1].is("key"));
            let falls = keys.is_some_and(|at| part.get(at + 2).is_some_and(|next| next.is("desc")));
            if is_whole && keys.is_some() && !falls {
                layout.row_number = Some(layout.columns.len());
            }
            layout.columns.push(first.text.to_ascii_lowercase());
            whole.push(is_whole);
        }
        (!layout.columns.is_empty()).then_some(layout)
    }

    /// The place of a column, from 0.
    pub(super) fn place(&self, column: &str) -> Option<usize> {
        let mut columns = self.columns.iter();
        columns.position(|name| name.eq_ignore_ascii_case(column))
    }
}

/// Whether a word goes on with the type of a column, as in `INTEGER UNSIGNED`.
fn is_of_type(token: &Token) -> bool {
    const OTHER: [&str; 9] = [
        "constraint",
        "primary",
        "not",
        "null",
        "unique",
        "check",
        "default",
        "collate",
        "references",
    ];
    !token.quoted
        && !OTHER.iter().any(|word| token.is(word))
        && !token.is("generated")
        && !token.is("as")
}

/// The column of `PRIMARY KEY (column)`, if it is one of whole numbers.
fn primary(part: &[Token], columns: &[String], whole: &[bool]) -> Option<usize> {
    let at = part
        .windows(2)
        .position(|two| two[0].is("primary") && two[1].is("key"))?;
    let named = part.get(at + 2..)?;
    let [open, column, close, ..] = named else {
        return None;
    };
    if !open.is("(") || !close.is(")") {
        return None;
    }
    let place = columns
        .iter()
        .position(|name| name.eq_ignore_ascii_case(&column.text))?;
    whole.get(place).copied().unwrap_or(false).then_some(place)
}

#[derive(Debug)]
struct Token {
    text: String,
    quoted: bool,
}

impl Token {
    fn is(&self, word: &str) -> bool {
        !self.quoted && self.text.eq_ignore_ascii_case(word)
    }
}

/// What stands between the commas up to the closing bracket, and what follows it.
fn parts(tokens: &[Token]) -> (Vec<&[Token]>, &[Token]) {
    let mut parts = Vec::new();
    let (mut depth, mut from) = (0usize, 0);
    for (at, token) in tokens.iter().enumerate() {
        if token.is("(") {
            depth += 1;
        } else if token.is(")") && depth > 0 {
            depth -= 1;
        } else if depth == 0 && (token.is(",") || token.is(")")) {
            parts.push(&tokens[from..at]);
            from = at + 1;
            if token.is(")") {
                return (parts, &tokens[from..]);
            }
        }
    }
    parts.push(&tokens[from..]);
    (parts, &[])
}

/// Words, names in quotation marks, brackets and commas; comments are left out.
fn tokens(sql: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("--") {
            rest = comment.find('\n').map_or("", |end| &comment[end..]);
        } else if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.find("*/").map_or("", |end| &comment[end + 2..]);
        } else if let Some(close) = closing(first) {
            let (text, after) = quoted(&rest[1..], close);
            found.push(Token { text, quoted: true });
            rest = after;
        } else if is_word(first) {
            let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            found.push(Token {
                text: rest[..end].to_owned(),
                quoted: false,
            });
            rest = &rest[end..];
        } else {
            if !first.is_whitespace() {
                found.push(Token {
                    text: first.to_string(),
                    quoted: false,
                });
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

fn closing(open: char) -> Option<char> {
    match open {
        '"' | '\'' | '`' => Some(open),
        '[' => Some(']'),
        _ => None,
    }
}

/// A text up to its closing mark, which is doubled where it is meant itself, and what follows.
fn quoted(from: &str, close: char) -> (String, &str) {
    let mut text = String::new();
    let mut rest = from;
    while let Some(end) = rest.find(close) {
        text.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix(close).filter(|_| close != ']') {
            Some(after) => {
                text.push(close);
                rest = after;
            }
            None => return (text, rest),
        }
    }
    text.push_str(rest);
    (text, "")
}
