//! landshift as WebAssembly, for browsers and Node.
//!
//! Whoever calls it puts parts, each of so many bytes: the files, then the request as JSON ([`request::Request`]). It is done
//! at once and answered in bytes, those of an answer or of an error as JSON. `lib/engine.js` is the other side. Nothing is
//! shared between threads, and no pointer is followed here: memory is handed out by address, and its bytes are the caller's
//! to read and write until the next call.

mod answer;
mod drawing;
mod error;
mod options;
mod progress;
mod request;
mod session;
mod sources;
mod studies;

use std::cell::RefCell;

use session::Session;

/// What was put and is not asked of yet, and the last reply.
#[derive(Default)]
struct Mail {
    parts: Vec<Vec<u8>>,
    reply: Vec<u8>,
}

thread_local! {
    static MAIL: RefCell<Mail> = RefCell::default();
    static SESSION: RefCell<Session> = RefCell::default();
}

/// Makes room for a part of the next request and gives its address; zero where memory does not suffice.
#[unsafe(no_mangle)]
pub extern "C" fn put(length: usize) -> *mut u8 {
    let mut part = Vec::new();
    if part.try_reserve_exact(length).is_err() {
        return std::ptr::null_mut();
    }
    part.resize(length, 0);
    MAIL.with_borrow_mut(|mail| {
        mail.parts.push(part);
        mail.parts
            .last_mut()
            .map_or(std::ptr::null_mut(), Vec::as_mut_ptr)
    })
}

/// Does what the parts ask for, the last of which is the request; 0, or 1 if it failed.
#[unsafe(no_mangle)]
pub extern "C" fn ask() -> u32 {
    let parts = MAIL.with_borrow_mut(|mail| {
        mail.reply = Vec::new();
        std::mem::take(&mut mail.parts)
    });
    let done = SESSION.with_borrow_mut(|session| session.answer(parts));
    let (failed, reply) = match done {
        Ok(reply) => (0, reply),
        Err(error) => (1, error::record(&error)),
    };
    MAIL.with_borrow_mut(|mail| mail.reply = reply);
    failed
}

/// The address of the reply.
#[unsafe(no_mangle)]
pub extern "C" fn reply() -> *const u8 {
    MAIL.with_borrow(|mail| mail.reply.as_ptr())
}

/// How many bytes the reply has.
#[unsafe(no_mangle)]
pub extern "C" fn reply_length() -> usize {
    MAIL.with_borrow(|mail| mail.reply.len())
}
