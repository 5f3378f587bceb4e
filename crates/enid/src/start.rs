//! Opening an installation: folder, key, database, schema.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use platform::App;
use platform::access::{self, ScopeKind};
use platform::audit::{Event, INSTALLATION};
use platform::clock::{Clock, SystemClock};
use platform::id::SystemEntropy;
use platform::keys::{KeyError, Keyring};
use platform::objects::Objects;
use platform::storage::{self, Db, Pending};

use crate::schema::MIGRATIONS;
use crate::settings::Settings;

/// What bringing the schema up to date did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Migrated {
    /// The steps that were applied.
    pub steps: Vec<&'static str>,
    /// The copy of the SQLite file made before, if there was anything to copy.
    pub copy: Option<PathBuf>,
}

/// Opens an installation that is up to date; a new one is set up first.
pub async fn open(settings: &Settings, demo: bool) -> Result<App> {
    let (db, todo) = connect(settings).await?;
    if !todo.fresh && !todo.names.is_empty() {
        bail!(
            "this data folder needs {} step(s) before this version can use it; run `enid migrate` \
             (it makes a copy first)",
            todo.names.len()
        );
    }
    let app = app(settings, db, todo.fresh, demo)?;
    if todo.fresh {
        storage::apply(&app.db, &*app.clock, MIGRATIONS).await?;
        set_up(&app).await?;
    }
    Ok(app)
}

/// Brings an installation to this program's schema, after a copy of the SQLite file.
pub async fn migrate(settings: &Settings) -> Result<Migrated> {
    let (db, todo) = connect(settings).await?;
    let clock = SystemClock;
    let copy = if todo.fresh || todo.names.is_empty() {
        None
    } else {
        storage::copy_before_migration(&db, &settings.sqlite_file(), &clock).await?
    };
    let steps = storage::apply(&db, &clock, MIGRATIONS).await?;
    if !steps.is_empty() {
        study::search::catch_up(&db).await?;
    }
    let app = app(settings, db, todo.fresh, false)?;
    if todo.fresh {
        set_up(&app).await?;
    } else if !steps.is_empty() {
        let event = Event::installation("migrate", steps.join(", "));
        app.db.write().await?.commit(&app, event).await?;
    }
    Ok(Migrated { steps, copy })
}

async fn connect(settings: &Settings) -> Result<(Db, Pending)> {
    let db = match &settings.database_url {
        Some(url) => {
            let password = match &settings.database_password_file {
                Some(file) => Some(std::fs::read_to_string(file).with_context(|| {
                    format!("the password file {} cannot be read", file.display())
                })?),
                None => None,
            };
            Db::open_postgres(url, password.as_deref().map(str::trim_end)).await?
        }
        None => {
            std::fs::create_dir_all(&settings.data).with_context(|| {
                format!("the data folder {} cannot be made", settings.data.display())
            })?;
            Db::open_sqlite(&settings.sqlite_file()).await?
        }
    };
    let todo = storage::pending(&db, MIGRATIONS).await?;
    Ok((db, todo))
}

fn app(settings: &Settings, db: Db, fresh: bool, demo: bool) -> Result<App> {
    let entropy = Arc::new(SystemEntropy);
    let path = settings.key_file();
    let keys = match (path.exists(), fresh) {
        (true, _) => Keyring::load(&path)?,
        (false, true) => Keyring::create(&path, &*entropy)?,
        (false, false) => {
            return Err(KeyError::Missing {
                path: path.display().to_string(),
            }
            .into());
        }
    };
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let base_url = settings
        .base_url
        .clone()
        .unwrap_or_else(|| format!("http://{}", settings.listen));
    Ok(App {
        db,
        objects: Objects::in_folder(&settings.objects_folder())?,
        clock,
        entropy,
        keys: Arc::new(keys),
        mailer: settings.mail.mailer(settings.data.join("mail"))?,
        base_url: base_url.trim_end_matches('/').into(),
        periods: settings.retention.periods.clone(),
        demo,
    })
}

async fn set_up(app: &App) -> Result<()> {
    let tx = app.db.write().await?;
    let scope = access::create_scope(
        &tx,
        app,
        ScopeKind::Installation,
        INSTALLATION,
        "This installation",
        None,
    )
    .await?;
    let event = Event::installation("set-up", scope.id.to_string());
    tx.commit(app, event).await?;
    Ok(())
}
