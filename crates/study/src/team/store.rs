//! Members in the database.

use std::collections::{BTreeMap, BTreeSet};

use platform::access::{self, Role, Scope, Viewer};
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::member::{Member, NewMember};
use crate::rows::random_id;

/// The roles of which a member is the subject.
pub(crate) const ROLES: [Role; 2] = [Role::Researcher, Role::ResearchLead];

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "team_members")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub position: i64,
        pub handle: String,
        pub interviews: i64,
        pub checks: i64,
        pub analyses: i64,
        pub room: i64,
        pub participant: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Everybody who works in a study, in the order in which they joined.
pub async fn all(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Member>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .order_by_asc(row::Column::Position)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(member).collect())
}

/// One member of a study.
pub async fn find(
    connection: &impl ConnectionTrait,
    study: Uuid,
    id: Uuid,
) -> Result<Option<Member>> {
    let row = row::Entity::find_by_id(id)
        .filter(row::Column::Study.eq(study))
        .one(connection)
        .await?;
    Ok(row.map(member))
}

/// The identifier of the member that the person is who asks.
pub fn subject_of(viewer: &Viewer) -> Option<Uuid> {
    ROLES.into_iter().find_map(|role| viewer.subject(role))
}

/// Which member the person is who asks, in the study of the request; none for somebody with a role and no place in the team.
pub async fn of_viewer(
    connection: &impl ConnectionTrait,
    viewer: &Viewer,
) -> Result<Option<Member>> {
    let study = viewer.scope()?.id;
    match subject_of(viewer) {
        Some(id) => find(connection, study, id).await,
        None => Ok(None),
    }
}

/// The names of the members' accounts, by member, for pages that may show them. Who has no account any more has no name.
pub async fn names(app: &App, study: Uuid) -> Result<BTreeMap<Uuid, String>> {
    let mut names = BTreeMap::new();
    for role in ROLES {
        for grant in access::holders(app, study, role).await? {
            let Some(member) = grant.subject else {
                continue;
            };
            if let Some(account) = access::find(app, grant.account).await? {
                names.insert(member, account.name);
            }
        }
    }
    Ok(names)
}

/// What everybody in a team is called, on pages that may show names.
pub struct Names {
    accounts: BTreeMap<Uuid, String>,
    members: Vec<Member>,
}

impl Names {
    /// Those of a study.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of(app: &App, study: Uuid) -> Result<Self> {
        Ok(Self {
            accounts: names(app, study).await?,
            members: all(app.db.read(), study).await?,
        })
    }

    /// A member's name, or handle where they have no account any more; of nobody, [`author`].
    pub fn name(&self, member: Option<Uuid>) -> String {
        let name = member.and_then(|member| self.accounts.get(&member).cloned());
        name.unwrap_or_else(|| author(&self.members, member))
    }
}

/// Adds the member whose account this is, under the next free handle.
///
/// # Errors
/// `Refused` where the account has no research role in the study, or is of the team already.
pub async fn add(
    tx: &Tx,
    app: &App,
    study: &Scope,
    account: Uuid,
    new: NewMember,
) -> Result<Member> {
    let connection = tx.connection();
    let others = row::Entity::find()
        .filter(row::Column::Study.eq(study.id))
        .all(connection)
        .await?;
    let next = others.iter().map(|row| row.position).max().unwrap_or(0) + 1;
    let member = Member {
        id: random_id(app),
        handle: format!("R{next}"),
        interviews: new.interviews,
        checks: new.checks,
        analyses: new.analyses,
        room: new.room,
        participant: new.participant,
    };
    row::Entity::insert(row::ActiveModel {
        id: Set(member.id),
        study: Set(study.id),
        position: Set(next),
        handle: Set(member.handle.clone()),
        interviews: Set(i64::from(new.interviews)),
        checks: Set(i64::from(new.checks)),
        analyses: Set(i64::from(new.analyses)),
        room: Set(new.room),
        participant: Set(new.participant),
    })
    .exec_without_returning(connection)
    .await?;
    bind(tx, study.id, (account, member.id)).await?;
    Ok(member)
}

