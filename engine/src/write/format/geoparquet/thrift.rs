//! The compact protocol of Thrift, in which Parquet describes itself.

/// A value.
pub(super) enum Item<'i> {
    Int(i32),
    Long(i64),
    Bytes(&'i [u8]),
    /// A number as eight bytes.
    Real(f64),
    /// Items of one kind.
    List(Vec<Item<'i>>),
    Struct(Struct<'i>),
}

/// Fields with their numbers, which ascend.
pub(super) type Struct<'i> = Vec<(i16, Item<'i>)>;

impl<'i> Item<'i> {
    pub(super) fn text(text: &'i str) -> Self {
        Self::Bytes(text.as_bytes())
    }

    fn kind(&self) -> u8 {
        match self {
            Self::Int(_) => 5,
            Self::Long(_) => 6,
            Self::Bytes(_) | Self::Real(_) => 8,
            Self::List(_) => 9,
            Self::Struct(_) => 12,
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Int(number) => signed((*number).into(), out),
            Self::Long(number) => signed(*number, out),
            Self::Bytes(bytes) => {
                unsigned(bytes.len() as u64, out);
                out.extend(*bytes);
            }
            Self::Real(number) => Item::Bytes(&number.to_le_bytes()).write(out),
            Self::List(items) => {
                const LONG: u8 = 15;
                let kind = items.first().map_or(0, Self::kind);
                match u8::try_from(items.len()) {
                    Ok(length) if length < LONG => out.push(length << 4 | kind),
                    _ => {
                        out.push(LONG << 4 | kind);
                        unsigned(items.len() as u64, out);
                    }
                }
                for item in items {
                    item.write(out);
                }
            }
            Self::Struct(fields) => structure(fields, out),
        }
    }
}

/// Adds a structure.
pub(super) fn structure(fields: &Struct<'_>, out: &mut Vec<u8>) {
    const END: u8 = 0;
    let mut last = 0;
    for (number, item) in fields {
        // No structure here leaves out more fields than the step has room for.
        out.push(((number - last) as u8) << 4 | item.kind());
        item.write(out);
        last = *number;
    }
    out.push(END);
}

fn signed(number: i64, out: &mut Vec<u8>) {
    unsigned(((number << 1) ^ (number >> 63)) as u64, out);
}

/// Adds a number, seven bits a byte, the lowest first.
pub(super) fn unsigned(mut number: u64, out: &mut Vec<u8>) {
    while number > 0x7f {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
