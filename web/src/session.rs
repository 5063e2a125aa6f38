//! The results that are kept, and what is asked of them.

use std::collections::BTreeMap;

use crate::answer::Answer;
use crate::error::{Result, of_option};
use crate::request::{Asked, Request};
use crate::sources::Sources;
use crate::studies::Made;

/// The results that are kept, by number.
#[derive(Default)]
pub struct Session {
    answers: BTreeMap<u32, Answer>,
    last: u32,
}

impl Session {
    /// Does what is asked for; the last part is the request, the others are its files.
    ///
    /// # Errors
    ///
    /// When it is no request, or what it asks for fails.
    pub fn answer(&mut self, mut parts: Vec<Vec<u8>>) -> Result<Vec<u8>> {
        let request = parts.pop().unwrap_or_default();
        let request = serde_json::from_slice(&request).map_err(|e| of_option(e.to_string()))?;
        match request {
            Request::Diff(asked) => self.keep(asked, parts, |sources, asked| match &asked.case {
                Some(name) => Answer::change(Made::case(name, &asked.options)?),
                None => Answer::change(Made::pair(sources, &asked.options)?),
            }),
            Request::Timeline(asked) => self.keep(asked, parts, |sources, asked| {
                let made = match &asked.case {
                    Some(name) => Made::case(name, &asked.options)?,
                    None => Made::series(sources, &asked.options)?,
                };
                Answer::series(made, &asked.options)
            }),
            Request::Info(asked) => self.keep(asked, parts, |sources, asked| {
                Answer::contents(sources, &asked.options)
            }),
            Request::Check(asked) => self.keep(asked, parts, |sources, asked| {
                Answer::problems(sources, &asked.options)
            }),
            Request::Write {
                result,
                format,
                table,
            } => self.get(result)?.write(&format, table.as_deref()),
            Request::Rows { result, table } => self.get(result)?.report().rows(&table),
            Request::Html { result, under } => {
                let document = self.get(result)?.report().as_document();
                Ok(document
                    .with_options(crate::error::option)
                    .html(under)
                    .into_bytes())
            }
            Request::Map {
                result,
                format,
                drawing,
            } => {
                let made = self.get(result)?.made()?;
                drawing.picture(&made.study, made.case.as_ref(), &format)
            }
            Request::Page { result, drawing } => {
                let made = self.get(result)?.made()?;
                let page = drawing.page(&made.study, made.case.as_ref())?;
                Ok(page.into_bytes())
            }
            Request::Forget { result } => {
                self.answers.remove(&result);
                Ok(Vec::new())
            }
        }
    }

    /// Keeps a new result; its number, and what there is to know of it at once, as JSON.
    fn keep(
        &mut self,
        mut asked: Asked,
        parts: Vec<Vec<u8>>,
        make: impl FnOnce(&Sources, &Asked) -> Result<Answer>,
    ) -> Result<Vec<u8>> {
        let sources = Sources::new(std::mem::take(&mut asked.files), parts)?;
        let answer = make(&sources, &asked)?;
        let mut summary = answer.summary();
        self.last += 1;
        summary["result"] = self.last.into();
        self.answers.insert(self.last, answer);
        Ok(summary.to_string().into_bytes())
    }

    fn get(&self, number: u32) -> Result<&Answer> {
        let answer = self.answers.get(&number);
        answer
            .ok_or_else(|| of_option("there is no such result: it was freed, or the engine was started anew"))
    }
}
