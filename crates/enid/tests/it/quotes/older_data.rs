//! Quotes that an Enid of before the step 0036 has stored are the same quotes after it: nothing of them is lost.

use std::collections::BTreeMap;

use analysis::quotes::{self, Held};
use enid::schema::MIGRATIONS;
use platform::App;
use platform::storage;
use platform::testing::installations;
use sea_orm::{ConnectionTrait as _, Statement, Value};
use uuid::Uuid;

const fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

const STUDY: Uuid = id(1);
const PERSON: Uuid = id(3);
const TRANSCRIPT: Uuid = id(4);
const NOTE: Uuid = id(5);
const THEMES: [Uuid; 2] = [id(6), id(7)];
const QUESTIONS: [Uuid; 2] = [id(8), id(9)];

/// A quote as it was stored: id, theme, text, participant, document, turn.
type Old = (
    Uuid,
    Uuid,
    &'static str,
    Option<Uuid>,
    Option<Uuid>,
    Option<i64>,
);

/// In the order of the table of before. They say all that they can, or little.
const QUOTES: [Old; 4] = [
    (
        id(20),
        THEMES[0],
        "“It's the rota;\n\nthat says no” – ½, ’quoted’; 'x'",
        Some(PERSON),
        Some(TRANSCRIPT),
        Some(2),
    ),
    (id(21), THEMES[1], "I left late.", None, Some(NOTE), Some(1)),
    (id(22), THEMES[1], "Nobody asked.", Some(PERSON), None, None),
    (id(23), THEMES[0], "", None, None, None),
];

/// Quote, question, place among its answers, wording.
const ANSWERS: [(Uuid, Uuid, i64, Option<i64>); 3] = [
    (id(20), QUESTIONS[1], 1, Some(2)),
    (id(20), QUESTIONS[0], 2, None),
    (id(22), QUESTIONS[0], 1, Some(1)),
];

/// Quote, document, kind, words, whether they are shown, since when.
const WAITING: [(Uuid, Uuid, &str, &str, i64, i64); 2] = [
    (id(20), TRANSCRIPT, "edited", "It's the rota", 1, 1_000),
    (id(21), NOTE, "lost", "I left late.", 0, 2_000),
];

async fn insert(app: &App, table: &str, values: Vec<Value>) {
    let tx = app.db.write().await.unwrap();
    let places: Vec<String> = (1..=values.len())
        .map(|place| format!("${place}"))
        .collect();
    let columns = match table.split_once(' ') {
        Some((_, columns)) => columns.to_owned(),
        None => String::new(),
    };
    let name = table.split(' ').next().unwrap();
    let sql = format!(
        "INSERT INTO {name} {columns} VALUES ({})",
        places.join(", ")
    );
    let backend = tx.connection().get_database_backend();
    let statement = Statement::from_sql_and_values(backend, &sql, values);
    let done = tx.connection().execute_raw(statement).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}"));
    tx.commit_bookkeeping().await.unwrap();
}

async fn filled(app: &App) {
    let study = || Value::from(STUDY);
    insert(
        app,
        "scopes (id, kind, slug, name, created_at)",
        vec![
            study(),
            "study".into(),
            "old".into(),
            "Old".into(),
            0_i64.into(),
        ],
    )
    .await;
    insert(
        app,
        "cohorts (id, study, position, name)",
        vec![id(2).into(), study(), 1_i64.into(), "members".into()],
    )
    .await;
    insert(
        app,
        "participants (id, study, cohort, position, handle, status)",
        vec![
            PERSON.into(),
            study(),
            id(2).into(),
            1_i64.into(),
            "K1".into(),
            "completed".into(),
        ],
    )
    .await;
    for (place, (document, handle, kind)) in [
        (TRANSCRIPT, "K1", "transcript"),
        (NOTE, "note-1", "field_note"),
    ]
    .into_iter()
    .enumerate()
    {
        insert(
            app,
            "documents (id, study, position, handle, kind, title, source_hash)",
            vec![
                document.into(),
                study(),
                (place as i64).into(),
                handle.into(),
                kind.into(),
                handle.into(),
                vec![7_u8; 32].into(),
            ],
        )
        .await;
    }
    for (place, theme) in THEMES.into_iter().enumerate() {
        insert(
            app,
            "themes (id, study, level, position, name, concept, story, status)",
            vec![
                theme.into(),
                study(),
                "theme".into(),
                (place as i64).into(),
                format!("Theme {place}").into(),
                "".into(),
                "".into(),
                "candidate".into(),
            ],
        )
        .await;
    }
    for (place, question) in QUESTIONS.into_iter().enumerate() {
        insert(
            app,
            "research_questions (id, study, position, label, wording)",
            vec![
                question.into(),
                study(),
                (place as i64).into(),
                format!("RQ{place}").into(),
                format!("Question {place}?").into(),
            ],
        )
        .await;
    }
    for (place, (quote, theme, text, participant, document, turn)) in QUOTES.into_iter().enumerate()
    {
        insert(
            app,
            "quotes (id, study, theme, position, text, participant, document, turn)",
            vec![
                quote.into(),
                study(),
                theme.into(),
                (place as i64 + 1).into(),
                text.into(),
                participant.into(),
                document.into(),
                turn.into(),
            ],
        )
        .await;
    }
    for (quote, question, place, wording) in ANSWERS {
        insert(
            app,
            "quote_questions (quote, question, position, wording)",
            vec![quote.into(), question.into(), place.into(), wording.into()],
        )
        .await;
    }
    for (quote, document, kind, words, shown, since) in WAITING {
        insert(
            app,
            "waiting_quotes (quote, study, document, kind, words, is_shown, since)",
            vec![
                quote.into(),
                study(),
                document.into(),
                kind.into(),
                words.into(),
                shown.into(),
                since.into(),
            ],
        )
        .await;
    }
}

