//! Scopes, and who is what in them.

use std::str::FromStr;

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, JoinType, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::Role;
use crate::clock::Instant;
use crate::storage::Tx;
use crate::{App, Error, Result};

mod scope_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "scopes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub slug: String,
        pub name: String,
        pub evaluates: Option<Uuid>,
        pub created_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod grant_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "grants")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub account: Uuid,
        pub role: String,
        pub scope: Uuid,
        pub subject: Option<Uuid>,
        pub granted_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a scope is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScopeKind {
    /// The installation as a whole.
    Installation,
    /// One programme.
    Programme,
    /// One study.
    Study,
}

impl ScopeKind {
    fn word(self) -> &'static str {
        match self {
            Self::Installation => "installation",
            Self::Programme => "programme",
            Self::Study => "study",
        }
    }

    fn read(word: &str) -> Self {
        match word {
            "programme" => Self::Programme,
            "study" => Self::Study,
            _ => Self::Installation,
        }
    }
}

/// One programme, one study, or the installation: the fence around every request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Its identifier.
    pub id: Uuid,
    /// What it is.
    pub kind: ScopeKind,
    /// Its short name in addresses and on the command line.
    pub slug: String,
    /// Its name on pages.
    pub name: String,
    /// For a study, the programme that it evaluates.
    pub evaluates: Option<Uuid>,
}

/// A role that an account holds in a scope.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Whose.
    pub account: Uuid,
    /// Which role.
    pub role: Role,
    /// Where.
    pub scope: Scope,
    /// The resident, facilitator, site or member of a study's team that the account stands for there.
    pub subject: Option<Uuid>,
}

/// What a new grant needs.
#[derive(Clone, Copy, Debug)]
pub struct NewGrant {
    /// Whose.
    pub account: Uuid,
    /// Which role.
    pub role: Role,
    /// The resident, facilitator or site that the account stands for there.
    pub subject: Option<Uuid>,
}

/// Creates a scope. The short name is made of `a-z`, `0-9` and hyphens.
pub async fn create_scope(
    tx: &Tx,
    app: &App,
    kind: ScopeKind,
    slug: &str,
    name: &str,
    evaluates: Option<Uuid>,
) -> Result<Scope> {
    let scope = Scope {
        id: app.new_id(),
        kind,
        slug: slug.to_owned(),
        name: name.trim().to_owned(),
        evaluates,
    };
    keep_scope(tx, &scope, app.now()).await?;
    Ok(scope)
}

