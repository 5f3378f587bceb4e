//! Set-up and care: settings, schema, accounts, the record.

use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};
use clap::{Args, Subcommand};
use platform::App;
use platform::access::{self, Account, NewAccount, NewGrant, Purpose, Role};
use platform::audit::{self, Event, INSTALLATION};
use uuid::Uuid;

use super::{Outcome, block_on, say};
use crate::settings::{Given, Settings};
use crate::start;

/// `enid user …`
#[derive(Subcommand)]
pub(super) enum User {
    /// Add an account, with a role if one is named, and print its first sign-in link
    #[command(
        after_help = "Example:\n  enid user add --name \"Dr Pat Example\" --email pat@example.org --role administrator"
    )]
    Add(Add),
    /// Give an account a role in a programme, in a study or in the installation
    #[command(
        after_help = "Example:\n  enid user grant --email pat@example.org --role organiser --scope north\n  enid user grant --email kim@example.org --role researcher --scope north-study --member R1"
    )]
    Grant(Grant),
    /// Print a sign-in link that works once, within 24 hours
    #[command(after_help = "Example:\n  enid user link --email pat@example.org")]
    Link(OfAccount),
    /// Disable an account and end its sign-ins
    #[command(after_help = "Example:\n  enid user disable --email pat@example.org")]
    Disable(OfAccount),
    /// Set a password from a file; a sign-in by link needs none
    #[command(
        after_help = "Example:\n  enid user password --email pat@example.org --password-file secret.txt"
    )]
    Password(Password),
}

/// `enid audit …`
#[derive(Subcommand)]
pub(super) enum Audit {
    /// Walk every chain of the record; exit 1 when a row was changed or is missing
    #[command(after_help = "Example:\n  enid audit verify --data enid-data")]
    Verify(Given),
}

#[derive(Args)]
pub(super) struct Add {
    #[command(flatten)]
    given: Given,
    /// Name as it is shown, with title
    #[arg(long)]
    name: String,
    /// E-mail address
    #[arg(long)]
    email: String,
    /// A role to grant at once
    #[arg(long)]
    role: Option<Role>,
    /// Short name of the programme or study of that role
    #[arg(long, default_value = INSTALLATION)]
    scope: String,
}

#[derive(Args)]
pub(super) struct Grant {
    #[command(flatten)]
    given: Given,
    /// E-mail address of the account
    #[arg(long)]
    email: String,
    /// The role
    #[arg(long)]
    role: Role,
    /// Short name of the programme or study
    #[arg(long, default_value = INSTALLATION)]
    scope: String,
    /// For a participant: the id in the study's files, such as M1, whose interview the account may see
    #[arg(long, value_name = "ID")]
    participant: Option<String>,
    /// For a researcher or research lead: the member of the study's team, such as R1, whom the account acts as
    #[arg(long, value_name = "HANDLE", conflicts_with = "participant")]
    member: Option<String>,
}

#[derive(Args)]
pub(super) struct OfAccount {
    #[command(flatten)]
    given: Given,
    /// E-mail address of the account
    #[arg(long)]
    email: String,
}

#[derive(Args)]
pub(super) struct Password {
    #[command(flatten)]
    given: Given,
    /// E-mail address of the account
    #[arg(long)]
    email: String,
    /// File whose first line is the password
    #[arg(long, value_name = "FILE")]
    password_file: PathBuf,
}

pub(super) fn config(given: &Given) -> Result<Outcome> {
    print!(
        "{}",
        Settings::read(given, std::env::var("ENID_LISTEN").ok())?.show()
    );
    Ok(Outcome::Done)
}

pub(super) fn migrate(given: &Given) -> Result<Outcome> {
    let settings = Settings::read(given, None)?;
    let done = block_on(start::migrate(&settings))?;
    if done.steps.is_empty() {
        say("nothing to do: the schema is up to date")?;
    }
    if let Some(copy) = done.copy {
        say(&format!("copy made before: {}", copy.display()))?;
    }
    for step in done.steps {
        say(&format!("applied: {step}"))?;
    }
    Ok(Outcome::Done)
}

