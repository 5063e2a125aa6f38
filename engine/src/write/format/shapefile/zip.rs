//! A zip archive (APPNOTE 6.3), written from its start to its end. No file has a time, so that the same input gives the same
//! bytes.

use std::io::{self, Write};

use flate2::{Compression, Crc, write::DeflateEncoder};

/// 1 January 1980, the first day that archives know.
const FIRST_DAY: u16 = 0x21;

/// An archive in the making.
#[derive(Default)]
pub(super) struct Archive {
    /// What its end says of the files in it.
    directory: Vec<u8>,
    files: u16,
    /// How many bytes there are.
    length: u64,
}

impl Archive {
    /// Adds a file.
    pub(super) fn add(&mut self, out: &mut dyn Write, name: &str, content: &[u8]) -> io::Result<()> {
        let mut crc = Crc::new();
        crc.update(content);
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::default());
        packer.write_all(content)?;
        let packed = packer.finish()?;
        let start = size(self.length)?;
        let common = common(
            name,
            crc.sum(),
            size(packed.len() as u64)?,
            size(content.len() as u64)?,
        );
        let mut head = b"PK\x03\x04".to_vec();
        head.extend(&common);
        head.extend([0; 2]);
        head.extend(name.bytes());
        self.directory.extend(b"PK\x01\x02");
        // Made by version 2.0.
        self.directory.extend([20, 0]);
        self.directory.extend(&common);
        // No more fields, no comment, on the first disk, without attributes.
        self.directory.extend([0; 12]);
        self.directory.extend(start.to_le_bytes());
        self.directory.extend(name.bytes());
        self.files += 1;
        self.length += (head.len() + packed.len()) as u64;
        out.write_all(&head)?;
        out.write_all(&packed)
    }

    /// Adds the end, with a comment.
    pub(super) fn finish(self, out: &mut dyn Write, comment: &str) -> io::Result<()> {
        let mut end = self.directory;
        let length = size(end.len() as u64)?;
        end.extend(b"PK\x05\x06\0\0\0\0");
        end.extend([self.files.to_le_bytes(), self.files.to_le_bytes()].concat());
        end.extend(length.to_le_bytes());
        end.extend(size(self.length)?.to_le_bytes());
        end.extend((comment.len() as u16).to_le_bytes());
        end.extend(comment.bytes());
        out.write_all(&end)
    }
}

/// What both heads of a file say.
fn common(name: &str, crc: u32, packed: u32, size: u32) -> Vec<u8> {
    const VERSION: u16 = 20;
    const FLAGS: u16 = 0;
    const DEFLATE: u16 = 8;
    const TIME: u16 = 0;
    let mut common = [VERSION, FLAGS, DEFLATE, TIME, FIRST_DAY]
        .map(u16::to_le_bytes)
        .concat();
    common.extend([crc, packed, size].map(u32::to_le_bytes).concat());
    common.extend((name.len() as u16).to_le_bytes());
    common
}

fn size(bytes: u64) -> io::Result<u32> {
    u32::try_from(bytes).map_err(|_| {
        io::Error::other("a zip archive holds 4 GB at most; choose another format, such as .gpkg")
    })
}
