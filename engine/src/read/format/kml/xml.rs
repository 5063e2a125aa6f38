//! The elements of an XML text, one after another, and the text in them. Nothing that a document defines is expanded: there
//! are the five entities of XML and characters by their numbers.

use std::borrow::Cow;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::error::ErrorKind;
use crate::{Error, Result};

/// What comes next in an element.
pub(super) enum Child<'t> {
    /// An element in it.
    Element(Element<'t>),
    /// Its end.
    End,
}

/// An element that has been entered.
pub(super) struct Element<'t> {
    start: BytesStart<'t>,
}

impl Element<'_> {
    /// Its name without the prefix of a namespace.
    pub(super) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }
}

/// Reads elements.
pub(super) struct Elements<'t> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    depth: usize,
}

/// So deep may elements be in one another; real ones are fewer than twenty.
const DEEPEST: usize = 200;

impl<'t> Elements<'t> {
    /// Those of a text.
    ///
    /// # Errors
    ///
    /// When the bytes are not UTF-8.
    pub(super) fn of(bytes: &'t [u8]) -> Result<Self> {
        let text = std::str::from_utf8(bytes).map_err(|e| {
            let before = String::from_utf8_lossy(&bytes[..e.valid_up_to()]).into_owned();
            syntax("the text is not UTF-8")
                .at_position(place(&before))
                .with_hint("save it as UTF-8")
        })?;
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Ok(Self {
            text,
            reader,
            depth: 0,
        })
    }

    /// The error for what is wrong here.
    pub(super) fn error(&self, what: impl Into<String>) -> Error {
        syntax(what).at_position(self.place(self.reader.buffer_position()))
    }

    /// Where a byte is.
    fn place(&self, byte: u64) -> String {
        let end = usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len());
        let end = (0..=end).rev().find(|end| self.text.is_char_boundary(*end));
        place(&self.text[..end.unwrap_or_default()])
    }

    fn event(&mut self) -> Result<Event<'t>> {
        self.reader.read_event().map_err(|e| {
            syntax(format!("this is not well-formed XML: {e}"))
                .at_position(self.place(self.reader.error_position()))
        })
    }

    fn enter(&mut self, start: BytesStart<'t>) -> Result<Element<'t>> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error(format!("elements are nested more than {DEEPEST} deep")));
        }
        Ok(Element { start })
    }

    /// The next element in the one that has been entered last, or its end. What text is between them is left out.
    pub(super) fn next(&mut self) -> Result<Child<'t>> {
        loop {
            match self.event()? {
                Event::Start(start) => return self.enter(start).map(Child::Element),
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Child::End);
                }
                Event::Eof if self.depth == 0 => return Ok(Child::End),
                Event::Eof => return Err(self.cut_short()),
                _ => {}
            }
        }
    }

    fn cut_short(&self) -> Error {
        self.error("the text ends too early")
            .with_hint("the file is cut short")
    }

    /// Leaves the element that has been entered last.
    pub(super) fn skip(&mut self) -> Result<()> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }

    /// The text of the element that has been entered last, which is left. Elements in it are left out.
    pub(super) fn text(&mut self) -> Result<Cow<'t, str>> {
        let mut text = Cow::Borrowed("");
        loop {
            let part = match self.event()? {
                Event::Text(part) => part.into_inner(),
                Event::CData(part) => part.into_inner(),
                Event::GeneralRef(reference) => Cow::Owned(self.character(&reference)?.to_string()),
                Event::Start(start) => {
                    self.enter(start)?;
                    self.skip()?;
                    continue;
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(text);
                }
                Event::Eof => return Err(self.cut_short()),
                _ => continue,
            };
            // Most texts are of one part, which is not copied.
            if text.is_empty() {
                text = part;
            } else {
                text.to_mut().push_str(&part);
            }
        }
    }

    fn character(&self, reference: &BytesRef) -> Result<char> {
        let name = reference.xml10_content();
        match name.as_ref() {
            "lt" => return Ok('<'),
            "gt" => return Ok('>'),
            "amp" => return Ok('&'),
            "quot" => return Ok('"'),
            "apos" => return Ok('\''),
            _ => {}
        }
        let character = reference.resolve_char_ref().ok().flatten();
        character.ok_or_else(|| {
            self.error(format!("`&{name};` is no entity of XML"))
                .with_hint("write the character itself, or its number, such as &#160;")
        })
    }

    /// An attribute of an element.
    pub(super) fn attribute(&self, element: &Element<'t>, name: &str) -> Result<Option<String>> {
        let mut attributes = element.start.attributes();
        // Comparing each with all before takes long where there are many.
        attributes.with_checks(false);
        for attribute in attributes {
            let attribute = attribute.map_err(|e| self.error(format!("this is not well-formed XML: {e}")))?;
            if attribute.key.local_name().into_inner() == name {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0);
                let value = value.map_err(|e| self.error(format!("this is not well-formed XML: {e}")))?;
                return Ok(Some(value.into_owned()));
            }
        }
        Ok(None)
    }
}

fn syntax(what: impl Into<String>) -> Error {
    Error::new(what).of_kind(ErrorKind::Syntax)
}

/// The line and column, from 1, of what comes after a text.
fn place(before: &str) -> String {
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("line {}, column {column}", before.matches('\n').count() + 1)
}
