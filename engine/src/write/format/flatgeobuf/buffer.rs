//! Tables of `FlatBuffers` (<https://flatbuffers.dev/internals>), written from their start to their end.

/// A table: the places of its fields in the schema, and their values.
pub(super) struct Table<'f>(pub Vec<(usize, Field<'f>)>);

/// The value of a field.
pub(super) enum Field<'f> {
    Byte(u8),
    Short(u16),
    Int(i32),
    Long(u64),
    Text(&'f str),
    Bytes(Vec<u8>),
    Numbers(Vec<u32>),
    Reals(Vec<f64>),
    Table(Table<'f>),
    Tables(Vec<Table<'f>>),
}

impl Field<'_> {
    /// What it takes in its table: of a longer one, where it is.
    fn size(&self) -> usize {
        match self {
            Self::Byte(_) => 1,
            Self::Short(_) => 2,
            Self::Long(_) => 8,
            _ => OFFSET,
        }
    }
}

/// What a place takes.
const OFFSET: usize = 4;
/// What the largest number takes, by which everything is aligned.
const WIDEST: usize = 8;

/// A table on its own, after its length.
pub(super) fn sized(table: &Table<'_>) -> Vec<u8> {
    let mut out = Out(vec![0; 2 * OFFSET]);
    out.table_for(OFFSET, table);
    out.align(WIDEST, 0);
    let length = out.0.len() - OFFSET;
    out.put(0, &(length as u32).to_le_bytes());
    out.0
}

/// A buffer with tables in the making.
struct Out(Vec<u8>);

impl Out {
    fn put(&mut self, at: usize, bytes: &[u8]) {
        self.0[at..at + bytes.len()].copy_from_slice(bytes);
    }

    /// Goes on where what comes `after` so many bytes is aligned.
    fn align(&mut self, to: usize, after: usize) {
        let end = self.0.len() + after;
        self.0.resize(end.next_multiple_of(to) - after, 0);
    }

    /// States at `at` that what it leads to starts here.
    fn here(&mut self, at: usize) {
        let distance = (self.0.len() - at) as u32;
        self.put(at, &distance.to_le_bytes());
    }

    /// Writes a table, to which the place at `at` leads.
    fn table_for(&mut self, at: usize, Table(fields): &Table<'_>) {
        let slots = fields.iter().map(|(slot, _)| slot + 1).max().unwrap_or(0);
        let directory = self.0.len();
        self.0.resize(directory + 4 + 2 * slots, 0);
        self.align(WIDEST, 0);
        self.here(at);
        let start = self.0.len();
        let mut end = OFFSET;
        let places = fields.iter().map(|(slot, field)| {
            let place = end.next_multiple_of(field.size());
            end = place + field.size();
            (*slot, place)
        });
        let places: Vec<(usize, usize)> = places.collect();
        self.0.resize(start + end, 0);
        self.put(start, &((start - directory) as i32).to_le_bytes());
        self.put(directory, &((4 + 2 * slots) as u16).to_le_bytes());
        self.put(directory + 2, &(end as u16).to_le_bytes());
        for ((slot, place), (_, field)) in places.iter().zip(fields) {
            self.put(directory + 4 + 2 * slot, &(*place as u16).to_le_bytes());
            self.field(start + place, field);
        }
    }

    fn field(&mut self, at: usize, field: &Field<'_>) {
        match field {
            Field::Byte(number) => self.put(at, &[*number]),
            Field::Short(number) => self.put(at, &number.to_le_bytes()),
            Field::Int(number) => self.put(at, &number.to_le_bytes()),
            Field::Long(number) => self.put(at, &number.to_le_bytes()),
            Field::Text(text) => {
                self.list(at, text.len(), 1);
                self.0.extend(text.bytes());
                self.0.push(0);
                self.align(OFFSET, 0);
            }
            Field::Bytes(bytes) => {
                self.list(at, bytes.len(), 1);
                self.0.extend(bytes);
                self.align(OFFSET, 0);
            }
            Field::Numbers(numbers) => {
                self.list(at, numbers.len(), 4);
                self.0
                    .extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
            }
            Field::Reals(numbers) => {
                self.list(at, numbers.len(), 8);
                self.0
                    .extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
            }
            Field::Table(table) => self.table_for(at, table),
            Field::Tables(tables) => {
                self.list(at, tables.len(), OFFSET);
                let first = self.0.len();
                self.0.resize(first + OFFSET * tables.len(), 0);
                for (i, table) in tables.iter().enumerate() {
                    self.table_for(first + OFFSET * i, table);
                }
            }
        }
    }

    /// Starts a list, to which the place at `at` leads, of so many items that are aligned.
    fn list(&mut self, at: usize, length: usize, to: usize) {
        self.align(OFFSET.max(to), OFFSET);
        self.here(at);
        self.0.extend((length as u32).to_le_bytes());
    }
}