/// Keeps a scope under the identifier it has, made at this moment: a new one, or one that another Enid has made.
///
/// # Errors
/// `Refused` where its short name is none or taken.
pub async fn keep_scope(tx: &Tx, scope: &Scope, made_at: Instant) -> Result<()> {
    let slug = scope.slug.as_str();
    let fits = (1..=40).contains(&slug.len())
        && slug
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !fits {
        return Err(Error::refused(
            "INP-1",
            format!("\"{slug}\" cannot be a short name."),
            "Use 1 to 40 of a-z, 0-9 and hyphens.",
        ));
    }
    if find_in(tx.connection(), slug).await?.is_some() {
        return Err(Error::refused(
            "INP-1",
            format!("The short name \"{slug}\" is taken."),
            "Choose another.",
        ));
    }
    scope_row::Entity::insert(scope_row::ActiveModel {
        id: Set(scope.id),
        kind: Set(scope.kind.word().into()),
        slug: Set(scope.slug.clone()),
        name: Set(scope.name.clone()),
        evaluates: Set(scope.evaluates),
        created_at: Set(made_at),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// The scope of this short name.
pub async fn find_scope(app: &App, slug: &str) -> Result<Option<Scope>> {
    find_in(app.db.read(), slug).await
}

/// The scope of this identifier.
pub async fn scope(app: &App, id: Uuid) -> Result<Scope> {
    let row = scope_row::Entity::find_by_id(id).one(app.db.read()).await?;
    row.map(scope_from).ok_or(Error::NotFound)
}

/// All scopes, by age.
pub async fn scopes(app: &App) -> Result<Vec<Scope>> {
    let rows = scope_row::Entity::find()
        .order_by_asc(scope_row::Column::CreatedAt)
        .order_by_asc(scope_row::Column::Id)
        .all(app.db.read())
        .await?;
    Ok(rows.into_iter().map(scope_from).collect())
}

/// When a scope was made.
pub async fn made_at(connection: &impl ConnectionTrait, scope: Uuid) -> Result<Instant> {
    let row = scope_row::Entity::find_by_id(scope).one(connection).await?;
    row.map(|row| row.created_at).ok_or(Error::NotFound)
}

/// Grants a role in a scope, unless it stands apart from one already held (trust AC-4).
pub async fn grant(tx: &Tx, app: &App, scope: &Scope, new: NewGrant) -> Result<()> {
    let needs = match new.role {
        Role::Organiser | Role::Resident | Role::Facilitator | Role::Coordinator => {
            ScopeKind::Programme
        }
        Role::Researcher | Role::ResearchLead | Role::Participant => ScopeKind::Study,
        Role::Administrator | Role::Auditor => ScopeKind::Installation,
    };
    if needs != scope.kind {
        return Err(Error::refused(
            "AC-3",
            format!("The role {} belongs to a {}.", new.role, needs.word()),
            format!("\"{}\" is a {}.", scope.slug, scope.kind.word()),
        ));
    }
    let held = held_by(tx.connection(), new.account).await?;
    if let Some(other) = held.iter().find(|other| kept_apart(new.role, scope, other)) {
        return Err(Error::refused(
            "AC-4",
            format!(
                "This account is {} of {} already, and that is kept apart from {}.",
                other.role, other.scope.name, new.role
            ),
            "Use another account for one of the two.",
        ));
    }
    if held
        .iter()
        .any(|other| other.role == new.role && other.scope.id == scope.id)
    {
        return Ok(());
    }
    grant_row::Entity::insert(grant_row::ActiveModel {
        id: Set(app.new_id()),
        account: Set(new.account),
        role: Set(new.role.word().into()),
        scope: Set(scope.id),
        subject: Set(new.subject),
        granted_at: Set(app.now()),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// Everything an account holds, in the order in which it was granted.
pub async fn grants_of(app: &App, account: Uuid) -> Result<Vec<Grant>> {
    held_by(app.db.read(), account).await
}

/// The accounts that hold a role in a scope.
pub async fn holders(app: &App, scope: Uuid, role: Role) -> Result<Vec<Grant>> {
    let rows = grant_row::Entity::find()
        .filter(grant_row::Column::Scope.eq(scope))
        .filter(grant_row::Column::Role.eq(role.word()))
        .order_by_asc(grant_row::Column::GrantedAt)
        .order_by_asc(grant_row::Column::Id)
        .all(app.db.read())
        .await?;
    let scope = self::scope(app, scope).await?;
    let grants = rows.into_iter().map(|row| Grant {
        account: row.account,
        role,
        scope: scope.clone(),
        subject: row.subject,
    });
    Ok(grants.collect())
}

/// Lets the roles that an account holds in a scope stand for a subject from now on, unless they stand for one already.
/// Gives how many do.
pub async fn set_subject(
    tx: &Tx,
    scope: Uuid,
    account: Uuid,
    roles: &[Role],
    subject: Uuid,
) -> Result<u64> {
    let of_another = grant_row::Entity::find()
        .filter(grant_row::Column::Scope.eq(scope))
        .filter(grant_row::Column::Account.eq(account))
        .filter(grant_row::Column::Role.is_in(roles.iter().map(|role| role.word())))
        .filter(grant_row::Column::Subject.is_not_null())
        .one(tx.connection())
        .await?;
    if of_another.is_some() {
        return Ok(0);
    }
    let changed = grant_row::Entity::update_many()
        .col_expr(grant_row::Column::Subject, Expr::value(subject))
        .filter(grant_row::Column::Scope.eq(scope))
        .filter(grant_row::Column::Account.eq(account))
        .filter(grant_row::Column::Role.is_in(roles.iter().map(|role| role.word())))
        .exec(tx.connection())
        .await?;
    Ok(changed.rows_affected)
}

/// Lets these roles stand for nobody any more in a scope, because what they stood for is gone.
pub async fn clear_subjects(tx: &Tx, scope: Uuid, roles: &[Role]) -> Result<()> {
    grant_row::Entity::update_many()
        .col_expr(grant_row::Column::Subject, Expr::value(None::<Uuid>))
        .filter(grant_row::Column::Scope.eq(scope))
        .filter(grant_row::Column::Role.is_in(roles.iter().map(|role| role.word())))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Whether an account that lives holds a role for a subject in a scope.
pub async fn is_held(app: &App, scope: Uuid, role: Role, subject: Uuid) -> Result<bool> {
    let live = super::accounts::row::Entity::find()
        .select_only()
        .column(super::accounts::row::Column::Id)
        .filter(super::accounts::row::Column::State.eq("live"))
        .into_query();
    let held = grant_row::Entity::find()
        .filter(grant_row::Column::Scope.eq(scope))
        .filter(grant_row::Column::Role.eq(role.word()))
        .filter(grant_row::Column::Subject.eq(subject))
        .filter(grant_row::Column::Account.in_subquery(live))
        .one(app.db.read())
        .await?;
    Ok(held.is_some())
}

fn kept_apart(role: Role, scope: &Scope, other: &Grant) -> bool {
    let research = |role| matches!(role, Role::Researcher | Role::ResearchLead);
    let running = |role| matches!(role, Role::Organiser | Role::Facilitator);
    let evaluated = |study: &Scope, programme: &Scope| study.evaluates == Some(programme.id);
    (role == Role::Administrator && research(other.role))
        || (other.role == Role::Administrator && research(role))
        || (running(role) && research(other.role) && evaluated(&other.scope, scope))
        || (running(other.role) && research(role) && evaluated(scope, &other.scope))
}

async fn held_by(connection: &impl ConnectionTrait, account: Uuid) -> Result<Vec<Grant>> {
    let scope = grant_row::Entity::belongs_to(scope_row::Entity)
        .from(grant_row::Column::Scope)
        .to(scope_row::Column::Id);
    let rows = grant_row::Entity::find()
        .join(JoinType::InnerJoin, scope.into())
        .select_also(scope_row::Entity)
        .filter(grant_row::Column::Account.eq(account))
        .order_by_asc(grant_row::Column::GrantedAt)
        .order_by_asc(grant_row::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|(row, scope)| {
            let scope = scope.ok_or_else(|| Error::internal("a grant without its scope"))?;
            Ok(Grant {
                account,
                role: Role::from_str(&row.role).map_err(Error::Internal)?,
                scope: scope_from(scope),
                subject: row.subject,
            })
        })
        .collect()
}

async fn find_in(connection: &impl ConnectionTrait, slug: &str) -> Result<Option<Scope>> {
    Ok(scope_row::Entity::find()
        .filter(scope_row::Column::Slug.eq(slug))
        .one(connection)
        .await?
        .map(scope_from))
}

fn scope_from(row: scope_row::Model) -> Scope {
    Scope {
        id: row.id,
        kind: ScopeKind::read(&row.kind),
        slug: row.slug,
        name: row.name,
        evaluates: row.evaluates,
    }
}
