//! The compact protocol of Thrift, in which Parquet describes itself.

/// A value of any type.
#[derive(Debug)]
pub(super) enum Item<'b> {
    Flag(bool),
    Integer(i64),
    /// Floating point, which nothing that is read here has.
    Real,
    Bytes(&'b [u8]),
    List(Vec<Item<'b>>),
    Struct(Fields<'b>),
}

/// The fields of a structure, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Fields<'b>(Vec<(i16, Item<'b>)>);

impl<'b> Fields<'b> {
    fn get(&self, id: i16) -> Option<&Item<'b>> {
        self.0
            .iter()
            .find(|(known, _)| *known == id)
            .map(|(_, item)| item)
    }

    pub(super) fn integer(&self, id: i16) -> Option<i64> {
        match self.get(id)? {
            Item::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// An integer that counts something or says where something is.
    pub(super) fn size(&self, id: i16) -> Option<usize> {
        self.integer(id).and_then(|number| usize::try_from(number).ok())
    }

    pub(super) fn flag(&self, id: i16) -> Option<bool> {
        match self.get(id)? {
            Item::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    pub(super) fn text(&self, id: i16) -> Option<&'b str> {
        self.get(id)?.text()
    }

    pub(super) fn list(&self, id: i16) -> &[Item<'b>] {
        match self.get(id) {
            Some(Item::List(list)) => list,
            _ => &[],
        }
    }

    pub(super) fn fields(&self, id: i16) -> Option<&Self> {
        self.get(id)?.fields()
    }

    /// The number of the first field, which tells what a union is.
    pub(super) fn first(&self) -> Option<i16> {
        self.0.first().map(|(id, _)| *id)
    }
}

impl<'b> Item<'b> {
    pub(super) fn fields(&self) -> Option<&Fields<'b>> {
        match self {
            Self::Struct(fields) => Some(fields),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<&'b str> {
        match self {
            Self::Bytes(bytes) => str::from_utf8(bytes).ok(),
            _ => None,
        }
    }
}

/// How many structures may be in one another.
const DEEPEST: usize = 16;

/// The structure that bytes start with, which are then what follows it; none if it is not well-formed.
pub(super) fn structure<'b>(bytes: &mut &'b [u8]) -> Option<Fields<'b>> {
    fields(bytes, DEEPEST)
}

fn fields<'b>(bytes: &mut &'b [u8], depth: usize) -> Option<Fields<'b>> {
    let depth = depth.checked_sub(1)?;
    let (mut fields, mut id) = (Vec::new(), 0_i16);
    loop {
        let head = byte(bytes)?;
        if head == 0 {
            return Some(Fields(fields));
        }
        id = match head >> 4 {
            0 => i16::try_from(integer(bytes)?).ok()?,
            step => id.checked_add(i16::from(step))?,
        };
        let item = match head & 15 {
            1 => Item::Flag(true),
            2 => Item::Flag(false),
            kind => item(kind, bytes, depth)?,
        };
        fields.push((id, item));
    }
}

fn item<'b>(kind: u8, bytes: &mut &'b [u8], depth: usize) -> Option<Item<'b>> {
    Some(match kind {
        // In a list, a flag is a byte.
        1 | 2 => Item::Flag(byte(bytes)? == 1),
        3 => Item::Integer(i64::from(byte(bytes)? as i8)),
        4..=6 => Item::Integer(integer(bytes)?),
        7 => {
            take(bytes, 8)?;
            Item::Real
        }
        8 => {
            let length = usize::try_from(unsigned(bytes)?).ok()?;
            Item::Bytes(take(bytes, length)?)
        }
        9 | 10 => Item::List(list(bytes, depth)?),
        12 => Item::Struct(fields(bytes, depth)?),
        _ => return None,
    })
}

fn list<'b>(bytes: &mut &'b [u8], depth: usize) -> Option<Vec<Item<'b>>> {
    let depth = depth.checked_sub(1)?;
    let head = byte(bytes)?;
    let count = match head >> 4 {
        15 => usize::try_from(unsigned(bytes)?).ok()?,
        count => usize::from(count),
    };
    // Each takes a byte or more.
    (count <= bytes.len()).then(|| (0..count).map(|_| item(head & 15, bytes, depth)).collect())?
}

fn integer(bytes: &mut &[u8]) -> Option<i64> {
    let number = unsigned(bytes)?;
    Some((number >> 1) as i64 ^ -((number & 1) as i64))
}

/// A number of seven bits a byte, the lowest first.
pub(super) fn unsigned(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let byte = byte(bytes)?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

fn byte(bytes: &mut &[u8]) -> Option<u8> {
    let (&first, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(first)
}

/// So many bytes.
pub(super) fn take<'b>(bytes: &mut &'b [u8], count: usize) -> Option<&'b [u8]> {
    let (taken, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(taken)
}