#[tokio::test]
async fn quotes_of_before_their_spans_keep_words_places_answers_and_what_waits() {
    let step = |name: &str| MIGRATIONS.iter().position(|one| one.name == name).unwrap();
    let before = &MIGRATIONS[..step("0036 quotes")];
    assert_eq!(before.last().unwrap().name, "0035 themes");
    for installation in installations(before).await {
        let (app, on) = (&installation.app, installation.on);
        filled(app).await;
        let applied = storage::apply(&app.db, &*installation.clock, MIGRATIONS).await;
        assert_eq!(applied.unwrap()[0], "0036 quotes");
        let held = quotes::held(app.db.read(), STUDY).await.unwrap();
        let held: BTreeMap<Uuid, Held> = held.into_iter().map(|one| (one.id, one)).collect();
        assert_eq!(held.len(), QUOTES.len(), "{on}");
        for (place, (quote, theme, text, participant, document, turn)) in
            QUOTES.into_iter().enumerate()
        {
            let Held { state, words, .. } = &held[&quote];
            assert_eq!(words.text, text, "{on}");
            assert_eq!((words.participant, words.document), (participant, document));
            assert_eq!(words.turn, turn);
            assert!(!words.are_found(), "where words stand was not known");
            assert!(state.is_ready && state.is_from_folder, "{on}");
            let places: Vec<_> = state
                .places
                .iter()
                .map(|one| (one.theme, one.position))
                .collect();
            assert_eq!(places, [(Some(theme), place as i64 + 1)], "{on}");
            let answers = state
                .questions
                .iter()
                .map(|one| (one.question, one.wording));
            let of = ANSWERS.into_iter().filter(|one| one.0 == quote);
            let expected: Vec<_> = of
                .map(|(_, question, _, wording)| (question, wording))
                .collect();
            assert_eq!(answers.collect::<Vec<_>>(), expected, "{on}");
        }
        let query = "SELECT quote, document, kind, words, is_shown, since FROM waiting_quotes ORDER BY since";
        let connection = app.db.read();
        let statement = Statement::from_string(connection.get_database_backend(), query);
        let rows = connection.query_all_raw(statement).await.unwrap();
        let waits = rows.iter().map(|row| {
            let get = |column| row.try_get::<Uuid>("", column).unwrap();
            let text = |column| row.try_get::<String>("", column).unwrap();
            let number = |column| row.try_get::<i64>("", column).unwrap();
            (
                get("quote"),
                get("document"),
                text("kind"),
                text("words"),
                number("is_shown"),
                number("since"),
            )
        });
        let expected = WAITING.map(|(quote, document, kind, words, shown, since)| {
            (
                quote,
                document,
                kind.to_owned(),
                words.to_owned(),
                shown,
                since,
            )
        });
        assert_eq!(waits.collect::<Vec<_>>(), expected, "{on}");
        // What was stored then is read as outputs read it now.
        let visible = quotes::visible(app.db.read(), STUDY).await.unwrap();
        let said = visible.iter().find(|one| one.id == id(20)).unwrap();
        assert_eq!(said.questions, ["RQ1", "RQ0"]);
        assert_eq!(said.participant.as_deref(), Some("K1"));
        assert!(
            visible
                .iter()
                .find(|one| one.id == id(21))
                .unwrap()
                .is_note()
        );
    }
}
