//! What a member does not want to be asked about any more, in the database.

use std::collections::BTreeSet;

use platform::Result;
use platform::storage::Tx;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "dismissed_prompts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub member: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub prompt: String,
        pub study: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The prompts that a member has dismissed: kinds, and single acts.
pub async fn dismissed(
    connection: &impl ConnectionTrait,
    member: Uuid,
) -> Result<BTreeSet<String>> {
    let rows = row::Entity::find().filter(row::Column::Member.eq(member));
    let rows = rows.all(connection).await?;
    Ok(rows.into_iter().map(|row| row.prompt).collect())
}

/// Dismisses a prompt for good.
pub async fn dismiss(tx: &Tx, study: Uuid, member: Uuid, prompt: &str) -> Result<()> {
    row::Entity::insert(row::ActiveModel {
        member: Set(member),
        prompt: Set(prompt.to_owned()),
        study: Set(study),
    })
    .on_conflict_do_nothing_on([row::Column::Member, row::Column::Prompt])
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}
