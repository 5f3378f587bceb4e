//! Which lines of a sheet are doctors, and under which days each of them stands.

use std::collections::HashSet;

use super::days::{DayLine, Days};
use super::labels::{Label, label};
use super::written::{self, Day, Written};
use super::{DateOrder, View, weekdays};

/// A key names few things besides its code.
const MOST_WORDS_OF_A_KEY: usize = 3;

/// The lines below one line of days.
pub(super) struct Block {
    /// The days.
    pub days: Days,
    /// Why its lines are left out, if they are.
    pub refusal: Option<String>,
}

/// One line below the days.
pub(super) struct Line {
    /// Where it is.
    pub at: usize,
    /// The block it belongs to.
    pub block: usize,
    /// The label as a reader of the sheet sees it, with spaces for line breaks.
    pub label: String,
    /// What it is.
    pub role: Role,
    /// Whether its label is struck through.
    pub is_struck: bool,
    /// How many cells are filled, counted up to three.
    entries: usize,
    /// Whether all filled cells are numbers; only looked at where there are any.
    is_numeric: bool,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A doctor.
    Person,
    /// A doctor perhaps: one word and no entries.
    Perhaps,
    /// Codes without a name.
    Nameless,
    /// The heading of a group, without entries.
    Group,
    /// A total, a note or another line that is no doctor.
    Footer,
    /// A repeated heading.
    Heading,
    /// A line of the key.
    Key,
    /// Nothing, or a part of the days.
    Blank,
    /// A line of a block that is left out.
    Refused,
}

impl Line {
    /// Whether any day of the line is filled.
    pub fn has_entries(&self) -> bool {
        self.entries > 0
    }
}

/// The blocks from the line of days on, as far as `to`: months below each other, each under its own days.
pub(super) fn blocks(
    view: &View<'_>,
    names: usize,
    order: DateOrder,
    main: Days,
    range: (usize, usize),
) -> Vec<Block> {
    let first = main.reach().map_or(0, |(first, _)| first);
    let mut last_day = main.days.last().map(|day| day.date);
    let mut after = main
        .weekday_line
        .map_or(main.line, |line| line.max(main.line));
    let from = range.0;
    let mut blocks = vec![Block {
        days: main,
        refusal: None,
    }];
    for line in from..=range.1 {
        if line <= after || !looks_like_days(view, line, first) {
            continue;
        }
        let days = DayLine::gather_below(view, line, names).settle(order, None, last_day);
        if !days.is_calendar() {
            continue;
        }
        after = days
            .weekday_line
            .map_or(line, |weekdays| weekdays.max(line));
        let refusal = refusal(view, &days, first);
        if refusal.is_none() {
            last_day = days.days.last().map(|day| day.date);
        }
        blocks.push(Block { days, refusal });
    }
    blocks
}

fn refusal(view: &View<'_>, days: &Days, first: usize) -> Option<String> {
    let (begins, _) = days.reach()?;
    (begins != first).then(|| {
        format!(
            "The dates in {} begin in {} and those above in {}, so what stands below them is left out. Read it with \
             a layout of its own, or let both begin in the same place.",
            view.line_name(days.line),
            view.place_name(begins),
            view.place_name(first)
        )
    })
}

/// A quick look at the first cells, so that lines of codes cost next to nothing.
fn looks_like_days(view: &View<'_>, line: usize, first: usize) -> bool {
    const SAMPLE: usize = 8;
    let mut filled = 0;
    let mut dated = 0;
    let mut before: Option<Written> = None;
    for place in first.saturating_sub(3)..view.places() {
        let Some(cell) = view.cell(line, place) else {
            break;
        };
        if cell.text.trim().is_empty() {
            continue;
        }
        filled += 1;
        let written = written::written(cell);
        if let Some(day) = written.and_then(|written| written.day) {
            let goes_on = match (day, before.and_then(|before| before.day)) {
                (Day::Number(number), Some(Day::Number(last))) => number == last + 1 || number == 1,
                (day, Some(last)) => day != last,
                (_, None) => true,
            };
            dated += usize::from(goes_on);
        } else if written.is_some() && dated > 0 {
            // Weekdays between the dates of a week.
            dated += 1;
        }
        before = written.or(before);
        if filled == SAMPLE {
            break;
        }
    }
    filled >= 2 && dated * 10 >= filled * 6
}

