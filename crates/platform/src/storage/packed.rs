//! Many rows as one text: the database puts them together, since handing over a row costs a reader ten times what is in it. They
//! come in no order: whoever needs one sorts what was read, which costs less than having the database do it.

use sea_orm::sea_query::{Expr, IntoCondition};
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Statement, Value};
use serde::de::DeserializeOwned;

use super::Dialect;
use crate::{Error, Result};

/// What is asked of each row: its identifiers first, then other columns, as SQL that both databases know.
#[derive(Clone, Copy, Debug)]
pub struct Packed<'a> {
    /// Columns of identifiers, none of which may be NULL.
    pub ids: &'a [&'a str],
    /// Columns of numbers and texts.
    pub others: &'a [&'a str],
}

impl Packed<'_> {
    /// The rows of a table that fit a condition, each as a tuple of what is asked, in that order.
    ///
    /// # Errors
    /// The database does not answer, or a tuple does not take what a row holds.
    pub async fn rows<E: EntityTrait, T: DeserializeOwned>(
        &self,
        connection: &impl ConnectionTrait,
        which: impl IntoCondition,
    ) -> Result<Vec<T>> {
        let sql = Dialect::of(connection.get_database_backend()).packed(self);
        let text: Option<Option<String>> = E::find()
            .select_only()
            .column_as(Expr::cust(sql), "packed")
            .filter(which)
            .into_tuple()
            .one(connection)
            .await?;
        read(text.flatten())
    }

    /// The rows of a query whose places are `$1`, `$2` and so on.
    ///
    /// # Errors
    /// Those of [`Packed::rows`].
    pub async fn rows_of<T: DeserializeOwned>(
        &self,
        connection: &impl ConnectionTrait,
        (sql, values): (&str, Vec<Value>),
    ) -> Result<Vec<T>> {
        let backend = connection.get_database_backend();
        let packed = Dialect::of(backend).packed(self);
        let sql = format!("SELECT {packed} AS packed FROM ({sql}) AS found");
        let statement = Statement::from_sql_and_values(backend, sql, values);
        let row = connection.query_one_raw(statement).await?;
        let text: Option<Option<String>> = row.map(|row| row.try_get("", "packed")).transpose()?;
        read(text.flatten())
    }
}

fn read<T: DeserializeOwned>(text: Option<String>) -> Result<Vec<T>> {
    match text {
        None => Ok(Vec::new()),
        Some(text) => serde_json::from_str(&text)
            .map_err(|error| Error::internal(format!("rows are not as asked: {error}"))),
    }
}