pub(super) fn user(user: User) -> Result<Outcome> {
    match user {
        User::Add(add) => with_app(&add.given, async |app| {
            let tx = app.db.write().await?;
            let new = NewAccount {
                name: &add.name,
                email: &add.email,
            };
            let account = access::create(&tx, app, new).await?;
            if let Some(role) = add.role {
                give(app, &tx, (account, None), role, &add.scope).await?;
            }
            let token = access::draw_link(&tx, app, account, Purpose::Invitation).await?;
            let event = Event::installation("user.add", account.to_string());
            tx.commit(app, event).await?;
            say(&format!("{}/links/{}", app.base_url, token.reveal()))?;
            Ok(Outcome::Done)
        }),
        User::Grant(grant) => with_app(&grant.given, async |app| {
            let account = known(app, &grant.email).await?;
            let subject = match &grant.participant {
                Some(handle) => Some(interviewed(app, handle, &grant.scope).await?),
                None => None,
            };
            let member = match &grant.member {
                Some(handle) => Some(member_of(app, handle, &grant.scope).await?),
                None => None,
            };
            let tx = app.db.write().await?;
            give(app, &tx, (account.id, subject), grant.role, &grant.scope).await?;
            if let Some((study, member)) = member {
                study::team::bind(&tx, study, (account.id, member)).await?;
            }
            let event = Event::installation("user.grant", account.id.to_string())
                .with_detail(format!("{} in {}", grant.role.word(), grant.scope));
            tx.commit(app, event).await?;
            say(&format!(
                "{} is now {} in {}",
                account.name, grant.role, grant.scope
            ))?;
            Ok(Outcome::Done)
        }),
        User::Link(of) => with_app(&of.given, async |app| {
            let account = known(app, &of.email).await?;
            let tx = app.db.write().await?;
            let token = access::draw_link(&tx, app, account.id, Purpose::Invitation).await?;
            let event = Event::installation("user.link", account.id.to_string());
            tx.commit(app, event).await?;
            say(&format!("{}/links/{}", app.base_url, token.reveal()))?;
            Ok(Outcome::Done)
        }),
        User::Disable(of) => with_app(&of.given, async |app| {
            let account = known(app, &of.email).await?;
            let tx = app.db.write().await?;
            access::disable(&tx, account.id).await?;
            let event = Event::installation("user.disable", account.id.to_string());
            tx.commit(app, event).await?;
            say(&format!("{} can no longer sign in", account.name))?;
            Ok(Outcome::Done)
        }),
        User::Password(password) => with_app(&password.given, async |app| {
            let account = known(app, &password.email).await?;
            let text = std::fs::read_to_string(&password.password_file)?;
            let tx = app.db.write().await?;
            access::set_password(
                &tx,
                app,
                account.id,
                text.lines().next().unwrap_or_default(),
            )
            .await?;
            access::end_all(&tx, account.id).await?;
            let event = Event::installation("user.password", account.id.to_string());
            tx.commit(app, event).await?;
            say(&format!("the password of {} is set", account.name))?;
            Ok(Outcome::Done)
        }),
    }
}

pub(super) fn audit(audit: Audit) -> Result<Outcome> {
    let Audit::Verify(given) = audit;
    with_app(&given, async |app| {
        let verdict = audit::verify(app.db.read()).await?;
        say(&format!(
            "{} rows in {} chains",
            verdict.rows, verdict.chains
        ))?;
        for line in &verdict.breaks {
            say(line)?;
        }
        let mut broken = !verdict.breaks.is_empty();
        for scope in access::scopes(app).await? {
            if let Some(version) = programme::planning::first_broken(app, scope.id).await? {
                say(&format!(
                    "{}: version {version} of the plan was changed after it was made",
                    scope.slug
                ))?;
                broken = true;
            }
            for line in analysis::trail::verify(app.db.read(), scope.id).await? {
                say(&format!("{}: {line}", scope.slug))?;
                broken = true;
            }
        }
        if !broken {
            say("the record is whole")?;
            Ok(Outcome::Done)
        } else {
            Ok(Outcome::ErrorsFound)
        }
    })
}

pub(super) fn with_app(
    given: &Given,
    work: impl AsyncFnOnce(&App) -> Result<Outcome>,
) -> Result<Outcome> {
    let settings = Settings::read(given, std::env::var("ENID_LISTEN").ok())?;
    block_on(async {
        let app = start::open(&settings, false).await?;
        let done = work(&app).await;
        // What an import has left in the log beside the file would be read at every start.
        app.db.close().await?;
        done
    })
}

async fn known(app: &App, email: &str) -> Result<Account> {
    access::find_by_email(app, email)
        .await?
        .ok_or_else(|| anyhow!("no account has the address {email}; add one with `enid user add`"))
}

/// The study and the member of its team that is called so, whom no account acts as yet.
async fn member_of(app: &App, handle: &str, slug: &str) -> Result<(Uuid, Uuid)> {
    let scope = access::find_scope(app, slug)
        .await?
        .ok_or_else(|| anyhow!("there is no study with the short name \"{slug}\""))?;
    let team = study::team::all(app.db.read(), scope.id).await?;
    let Some(member) = team.iter().find(|one| one.handle == handle) else {
        let known: Vec<&str> = team.iter().map(|one| one.handle.as_str()).collect();
        bail!(
            "--member {handle}: nobody in the team is called so; the team: {}",
            known.join(", ")
        );
    };
    for role in [Role::Researcher, Role::ResearchLead] {
        let held = access::holders(app, scope.id, role).await?;
        if held.iter().any(|grant| grant.subject == Some(member.id)) {
            bail!("--member {handle}: another account acts as this member already");
        }
    }
    Ok((scope.id, member.id))
}

/// The participant of a study that its files call so.
async fn interviewed(app: &App, handle: &str, slug: &str) -> Result<Uuid> {
    let scope = access::find_scope(app, slug)
        .await?
        .ok_or_else(|| anyhow!("there is no study with the short name \"{slug}\""))?;
    study::participants::all(app.db.read(), scope.id)
        .await?
        .into_iter()
        .find(|stored| stored.participant.participant == handle)
        .map(|stored| stored.id)
        .ok_or_else(|| anyhow!("{slug} has no participant {handle}; import its files first"))
}

async fn give(
    app: &App,
    tx: &platform::storage::Tx,
    (account, subject): (Uuid, Option<Uuid>),
    role: Role,
    slug: &str,
) -> Result<()> {
    let scope = access::find_scope(app, slug)
        .await?
        .ok_or_else(|| anyhow!("there is no programme or study with the short name \"{slug}\""))?;
    let new = NewGrant {
        account,
        role,
        subject,
    };
    Ok(access::grant(tx, app, &scope, new).await?)
}
