use super::*;
use study::problem::Code;

const WHOLE: &str = r#"
format = "enid-claims/1"
participants = 9
invited = 14
period = { start = "2031-02", end = "April 2031" }
lengths = { shortest = "31 minutes", longest = "1 hour 4 minutes", mean = "44 minutes" }
[cohorts]
midwives = 5
managers = 4
[themes]
count = 2
names = ["Keeping the door open", "Who holds the  holder"]
[[statement]]
where = "Results, paragraph 2"
kind = "share"
of = "participants quoted in theme:Keeping the door open"
value = "78 %"
"#;

fn codes(text: &str) -> Vec<(Code, String)> {
    let (claims, problems) = parse("claims.toml", text.as_bytes());
    assert!(claims.is_none(), "{claims:?}");
    let problems = problems.into_iter();
    problems
        .map(|one| (one.code.unwrap(), one.column.unwrap_or_default()))
        .collect()
}

#[test]
fn every_key_is_read_in_inline_or_section_form_and_a_month_is_its_first_and_last_day() {
    let (claims, problems) = parse("claims.toml", WHOLE.as_bytes());
    assert_eq!(problems, []);
    let claims = claims.unwrap();
    assert_eq!((claims.participants, claims.invited), (Some(9), Some(14)));
    let period = claims.period.unwrap();
    assert_eq!(period.start.unwrap().0.to_string(), "2031-02-01");
    assert_eq!(period.end.unwrap().0.to_string(), "2031-04-30");
    assert_eq!(
        claims.cohorts,
        [("managers".to_owned(), 4), ("midwives".to_owned(), 5)]
    );
    assert_eq!(claims.lengths.longest.unwrap().0.seconds(), 64 * 60);
    assert_eq!(claims.theme_names[1], "Who holds the holder");
    assert_eq!(claims.statements[0].kind, StatementKind::Share);
}

#[test]
fn an_empty_file_claims_nothing_and_dates_of_toml_are_dates() {
    assert_eq!(parse("claims.toml", b"").0, Some(Claims::default()));
    let (claims, _) = parse("claims.toml", b"[period]\nstart = 2031-02-03\n");
    assert_eq!(
        claims.unwrap().period.unwrap().start.unwrap().1,
        "2031-02-03"
    );
}

#[test]
fn unknown_keys_and_wrong_types_are_e09_with_their_key() {
    for (text, key) in [
        ("participant = 9", "participant"),
        ("participants = \"9\"", "participants"),
        ("format = \"x\"", "format"),
        ("themes = 2", "themes"),
        ("[themes]\nnames = [1]", "themes.names"),
        ("[cohorts]\na = -1", "cohorts.a"),
        (
            "[[statement]]\nkind = \"odd\"\nof = \"x\"\nvalue = \"1\"",
            "statement.kind",
        ),
        (
            "[[statement]]\nkind = \"count\"\nof = \"x\"",
            "statement.value",
        ),
    ] {
        assert_eq!(codes(text), [(Code::E09, key.to_owned())], "{text}");
    }
    assert_eq!(
        codes("[lengths]\nmean = \"44\""),
        [(Code::E05, "lengths.mean".to_owned())]
    );
    assert_eq!(
        codes("[period]\nend = \"soon\""),
        [(Code::E04, "period.end".to_owned())]
    );
    assert_eq!(codes("= 3")[0].0, Code::E09);
}

proptest::proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
        let _ = parse("claims.toml", &bytes);
    }
}
