//! The small town every test uses, and a browser that has no screen.

use std::sync::OnceLock;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Method, Request, Response, header};
use enid::routes;
use enid::schema::MIGRATIONS;
use http_body_util::BodyExt as _;
use platform::access::{self, NewAccount, NewGrant, Role, Scope, ScopeKind};
use platform::audit::{Event, INSTALLATION};
use platform::testing::{Installation, Kept, installations, made_once};
use programme::{exchange, planning};
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::programme_folder;

/// A town with one programme, one study of it, and somebody for each role.
pub struct World {
    pub installation: Installation,
    pub router: Router,
    pub scopes: Vec<Scope>,
    pub people: Vec<(Role, Uuid)>,
    /// A resident and a site of the programme, by identifier.
    pub resident: Uuid,
    pub site: Uuid,
}

/// A town as it stood when it was built, and who and what is in it.
struct Town {
    kept: Kept,
    scopes: Vec<Scope>,
    people: Vec<(Role, Uuid)>,
    resident: Uuid,
    site: Uuid,
}

/// A town on each database.
pub async fn worlds() -> Vec<World> {
    static TOWNS: OnceLock<Vec<Town>> = OnceLock::new();
    let mut worlds = Vec::new();
    for town in made_once(&TOWNS, towns) {
        worlds.push(World::of(town).await);
    }
    worlds
}

async fn towns() -> Vec<Town> {
    let mut towns = Vec::new();
    for installation in installations(MIGRATIONS).await {
        towns.push(Town::build(installation).await);
    }
    towns
}

impl Town {
    async fn build(installation: Installation) -> Self {
        let app = &installation.app;
        let tx = app.db.write().await.unwrap();
        let kinds = [
            (ScopeKind::Installation, INSTALLATION),
            (ScopeKind::Programme, "saltmarsh"),
            (ScopeKind::Study, "saltmarsh-study"),
        ];
        let mut scopes: Vec<Scope> = Vec::new();
        for (kind, slug) in kinds {
            let evaluates = match kind {
                ScopeKind::Study => Some(scopes[1].id),
                _ => None,
            };
            scopes.push(
                access::create_scope(&tx, app, kind, slug, slug, evaluates)
                    .await
                    .unwrap(),
            );
        }
        tx.commit(app, Event::installation("test", "scopes"))
            .await
            .unwrap();
        let applied = Self::region(&installation, &scopes[1]).await;
        let resident = applied.residents["R1"];
        let site = applied.sites["OLD"];
        let tx = app.db.write().await.unwrap();
        let mut people = Vec::new();
        for role in Role::ALL {
            let email = format!("{}@example.org", role.word());
            let new = NewAccount {
                name: &format!("Dr {role} of Saltmarsh"),
                email: &email,
            };
            let account = access::create(&tx, app, new).await.unwrap();
            let scope = match role {
                Role::Administrator | Role::Auditor => &scopes[0],
                Role::Researcher | Role::ResearchLead | Role::Participant => &scopes[2],
                _ => &scopes[1],
            };
            let grant = NewGrant {
                account,
                role,
                subject: match role {
                    Role::Resident => Some(resident),
                    Role::Coordinator => Some(site),
                    Role::Facilitator => Some(applied.facilitators["FA01"]),
                    _ => None,
                },
            };
            access::grant(&tx, app, scope, grant).await.unwrap();
            people.push((role, account));
        }
        tx.commit(app, Event::installation("test", "world"))
            .await
            .unwrap();
        // Whatever the import and the plan asked for is done before a test begins.
        platform::jobs::run_due(app, &enid::jobs::all())
            .await
            .unwrap();
        Self {
            kept: installation.keep().await,
            scopes,
            people,
            resident,
            site,
        }
    }

    /// Imports the small programme, plans and publishes it.
    async fn region(installation: &Installation, programme: &Scope) -> exchange::Applied {
        let app = &installation.app;
        let event = |action| Event {
            chain: programme.slug.clone(),
            actor: None,
            action,
            subject: String::new(),
            detail: String::new(),
        };
        let files = programme_folder::files();
        let reading = exchange::read(&files);
        let digest = exchange::digest(&files);
        let applied = exchange::apply(app, programme.id, &reading, &digest, event("import"))
            .await
            .unwrap();
        planning::make(app, programme.id, event("plan"))
            .await
            .unwrap();
        planning::publish_newest(app, programme.id, event("publish"))
            .await
            .unwrap();
        applied
    }
}

impl World {
    async fn of(town: &Town) -> Self {
        let installation = town.kept.copy().await;
        Self {
            router: routes::router(installation.app.clone()),
            installation,
            scopes: town.scopes.clone(),
            people: town.people.clone(),
            resident: town.resident,
            site: town.site,
        }
    }

    /// Runs every job that is due, as the worker beside the server would.
    pub async fn run_jobs(&self) -> usize {
        let kinds = enid::jobs::all();
        platform::jobs::run_due(&self.installation.app, &kinds)
            .await
            .unwrap()
    }

    /// A cookie of somebody with this role.
    pub async fn cookie(&self, role: Role) -> String {
        let app = &self.installation.app;
        let account = self.account(role);
        let tx = app.db.write().await.unwrap();
        let token = access::begin(&tx, app, account).await.unwrap();
        tx.commit(app, Event::installation("test", "sign-in"))
            .await
            .unwrap();
        format!("__Host-s={}", token.reveal())
    }

    pub fn account(&self, role: Role) -> Uuid {
        self.people
            .iter()
            .find(|(held, _)| *held == role)
            .map(|(_, account)| *account)
            .unwrap()
    }

    /// Opens a page.
    pub async fn get(&self, path: &str, cookie: Option<&str>) -> Answer {
        let mut request = Request::builder().method(Method::GET).uri(path);
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Sends a form as our own page would.
    pub async fn post(&self, path: &str, cookie: Option<&str>, form: &str) -> Answer {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        self.send(request.body(Body::from(form.to_owned())).unwrap())
            .await
    }

    /// Sends files and fields as a form of ours would; each file with its field and its name.
    pub async fn upload(
        &self,
        path: &str,
        cookie: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        let mut body = Vec::new();
        let csrf = self.csrf(cookie).await;
        let fields = [("csrf", csrf.as_str())]
            .into_iter()
            .chain(fields.iter().copied());
        for (name, value) in fields {
            let head = format!(
                "--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend_from_slice(head.as_bytes());
        }
        for (field, name, bytes) in files {
            let head = format!(
                "--b\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--b--\r\n");
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
            .header(header::COOKIE, cookie)
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let kind = parts.headers.get(header::CONTENT_TYPE);
        let bytes = if kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream")) {
            // A stream does not end by itself: that it opened is the answer.
            Bytes::new()
        } else {
            body.collect().await.unwrap().to_bytes()
        };
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// The form token on a page.
    pub async fn csrf(&self, cookie: &str) -> String {
        let page = self.get("/help", Some(cookie)).await.body;
        let (_, rest) = page.split_once("name=\"csrf\" value=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: axum::http::HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}
