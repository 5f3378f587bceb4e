//! The record of what was done: written with the change, chained by hash, never altered.
//!
//! There is one chain for each scope, so that two programmes do not wait for each other. Rows hold
//! identifiers, counts and codes, never a name or an address.

mod ends;

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::clock::Instant;
use crate::storage::Tx;
use crate::{App, Error, Result};

/// The chain of what belongs to no programme and no study.
pub const INSTALLATION: &str = "installation";

mod row {
    use super::*;

    /// One row of the record.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_events")]
    pub struct Model {
        /// The chain it stands in.
        #[sea_orm(primary_key, auto_increment = false)]
        pub chain: String,
        /// Its place in the chain, from 1.
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        /// When it was written.
        pub at: Instant,
        /// The account that acted; none for the program itself.
        pub actor: Option<Uuid>,
        /// The policy's name of the action.
        pub action: String,
        /// What was acted on.
        pub subject: String,
        /// Codes and counts.
        pub detail: String,
        /// The hash of the row before it; empty for the first.
        pub previous: Vec<u8>,
        /// The hash of this row.
        pub hash: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod head {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_heads")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub chain: String,
        pub seq: i64,
        pub hash: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Where a chain begins whose first rows are over their period: the last row that was removed.
mod start {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_starts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub chain: String,
        pub seq: i64,
        pub hash: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub use ends::{ALONE, BUT_ALONE, Ends, ends};
pub use row::Model as Entry;

/// What a change is recorded as.
#[derive(Clone, Debug)]
pub struct Event {
    /// The chain it belongs to: a scope's short name, or [`INSTALLATION`].
    pub chain: String,
    /// The account that acted; none for the program itself.
    pub actor: Option<Uuid>,
    /// The policy's name of the action, such as `plan.publish`.
    pub action: &'static str,
    /// What was acted on: an identifier or a count, never a name.
    pub subject: String,
    /// Codes and counts that help to read the row later.
    pub detail: String,
}

impl Event {
    /// Something the program or an operator did to the installation itself.
    pub fn installation(action: &'static str, subject: impl Into<String>) -> Self {
        Self {
            chain: INSTALLATION.into(),
            actor: None,
            action,
            subject: subject.into(),
            detail: String::new(),
        }
    }

    /// The same event with a detail.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// The same event done by an account.
    #[must_use]
    pub fn by(mut self, actor: Uuid) -> Self {
        self.actor = Some(actor);
        self
    }
}

/// Appends the event to its chain with the commit of the change.
pub(crate) async fn append(tx: &Tx, app: &App, event: Event) -> Result<()> {
    let (last, previous) = match tx.head_of(&event.chain) {
        Some(head) => head,
        None => {
            let head = lock_head(tx.connection(), &event.chain).await?;
            (head.seq, head.hash)
        }
    };
    let mut entry = Entry {
        chain: event.chain,
        seq: last + 1,
        at: app.now(),
        actor: event.actor,
        action: event.action.to_owned(),
        subject: event.subject,
        detail: event.detail,
        previous,
        hash: Vec::new(),
    };
    entry.hash = digest(&entry);
    let moved = head::Entity::update_many()
        .col_expr(head::Column::Seq, Expr::value(entry.seq))
        .col_expr(head::Column::Hash, Expr::value(entry.hash.clone()))
        .filter(head::Column::Chain.eq(entry.chain.as_str()));
    tx.leave_last(&moved);
    tx.moves_head(&entry.chain, (entry.seq, entry.hash.clone()));
    tx.insert_last::<Entry>(vec![entry]);
    Ok(())
}

/// The head of a chain, held until the transaction ends. A new chain gets its head first, so that two
/// who begin it at once wait for each other.
async fn lock_head(connection: &impl ConnectionTrait, chain: &str) -> Result<head::Model> {
    let held = || head::Entity::find_by_id(chain.to_owned()).lock_exclusive();
    if let Some(head) = held().one(connection).await? {
        return Ok(head);
    }
    head::Entity::insert(head::ActiveModel {
        chain: Set(chain.to_owned()),
        seq: Set(0),
        hash: Set(Vec::new()),
    })
    .on_conflict_do_nothing_on([head::Column::Chain])
    .exec_without_returning(connection)
    .await?;
    let head = held().one(connection).await?;
    head.ok_or_else(|| Error::internal("a chain without its head"))
}

/// Removes the rows that every chain begins with and that were written before a moment; tells how many. The chain goes
/// on from the last of them, so that what follows can still be verified.
pub(crate) async fn remove_before(tx: &Tx, before: Instant) -> Result<u64> {
    let connection = tx.connection();
    let mut removed = 0;
    for head in head::Entity::find().all(connection).await? {
        let head = lock_head(connection, &head.chain).await?;
        let of_chain = || row::Entity::find().filter(row::Column::Chain.eq(head.chain.as_str()));
        let kept = of_chain()
            .filter(row::Column::At.gte(before))
            .order_by_asc(row::Column::Seq)
            .one(connection)
            .await?;
        let end = kept.map_or(head.seq, |kept| kept.seq - 1);
        let last = of_chain().filter(row::Column::Seq.eq(end)).one(connection);
        let Some(last) = last.await? else {
            continue;
        };
        let sql = "DELETE FROM audit_events WHERE chain = $1 AND seq <= $2";
        let values = vec![head.chain.as_str().into(), end.into()];
        removed += tx.run_unprotected("audit_events", sql, values).await?;
        start::Entity::delete_by_id(head.chain.clone())
            .exec(connection)
            .await?;
        let start = start::Model {
            chain: head.chain,
            seq: end,
            hash: last.hash,
        };
        tx.insert_all::<start::Model>(vec![start]).await?;
    }
    Ok(removed)
}

/// When the newest row of a chain was written.
pub async fn newest_at(connection: &impl ConnectionTrait, chain: &str) -> Result<Option<Instant>> {
    let newest = newest(connection, Some(chain), 1).await?;
    Ok(newest.first().map(|row| row.at))
}

/// What walking all chains found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Chains walked.
    pub chains: usize,
    /// Rows walked.
    pub rows: usize,
    /// One sentence for each row that does not fit, in order.
    pub breaks: Vec<String>,
}

/// Walks every chain from its first row, or from where its period has left it, and compares the last with its head.
pub async fn verify(connection: &impl ConnectionTrait) -> Result<Verdict> {
    let mut verdict = Verdict::default();
    let heads = head::Entity::find()
        .order_by_asc(head::Column::Chain)
        .all(connection)
        .await?;
    let chains: Vec<String> = row::Entity::find()
        .select_only()
        .column(row::Column::Chain)
        .distinct()
        .order_by_asc(row::Column::Chain)
        .into_tuple()
        .all(connection)
        .await?;
    for chain in chains
        .iter()
        .filter(|chain| heads.iter().all(|head| head.chain != **chain))
    {
        verdict.breaks.push(format!("{chain}: rows without a head"));
    }
    for head in heads {
        verdict.chains += 1;
        walk(connection, &head, &mut verdict).await?;
    }
    Ok(verdict)
}

async fn walk(
    connection: &impl ConnectionTrait,
    head: &head::Model,
    verdict: &mut Verdict,
) -> Result<()> {
    let start = start::Entity::find_by_id(head.chain.clone())
        .one(connection)
        .await?;
    let (mut seq, mut hash) = start.map_or((0, Vec::new()), |start| (start.seq, start.hash));
    loop {
        let rows = row::Entity::find()
            .filter(row::Column::Chain.eq(head.chain.as_str()))
            .filter(row::Column::Seq.gt(seq))
            .order_by_asc(row::Column::Seq)
            .limit(1000)
            .all(connection)
            .await?;
        if rows.is_empty() {
            break;
        }
        for entry in rows {
            verdict.rows += 1;
            let place = format!("{} row {}", head.chain, entry.seq);
            if entry.seq != seq + 1 {
                verdict
                    .breaks
                    .push(format!("{place}: row {} is missing before it", seq + 1));
            } else if entry.previous != hash {
                verdict
                    .breaks
                    .push(format!("{place}: does not follow the row before it"));
            }
            if digest(&entry) != entry.hash {
                verdict.breaks.push(format!("{place}: was changed"));
            }
            (seq, hash) = (entry.seq, entry.hash);
        }
    }
    if (seq, &hash) != (head.seq, &head.hash) {
        verdict.breaks.push(format!(
            "{}: ends at row {seq}, and its head says {}",
            head.chain, head.seq
        ));
    }
    Ok(())
}

/// The newest rows of a chain, or of all chains, newest first.
pub async fn newest(
    connection: &impl ConnectionTrait,
    chain: Option<&str>,
    most: u64,
) -> Result<Vec<Entry>> {
    let mut query = row::Entity::find();
    if let Some(chain) = chain {
        query = query.filter(row::Column::Chain.eq(chain));
    }
    Ok(query
        .order_by_desc(row::Column::At)
        .order_by_desc(row::Column::Seq)
        .limit(most)
        .all(connection)
        .await?)
}

/// Each part is preceded by its length, so that no two rows can hash alike by moving a border.
fn digest(entry: &Entry) -> Vec<u8> {
    let mut hash = Sha256::new();
    let actor = entry.actor.map(|actor| *actor.as_bytes());
    let parts: [&[u8]; 8] = [
        entry.chain.as_bytes(),
        &entry.seq.to_be_bytes(),
        &entry.at.0.to_be_bytes(),
        actor.as_ref().map_or(&[], |bytes| bytes.as_slice()),
        entry.action.as_bytes(),
        entry.subject.as_bytes(),
        entry.detail.as_bytes(),
        &entry.previous,
    ];
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}
