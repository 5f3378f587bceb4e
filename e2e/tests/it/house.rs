//! Enid's own server on a free port, with an invented programme, its study, and whoever is asked for.

use std::net::{SocketAddr, TcpListener as StdListener};
use std::sync::Arc;

use enid::settings::{MailSettings, RetentionSettings, Settings};
use enid::{routes, start};
use platform::App;
use platform::access::{self, NewAccount, NewGrant, Purpose, Role, Scope, ScopeKind};
use platform::audit::{Event, INSTALLATION};
use platform::mail::MemoryMailer;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// A running server on a folder of its own; both end with it.
pub struct House {
    /// What the server stands on, for journeys that need something to be there already.
    pub app: App,
    scopes: [Scope; 3],
    /// What the server runs on, so that it can vanish with all its connections.
    serving: Option<Runtime>,
    address: SocketAddr,
    mail: Arc<MemoryMailer>,
    _folder: TempDir,
}

impl House {
    /// Sets up an installation on SQLite, as a demo, and serves it.
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let listener = StdListener::bind("127.0.0.1:0").expect("this computer has a free port");
        let address = listener.local_addr().expect("a bound port has an address");
        let settings = Settings {
            listen: address.to_string(),
            data: folder.path().join("enid-data"),
            objects: None,
            database_url: None,
            database_password_file: None,
            base_url: None,
            mail: MailSettings::default(),
            retention: RetentionSettings::default(),
        };
        let app = start::open(&settings, true)
            .await
            .expect("a new installation opens");
        let mail = Arc::new(MemoryMailer::default());
        let app = App {
            mailer: mail.clone(),
            ..app
        };
        let scopes = scopes(&app).await;
        let serving = Some(serve(app.clone(), listener));
        Self {
            app,
            scopes,
            serving,
            address,
            mail,
            _folder: folder,
        }
    }

    /// The server vanishes as if the phone were under ground: every connection ends, and none can be made.
    pub fn vanish(&mut self) {
        if let Some(serving) = self.serving.take() {
            serving.shutdown_background();
        }
    }

    /// The server is back at its address.
    pub fn come_back(&mut self) {
        let listener = StdListener::bind(self.address).expect("the address is free again");
        self.serving = Some(serve(self.app.clone(), listener));
    }

    /// The newest letter to this address, once every letter that is due has left.
    pub async fn letter_to(&self, address: &str) -> String {
        platform::jobs::run_due(&self.app, &enid::jobs::all())
            .await
            .expect("jobs can be run");
        let sent = self.mail.sent();
        let newest = sent.into_iter().rev().find(|mail| mail.to == address);
        newest
            .unwrap_or_else(|| panic!("no letter went to {address}"))
            .body
    }

    /// The address of the first desk that was asked to answer, once every letter that is due has left.
    pub async fn asked_desk(&self) -> String {
        platform::jobs::run_due(&self.app, &enid::jobs::all())
            .await
            .expect("jobs can be run");
        let sent = self.mail.sent();
        let asked = sent
            .into_iter()
            .find(|mail| mail.subject == "Protected teaching: requests for your answer");
        asked.expect("a desk was asked").to
    }

    /// A new account with one role, and the address of a page that signs it in once.
    pub async fn invite(&self, role: Role) -> String {
        let app = &self.app;
        let number = access::all_accounts(app)
            .await
            .expect("accounts can be read")
            .len();
        let tx = app.db.write().await.expect("the database can be written");
        let account = NewAccount {
            name: &format!("Dr {role} {number} of Saltmarsh"),
            email: &format!("{}-{number}@example.org", role.word()),
        };
        let account = access::create(&tx, app, account)
            .await
            .expect("the address is new");
        let grant = NewGrant {
            account,
            role,
            subject: None,
        };
        access::grant(&tx, app, self.scope(role), grant)
            .await
            .expect("the role belongs to this scope");
        let token = access::draw_link(&tx, app, account, Purpose::Invitation)
            .await
            .expect("a link can be drawn");
        tx.commit(app, Event::installation("test", "invite"))
            .await
            .expect("the account is kept");
        format!("{}/links/{}", app.base_url, token.reveal())
    }

    pub fn scope(&self, role: Role) -> &Scope {
        match role {
            Role::Administrator | Role::Auditor => &self.scopes[0],
            Role::Organiser | Role::Resident | Role::Facilitator | Role::Coordinator => {
                &self.scopes[1]
            }
            Role::Researcher | Role::ResearchLead | Role::Participant => &self.scopes[2],
        }
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.vanish();
    }
}

/// The installation that is there, and the programme and study that are added to it.
async fn scopes(app: &App) -> [Scope; 3] {
    let installation = access::find_scope(app, INSTALLATION)
        .await
        .expect("scopes can be read")
        .expect("a new installation has its own scope");
    let tx = app.db.write().await.expect("the database can be written");
    let kinds = [
        (ScopeKind::Programme, "saltmarsh", "Saltmarsh"),
        (ScopeKind::Study, "saltmarsh-study", "Saltmarsh, looked at"),
    ];
    let mut made: Vec<Scope> = Vec::new();
    for (kind, slug, name) in kinds {
        let evaluates = made.first().map(|programme| programme.id);
        let scope = access::create_scope(&tx, app, kind, slug, name, evaluates)
            .await
            .expect("the short name is new");
        made.push(scope);
    }
    tx.commit(app, Event::installation("test", "scopes"))
        .await
        .expect("the scopes are kept");
    let [programme, study] = made.try_into().expect("two scopes were made");
    [installation, programme, study]
}

/// Serves on a runtime of its own.
fn serve(app: App, listener: StdListener) -> Runtime {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime can be made");
    listener
        .set_nonblocking(true)
        .expect("a socket need not block");
    runtime.spawn(async move {
        let listener = TcpListener::from_std(listener).expect("the socket can be taken over");
        axum::serve(listener, routes::router(app))
            .await
            .expect("the server runs until it is stopped");
    });
    runtime
}
