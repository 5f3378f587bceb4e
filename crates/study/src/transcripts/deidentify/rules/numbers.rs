//! Numbers and addresses that lead to one person: NHS numbers, telephones, e-mail, links, postcodes.

use super::super::finds::Find;
use super::pattern::{Pattern, pattern};
use super::{Category, What, stands_alone};

pattern!(EMAIL = r"[\w.+%-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+");
pattern!(
    SPOKEN_EMAIL = r"\b[A-Za-z0-9]+(?: dot [A-Za-z0-9]+)* at [A-Za-z0-9]+(?: dot [A-Za-z]{2,})+\b"
);
pattern!(LINK = r"(?:https?://|www\.)[^\s<>]+");
pattern!(
    DOMAIN = r"\b(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+(?:com|org|net|info|eu|io|scot|wales|uk)\b(?:/[^\s<>]*)?"
);
pattern!(HANDLE = r"(?:^|[\s(,:;])(@[A-Za-z0-9_]{2,30})\b");
pattern!(NHS_NUMBER = r"\d{3}[ -]?\d{3}[ -]?\d{4}");
pattern!(
    UK_PHONE = r"(?:\+44 ?(?:\(0\) ?)?|0044 ?|\(?0)(?:\d{2}\)?[ -]?\d{4}[ -]?\d{4}|\d{3}\)?[ -]?\d{3}[ -]?\d{3,4}|\d{4}\)?[ -]?\d{5,6}|\d{4}\)?[ -]?\d{3}[ -]?\d{3})"
);
pattern!(PHONE_ABROAD = r"(?:\+|\b00)[1-9]\d{0,2}(?:[ -]?\(?\d{1,4}\)?){2,6}");
pattern!(EXTENSION = r"(?i)\b(?:bleep|pager|ext\.?|extension)(?: number)? (\d{3,6})\b");
pattern!(
    POSTCODE = r"\b(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRVWXY]) ?\d[ABD-HJLNP-UW-Z]{2})\b"
);

const ADDRESS: What = (Category::Person, "e-mail address");
const NUMBER: What = (Category::Person, "phone number");
const ON_THE_WEB: What = (Category::RareDetail, "link");

pub(super) fn find(text: &str, finds: &mut Vec<Find>) {
    for rule in [&EMAIL, &SPOKEN_EMAIL] {
        rule.each(text, |at| {
            finds.push(Find::by_rule(at, ADDRESS, "an e-mail address"))
        });
    }
    for rule in [&LINK, &DOMAIN] {
        rule.each(text, |at| {
            let end = text[at.clone()]
                .trim_end_matches(['.', ',', ';', ':', '!', '?', ')'])
                .len();
            let at = at.start..at.start + end;
            finds.push(Find::by_rule(at, ON_THE_WEB, "a web address"));
        });
    }
    HANDLE.each(text, |at| {
        finds.push(Find::by_rule(at, (Category::Person, "handle"), "a handle"));
    });
    NHS_NUMBER.each(text, |at| {
        if stands_alone(text, at.start, at.end) && is_nhs_number(&text[at.clone()]) {
            let what = (Category::Person, "NHS number");
            finds.push(Find::by_rule(at, what, "an NHS number by its check digit"));
        }
    });
    for rule in [&UK_PHONE, &PHONE_ABROAD] {
        rule.each(text, |at| {
            let digits = text[at.clone()]
                .chars()
                .filter(char::is_ascii_digit)
                .count();
            if stands_alone(text, at.start, at.end) && (9..=16).contains(&digits) {
                finds.push(Find::by_rule(at, NUMBER, "a telephone number"));
            }
        });
    }
    EXTENSION.each(text, |at| {
        finds.push(Find::by_rule(at, NUMBER, "a bleep or an extension"))
    });
    POSTCODE.each(text, |at| {
        finds.push(Find::by_rule(
            at,
            (Category::Place, "postcode"),
            "a postcode",
        ));
    });
}

/// Ten digits of which the last is the check digit: the first nine weighted 10 to 2, summed, taken from 11 modulo 11;
/// 10 is never given (NHS Data Dictionary, "NHS number").
fn is_nhs_number(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let Some((check, nine)) = digits.split_last() else {
        return false;
    };
    let sum: u32 = nine
        .iter()
        .zip((2..=10).rev())
        .map(|(digit, weight)| digit * weight)
        .sum();
    (11 - sum % 11) % 11 == *check
}
