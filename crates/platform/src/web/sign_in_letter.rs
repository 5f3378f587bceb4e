//! The letter with the link that somebody asked for on the sign-in page. The link is drawn when the letter is
//! composed, so that it lives its full time and is stored nowhere but as a hash (trust ACC-8).

use serde_json::json;
use uuid::Uuid;

use super::Action;
use crate::access::{self, Purpose};
use crate::clock::Instant;
use crate::jobs::{self, Job, Kind, NewJob, Run};
use crate::mail::{Letter, Mail, Part};
use crate::storage::Tx;
use crate::{App, Result};

const KIND: &str = "sign-in.letter";

/// After so many seconds nobody waits for the link any more.
const WAITED_FOR: i64 = 60 * 60;

/// What signing in does later.
pub fn jobs() -> Vec<Kind> {
    vec![Kind {
        name: KIND,
        action: Action("sign-in.letter"),
        run: Run::Mail(|app, tx, job| Box::pin(compose(app, tx, job))),
    }]
}

/// Asks for a letter to an account; its link leads to a path of our own.
pub(super) async fn ask(tx: &Tx, app: &App, account: Uuid, next: &str) -> Result<()> {
    let job = NewJob {
        kind: KIND,
        key: format!("{KIND}:{}", app.new_id()),
        payload: json!({ "account": account, "next": plain(next), "asked_at": app.now().0 }),
        run_at: app.now(),
    };
    jobs::enqueue(tx, app, job).await
}

async fn compose(app: &App, tx: &Tx, job: &Job) -> Result<Option<Mail>> {
    let asked_at = Instant(job.field("asked_at")?);
    let account = access::find(app, job.field("account")?).await?;
    let Some(account) = account.filter(|account| account.live) else {
        return Ok(None);
    };
    if app.now() > asked_at.plus_seconds(WAITED_FOR) {
        return Ok(None);
    }
    let token = access::draw_link(tx, app, account.id, Purpose::SignIn).await?;
    let next: String = job.field("next")?;
    let letter = Letter {
        subject: "Your link".into(),
        greeting: format!("Dear {},", account.name),
        parts: vec![
            Part::Text("Open this link within 10 minutes to sign in. It works once.".into()),
            Part::Link {
                label: "Sign in".into(),
                href: format!("{}/links/{}{}", app.base_url, token.reveal(), onward(&next)),
            },
        ],
        closing: "If you did not ask for it, do nothing.".into(),
    };
    Ok(Some(letter.mail(account.email)))
}

/// What a link carries so that it leads to the page that was wanted.
fn onward(next: &str) -> String {
    match next {
        "/" => String::new(),
        path => serde_urlencoded::to_string([("next", path)])
            .map_or_else(|_| String::new(), |query| format!("?{query}")),
    }
}

/// A path without what was searched for, since a name may have been typed there; the first page in place of
/// one that is no address of ours.
fn plain(next: &str) -> &str {
    let path = next.split(['?', '#']).next().unwrap_or_default();
    let ours = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.');
    if path.len() <= 200 && path.chars().all(ours) {
        path
    } else {
        "/"
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn nothing_that_was_typed_into_a_search_is_kept_with_a_job() {
        assert_eq!(
            plain("/programmes/x/people?q=Ada+Lovelace"),
            "/programmes/x/people"
        );
        assert_eq!(plain("/programmes/x/join"), "/programmes/x/join");
        for strange in [
            "/Ada Lovelace",
            "/ada@example.org",
            "/%41da",
            &"/x".repeat(101),
        ] {
            assert_eq!(plain(strange), "/", "{strange}");
        }
    }
}
