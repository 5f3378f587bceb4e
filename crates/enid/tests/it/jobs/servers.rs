//! Mail servers that refuse, stall, answer wrongly and hang up.

use std::sync::Arc;
use std::time::Duration;

use platform::mail::{Invitation, Letter, Mailer as _, Part, Smtp, SmtpMailer, Tls};

use super::catcher::{Catcher, Manner, message_id};
use super::*;

fn mailer(catcher: &Catcher) -> Arc<SmtpMailer> {
    Arc::new(
        SmtpMailer::new(Smtp {
            host: "127.0.0.1".into(),
            port: catcher.port,
            credentials: None,
            from: "Enid <enid@example.org>".into(),
            text_gateway: None,
            tls: Tls::None,
            timeout: Duration::from_secs(3),
        })
        .unwrap(),
    )
}

#[tokio::test]
async fn whatever_a_mail_server_does_a_letter_arrives_and_is_known_by_one_message_id() {
    for one in installations().await {
        let (catcher, _steps) = Catcher::open().await;
        let app = &App {
            mailer: mailer(&catcher),
            ..one.app.clone()
        };
        enqueue(app, &LETTER, 1..=1).await;
        let bad = [
            Manner::Refuse,
            Manner::Stall,
            Manner::Nonsense,
            Manner::HangUpBefore,
        ];
        for manner in bad {
            catcher.behave(&[manner]);
            assert_eq!(jobs::run_due(app, &[LETTER]).await.unwrap(), 1);
            assert_eq!(number(app, OPEN).await, 1, "{manner:?} on {}", one.on);
            one.clock.advance(12 * 60 * 60);
        }
        // The one that was taken without a word is the one that comes twice.
        catcher.behave(&[Manner::HangUpAfter]);
        assert_eq!(jobs::run_due(app, &[LETTER]).await.unwrap(), 1);
        assert_eq!(number(app, OPEN).await, 0, "{}", one.on);
        let taken = catcher.taken();
        assert_eq!(taken.len(), 2);
        assert_eq!(message_id(&taken[0]), message_id(&taken[1]));
        assert!(message_id(&taken[0]).ends_with("@enid.test>"));
    }
}

#[tokio::test]
async fn what_a_mail_server_says_of_an_address_is_not_kept() {
    for one in installations().await {
        let (catcher, _steps) = Catcher::open().await;
        let app = &App {
            mailer: mailer(&catcher),
            ..one.app.clone()
        };
        enqueue(app, &LETTER, 1..=1).await;
        catcher.behave(&[Manner::Refuse]);
        jobs::run_due(app, &[LETTER]).await.unwrap();
        let kept = "SELECT count(*) AS n FROM jobs WHERE last_error = 'internal'";
        assert_eq!(number(app, kept).await, 1);
        let mail = Mail {
            to: "r1@example.org".into(),
            ..Mail::default()
        };
        catcher.behave(&[Manner::Refuse]);
        let error = app.mailer.send(&mail).await.unwrap_err().to_string();
        assert!(error.contains("550"), "{error}");
        assert!(
            !error.contains("mailbox") && !error.contains("r1@"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_letter_arrives_as_text_html_and_calendar() {
    let (catcher, _steps) = Catcher::open().await;
    let letter = Letter {
        subject: "Protected teaching: Wednesday".into(),
        greeting: "Dear Dr Müller,".into(),
        parts: vec![
            Part::Text("The session is moved.".into()),
            Part::Rows(vec![("When".into(), "Wednesday 14:00".into())]),
        ],
        closing: "Dr Pat Example".into(),
    };
    let mail = Mail {
        calendar: Some(Invitation {
            method: "REQUEST",
            ics: "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n".into(),
        }),
        ..letter.mail("pat@example.org")
    };
    mailer(&catcher).send(&mail).await.unwrap();
    let taken = catcher.taken();
    assert_eq!(taken.len(), 1);
    for words in [
        "To: pat@example.org",
        "From: Enid <enid@example.org>",
        "Content-Type: multipart/alternative;",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: text/html; charset=utf-8",
        "Content-Type: text/calendar; charset=utf-8; method=REQUEST",
        "M=C3=BCller",
        "METHOD:REQUEST",
    ] {
        assert!(taken[0].contains(words), "{words} is missing: {}", taken[0]);
    }
}