/// Every line of the range that is not blank, with what it is.
pub(super) fn lines(
    view: &View<'_>,
    names: usize,
    blocks: &[Block],
    range: (usize, usize),
) -> Vec<Line> {
    let mut found = Vec::new();
    let mut block = 0;
    let mut is_in_key = false;
    for at in range.0..=range.1 {
        while blocks
            .get(block + 1)
            .is_some_and(|next| next.days.top <= at)
        {
            block += 1;
            is_in_key = false;
        }
        let days = &blocks[block].days;
        let is_heading = (days.top..=days.line).contains(&at) || days.weekday_line == Some(at);
        if is_heading {
            continue;
        }
        let (text, spans_all) = label_of(view, names, at, days);
        let sorted = label(&text);
        let mut line = counted(view, at, block, text, days, spans_all);
        line.role = role(view, &line, sorted, names, days, is_in_key);
        line.is_struck = view.cell(at, names).is_some_and(|cell| cell.struck);
        is_in_key |= line.role == Role::Key;
        if blocks[block].refusal.is_some() && line.role != Role::Blank {
            line.role = Role::Refused;
        }
        if line.role != Role::Blank {
            found.push(line);
        }
    }
    demote_key_lines(view, blocks, &mut found);
    demote_totals(&mut found);
    settle_words(&mut found);
    found
}

/// The label, and whether its merge reaches over the days, as the heading of a group does.
fn label_of(view: &View<'_>, names: usize, at: usize, days: &Days) -> (String, bool) {
    let (cell, span) = view.seen(at, names);
    let text = cell.map_or(String::new(), |cell| one_line(&cell.text));
    let first = days.reach().map_or(usize::MAX, |(first, _)| first);
    let spans_all = span.is_some_and(|span| span.last_place >= first && span.first_place < first);
    (text, spans_all)
}

