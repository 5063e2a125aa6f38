//! A database: its tables and their rows.

use std::collections::BTreeMap;

use super::column::{Column, columns};
use super::pages::{Pages, damaged};
use super::payload::Payload;
use super::record::{Record, Value};
use super::rows::{Row, Rows};
use crate::Result;
use crate::{Error, error::ErrorKind};

/// A database file.
pub(in crate::read) struct Database<'b> {
    pages: Pages<'b>,
    /// What is stored under a name in lower case.
    items: BTreeMap<String, Item>,
}

/// A table or view as `sqlite_schema` has it.
struct Item {
    kind: String,
    root: u32,
    sql: String,
}

impl<'b> Database<'b> {
    /// The database that some bytes are.
    ///
    /// # Errors
    ///
    /// When they are none, or cut short.
    pub(in crate::read) fn of(bytes: &'b [u8]) -> Result<Self> {
        let pages = Pages::of(bytes)?;
        let mut items = BTreeMap::new();
        for row in Rows::of(pages, 1) {
            let payload = row?.payload.bytes()?;
            let mut record = Record::of(&payload, pages.encoding())?;
            let mut next = || record.next_value().map(|value| value.unwrap_or(Value::Null));
            let [kind, name, _, root, sql] = [next()?, next()?, next()?, next()?, next()?];
            if let (Some(kind @ ("table" | "view")), Some(name)) = (kind.text(), name.text()) {
                let item = Item {
                    kind: kind.to_owned(),
                    // 0 for what is stored in other tables.
                    root: root
                        .integer()
                        .and_then(|root| u32::try_from(root).ok())
                        .unwrap_or(0),
                    sql: sql.text().unwrap_or_default().to_owned(),
                };
                items.insert(name.to_lowercase(), item);
            }
        }
        Ok(Self { pages, items })
    }

    /// Whether it has a table or view of this name.
    pub(in crate::read) fn has(&self, name: &str) -> bool {
        self.items.contains_key(&name.to_lowercase())
    }

    /// A table by its name, in upper or lower case.
    ///
    /// # Errors
    ///
    /// When there is none, or none that has rows of its own.
    pub(in crate::read) fn table(&self, name: &str) -> Result<Table<'b>> {
        let item = self
            .items
            .get(&name.to_lowercase())
            .ok_or_else(|| damaged(format!("it has no table `{name}`")))?;
        let copy = |what: &str| {
            Err(Error::new(format!("its `{name}` is {what}, which is not read"))
                .of_kind(ErrorKind::Syntax)
                .with_hint("make a copy with rows of its own: ogr2ogr out.gpkg IN LAYER"))
        };
        if item.kind == "view" {
            return copy("a view");
        }
        if item.root == 0 {
            return copy("a virtual table");
        }
        let found = columns(&item.sql)?;
        if found.without_rows {
            return copy("a table without row numbers");
        }
        Ok(Table {
            pages: self.pages,
            root: item.root,
            columns: found.columns,
            key: found.key,
        })
    }
}

/// A table of a database.
pub(in crate::read) struct Table<'b> {
    pages: Pages<'b>,
    root: u32,
    columns: Vec<Column>,
    key: Option<usize>,
}

impl<'b> Table<'b> {
    /// Its columns.
    pub(in crate::read) fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The column by whose values rows are numbered, by its index.
    pub(in crate::read) fn key(&self) -> Option<usize> {
        self.key
    }

    /// Which column has this name, in upper or lower case, by its index.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub(in crate::read) fn column(&self, name: &str) -> Result<usize> {
        let found = self
            .columns
            .iter()
            .position(|column| column.name.to_lowercase() == name.to_lowercase());
        found.ok_or_else(|| damaged(format!("one of its tables has no column `{name}`")))
    }

    /// Goes through its rows in their order, with the value of each column, until one is an error.
    ///
    /// # Errors
    ///
    /// When the file is damaged, and those of `each`.
    pub(in crate::read) fn each_row(
        &self,
        mut each: impl FnMut(&Payload<'b>, &[Value<'_>]) -> Result<()>,
    ) -> Result<()> {
        for row in Rows::of(self.pages, self.root) {
            let Row { id, payload } = row?;
            let bytes = payload.bytes()?;
            let mut record = Record::of(&bytes, self.pages.encoding())?;
            let mut values = Vec::with_capacity(self.columns.len());
            for (i, column) in self.columns.iter().enumerate() {
                let value = if column.is_virtual {
                    Value::Null
                } else {
                    record.next_value()?.unwrap_or_else(|| column.default.clone())
                };
                values.push(match value {
                    Value::Null if self.key == Some(i) => Value::Integer(id),
                    value => value,
                });
            }
            each(&payload, &values)?;
        }
        Ok(())
    }
}
