//! What a FlatGeobuf file says of itself: columns, the kind of geometry, the number of features.

use super::buffer::{Table, broken};
use crate::Result;
use crate::read::reference::System;

/// The header of a file.
pub(super) struct Header<'b> {
    /// The kind of all geometries; 0 where each has its own.
    pub(super) kind: u8,
    pub(super) columns: Vec<Column<'b>>,
    /// How many features there are; 0 where that is not known.
    pub(super) features: u64,
    crs: Option<Table<'b>>,
    /// What it says of itself as JSON.
    pub(super) metadata: Option<&'b str>,
    /// How many entries a node of the index has; 0 where there is no index.
    node: u16,
}

/// A column of properties.
#[derive(Clone, Copy)]
pub(super) struct Column<'b> {
    pub(super) name: &'b str,
    pub(super) kind: u8,
}

/// Fields of tables by their places in the schema.
mod field {
    pub(super) const GEOMETRY_TYPE: usize = 2;
    pub(super) const COLUMNS: usize = 7;
    pub(super) const FEATURES_COUNT: usize = 8;
    pub(super) const INDEX_NODE_SIZE: usize = 9;
    pub(super) const CRS: usize = 10;
    pub(super) const METADATA: usize = 13;
    pub(super) const CRS_ORGANISATION: usize = 0;
    pub(super) const CRS_CODE: usize = 1;
    pub(super) const CRS_NAME: usize = 2;
    pub(super) const CRS_CODE_TEXT: usize = 5;
    pub(super) const COLUMN_NAME: usize = 0;
    pub(super) const COLUMN_TYPE: usize = 1;
}

impl<'b> Header<'b> {
    pub(super) fn of(buffer: &'b [u8]) -> Result<Self> {
        const USUAL_NODE: u16 = 16;
        let table = Table::root(buffer)?;
        Ok(Self {
            kind: table.number(field::GEOMETRY_TYPE)?.map_or(0, u8::from_le_bytes),
            columns: columns(&table, field::COLUMNS)?,
            features: table.number(field::FEATURES_COUNT)?.map_or(0, u64::from_le_bytes),
            crs: table.table(field::CRS)?,
            metadata: table.text(field::METADATA)?,
            node: table
                .number(field::INDEX_NODE_SIZE)?
                .map_or(USUAL_NODE, u16::from_le_bytes),
        })
    }

    /// The reference system of the positions.
    ///
    /// # Errors
    ///
    /// When it is not read.
    pub(super) fn system(&self) -> Result<Option<System>> {
        self.crs.as_ref().map(system).transpose()
    }

    /// How many bytes the index takes, a packed Hilbert R-tree.
    pub(super) fn index_size(&self) -> Result<u64> {
        const ENTRY: u64 = 40;
        if self.node == 0 || self.features == 0 {
            return Ok(0);
        }
        let too_large = || broken(format!("its header states {} features", self.features));
        let node = u64::from(self.node.max(2));
        let (mut level, mut entries) = (self.features, self.features);
        // There is a root in any case.
        loop {
            level = level.div_ceil(node);
            entries = entries.checked_add(level).ok_or_else(too_large)?;
            if level == 1 {
                break;
            }
        }
        entries.checked_mul(ENTRY).ok_or_else(too_large)
    }
}

fn system(crs: &Table<'_>) -> Result<System> {
    const USUAL: &str = "EPSG";
    let authority = crs.text(field::CRS_ORGANISATION)?.filter(|name| !name.is_empty());
    let code = crs.number(field::CRS_CODE)?.map_or(0, i32::from_le_bytes);
    let text = crs.text(field::CRS_CODE_TEXT)?.filter(|text| !text.is_empty());
    match (code, text) {
        (0, Some(text)) => System::of_code(authority.unwrap_or(USUAL), text),
        (0, None) => System::named(crs.text(field::CRS_NAME)?.unwrap_or_default()),
        (code, _) => System::of_code(authority.unwrap_or(USUAL), &code.to_string()),
    }
}

/// The columns in a field of a table.
pub(super) fn columns<'b>(table: &Table<'b>, index: usize) -> Result<Vec<Column<'b>>> {
    let columns = table.tables(index)?.map(|column| {
        let column = column?;
        Ok(Column {
            name: column.text(field::COLUMN_NAME)?.unwrap_or_default(),
            kind: column.number(field::COLUMN_TYPE)?.map_or(0, u8::from_le_bytes),
        })
    });
    columns.collect()
}