/// Trimmed, with one space for each line break.
pub(super) fn one_line(text: &str) -> String {
    let text = text.trim();
    if !text.contains(['\n', '\r']) {
        return text.to_owned();
    }
    let lines = text.split(['\n', '\r']).map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn counted(
    view: &View<'_>,
    at: usize,
    block: usize,
    label: String,
    days: &Days,
    spans_all: bool,
) -> Line {
    let mut line = Line {
        at,
        block,
        label,
        role: Role::Blank,
        is_struck: false,
        entries: 0,
        is_numeric: true,
    };
    if spans_all {
        return line;
    }
    for day in &days.days {
        let (cell, _) = view.seen(at, day.place);
        let text = cell.map_or("", |cell| cell.text.trim());
        if text.is_empty() {
            continue;
        }
        line.entries += 1;
        line.is_numeric &= text.parse::<f64>().is_ok();
        if line.entries > MOST_WORDS_OF_A_KEY && !line.is_numeric {
            break;
        }
    }
    line
}

fn role(
    view: &View<'_>,
    line: &Line,
    sorted: Label,
    names: usize,
    days: &Days,
    is_in_key: bool,
) -> Role {
    if is_in_key || sorted == Label::Key || starts_key(view, line, days) {
        let is_blank = sorted == Label::Empty && line.entries == 0;
        return if is_blank { Role::Blank } else { Role::Key };
    }
    let is_weekdays = line.entries > 1
        && matches!(sorted, Label::Empty | Label::Other | Label::NameHeading)
        && weekdays::on(view, line.at).is_some();
    match (sorted, line.entries) {
        _ if is_weekdays => Role::Heading,
        (Label::NameHeading, _) => Role::Heading,
        (Label::Footer, _) => Role::Footer,
        (Label::Empty, 0) if has_text_before(view, line.at, names, days) => Role::Group,
        (Label::Empty, 0) => Role::Blank,
        (Label::Empty, _) if line.is_numeric => Role::Footer,
        (Label::Empty, _) => Role::Nameless,
        (Label::Name, 0) => Role::Person,
        (Label::Word, 0) => Role::Perhaps,
        (_, 0) if label_is_key(&line.label) => Role::Footer,
        (_, 0) => Role::Group,
        _ => Role::Person,
    }
}

/// A key may begin beside the column of names, before the days.
fn starts_key(view: &View<'_>, line: &Line, days: &Days) -> bool {
    let first = days.reach().map_or(0, |(first, _)| first);
    line.entries <= MOST_WORDS_OF_A_KEY
        && (0..first).any(|place| label(view.text(line.at, place)) == Label::Key)
}

fn label_is_key(label: &str) -> bool {
    label.contains('=')
}

fn has_text_before(view: &View<'_>, at: usize, names: usize, days: &Days) -> bool {
    let first = days.reach().map_or(names, |(first, _)| first);
    (0..first).any(|place| !view.text(at, place).is_empty())
}

/// `AL | Annual leave` below the grid looks like a doctor called AL. A label that is itself a code above is none.
fn demote_key_lines(view: &View<'_>, blocks: &[Block], lines: &mut [Line]) {
    let is_doubtful = |line: &Line| {
        let has_few = line.entries <= MOST_WORDS_OF_A_KEY;
        let has_room = blocks[line.block].days.days.len() > MOST_WORDS_OF_A_KEY;
        matches!(line.role, Role::Person | Role::Perhaps)
            && has_few
            && has_room
            && label(&line.label) != Label::Name
            && line.label.len() <= 12
    };
    let doubtful: HashSet<String> = lines
        .iter()
        .filter(|line| is_doubtful(line))
        .map(|line| line.label.to_lowercase())
        .collect();
    if doubtful.is_empty() {
        return;
    }
    let mut codes = HashSet::new();
    for line in lines.iter().filter(|line| line.role == Role::Person) {
        for day in &blocks[line.block].days.days {
            let text = view.text(line.at, day.place);
            if text.len() <= 12 {
                let text = text.to_lowercase();
                if doubtful.contains(&text) {
                    codes.insert(text);
                }
            }
        }
    }
    for line in lines.iter_mut() {
        if is_doubtful(line) && codes.contains(&line.label.to_lowercase()) {
            line.role = Role::Key;
        }
    }
}

/// Lines of numbers below the last line of codes are totals, whatever they are called.
fn demote_totals(lines: &mut [Line]) {
    let is_person = |line: &&mut Line| line.role == Role::Person;
    let mut is_below = true;
    let mut block = None;
    let has_codes: HashSet<usize> = lines
        .iter()
        .filter(|line| line.role == Role::Person && line.entries > 0 && !line.is_numeric)
        .map(|line| line.block)
        .collect();
    for line in lines.iter_mut().rev().filter(is_person) {
        if block.replace(line.block) != Some(line.block) {
            is_below = true;
        }
        if line.entries == 0 {
            continue;
        }
        is_below &= line.is_numeric && has_codes.contains(&line.block);
        if is_below {
            line.role = Role::Footer;
        }
    }
}

/// Where doctors go by one word, a word without entries is a doctor too; elsewhere it heads a group.
fn settle_words(lines: &mut [Line]) {
    let filled = lines
        .iter()
        .filter(|line| line.role == Role::Person && line.entries > 0);
    let (words, all) = filled.fold((0, 0), |(words, all), line| {
        let is_word = label(&line.label) == Label::Word;
        (words + usize::from(is_word), all + 1)
    });
    let role = if words * 2 > all {
        Role::Person
    } else {
        Role::Group
    };
    for line in lines.iter_mut().filter(|line| line.role == Role::Perhaps) {
        line.role = role;
    }
}
