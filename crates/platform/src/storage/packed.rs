//! Many rows as one text: the database puts them together, since handing over a row costs a reader ten times what is in it.

use sea_orm::sea_query::{Expr, IntoCondition};
use sea_orm::{ConnectionTrait, EntityTrait, IdenStatic, QueryFilter, QuerySelect};
use serde::de::DeserializeOwned;

use super::Dialect;
use crate::{Error, Result};

/// What is asked of each row of a table: its identifiers first, then other columns, as SQL that both databases know.
#[derive(Clone, Copy, Debug)]
pub struct Packed<'a, C> {
    /// Columns of identifiers, none of which may be NULL.
    pub ids: &'a [C],
    /// Columns of numbers and texts.
    pub others: &'a [&'a str],
    /// By which columns the rows are ordered.
    pub order: &'a [C],
}

impl<C: IdenStatic> Packed<'_, C> {
    /// The rows of a table that fit a condition, each as a tuple of what is asked, in that order.
    ///
    /// # Errors
    /// The database does not answer, or a tuple does not take what a row holds.
    pub async fn rows<E, T>(
        &self,
        connection: &impl ConnectionTrait,
        which: impl IntoCondition,
    ) -> Result<Vec<T>>
    where
        E: EntityTrait<Column = C>,
        T: DeserializeOwned,
    {
        let names = |columns: &[C]| -> Vec<String> {
            columns.iter().map(|one| one.as_str().to_owned()).collect()
        };
        let dialect = Dialect::of(connection.get_database_backend());
        let sql = dialect.packed(&names(self.ids), self.others, &names(self.order));
        let text: Option<Option<String>> = E::find()
            .select_only()
            .column_as(Expr::cust(sql), "packed")
            .filter(which)
            .into_tuple()
            .one(connection)
            .await?;
        match text.flatten() {
            None => Ok(Vec::new()),
            Some(text) => serde_json::from_str(&text)
                .map_err(|error| Error::internal(format!("rows are not as asked: {error}"))),
        }
    }
}