/// Lets an account act as a member that is there already.
///
/// # Errors
/// `Refused` where the account has no research role in the study, or is of the team already.
pub async fn bind(tx: &Tx, study: Uuid, (account, member): (Uuid, Uuid)) -> Result<()> {
    match access::set_subject(tx, study, account, &ROLES, member).await? {
        0 => Err(Error::refused(
            "R10",
            "This account has no research role in the study, or is a member of the team already.",
            "Grant it the role of a researcher first.",
        )),
        _ => Ok(()),
    }
}

/// The members of these handles; who is none becomes an analyst without an account.
pub async fn enter(
    tx: &Tx,
    app: &App,
    study: Uuid,
    handles: &BTreeSet<&str>,
) -> Result<BTreeMap<String, Uuid>> {
    let handles = handles.iter().map(|handle| (*handle, None));
    enter_as(tx, app, study, &handles.collect::<Vec<_>>()).await
}

/// The same in this order, each under the identifier by which another Enid knows them, where nobody here has it.
pub async fn enter_as(
    tx: &Tx,
    app: &App,
    study: Uuid,
    handles: &[(&str, Option<Uuid>)],
) -> Result<BTreeMap<String, Uuid>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .all(tx.connection())
        .await?;
    let mut last = rows.iter().map(|row| row.position).max().unwrap_or(0);
    let mut known: BTreeMap<String, Uuid> =
        rows.into_iter().map(|row| (row.handle, row.id)).collect();
    for (handle, id) in handles {
        if known.contains_key(*handle) {
            continue;
        }
        let id = match id {
            Some(id) if !is_taken(tx.connection(), *id).await? => *id,
            _ => random_id(app),
        };
        last += 1;
        row::Entity::insert(row::ActiveModel {
            id: Set(id),
            study: Set(study),
            position: Set(last),
            handle: Set((*handle).to_owned()),
            interviews: Set(0),
            checks: Set(0),
            analyses: Set(1),
            room: Set(0),
            participant: Set(None),
        })
        .exec_without_returning(tx.connection())
        .await?;
        known.insert((*handle).to_owned(), id);
    }
    Ok(known)
}

async fn is_taken(connection: &impl ConnectionTrait, id: Uuid) -> Result<bool> {
    Ok(row::Entity::find_by_id(id).one(connection).await?.is_some())
}

/// Stores what a member does from now on. The handle stays.
pub async fn change(tx: &Tx, study: Uuid, member: &Member) -> Result<()> {
    let changed = row::Entity::update_many()
        .col_expr(row::Column::Interviews, flag(member.interviews))
        .col_expr(row::Column::Checks, flag(member.checks))
        .col_expr(row::Column::Analyses, flag(member.analyses))
        .col_expr(row::Column::Room, Expr::value(member.room))
        .col_expr(row::Column::Participant, Expr::value(member.participant))
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Id.eq(member.id))
        .exec(tx.connection())
        .await?;
    match changed.rows_affected {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// Who made a change, as pages say it: a member's handle, or the research lead who is not of the team.
pub fn author(members: &[Member], by: Option<Uuid>) -> String {
    let found = by.and_then(|by| members.iter().find(|member| member.id == by));
    found.map_or_else(
        || "the research lead".to_owned(),
        |member| member.handle.clone(),
    )
}

/// Unties the member who was this participant, once the participant has withdrawn.
pub async fn forget_participant(tx: &Tx, study: Uuid, participant: Uuid) -> Result<()> {
    row::Entity::update_many()
        .col_expr(row::Column::Participant, Expr::value(None::<Uuid>))
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Participant.eq(participant))
        .exec(tx.connection())
        .await?;
    Ok(())
}

fn flag(set: bool) -> Expr {
    Expr::value(i64::from(set))
}

fn member(row: row::Model) -> Member {
    Member {
        id: row.id,
        handle: row.handle,
        interviews: row.interviews == 1,
        checks: row.checks == 1,
        analyses: row.analyses == 1,
        room: row.room,
        participant: row.participant,
    }
}
