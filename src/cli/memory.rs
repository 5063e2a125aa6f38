//! Memory that runs out in the middle of work.
//!
//! Work that surely needs more than there is, is refused before it begins (`landshift_engine::memory`). Where an allocation fails
//! nevertheless, the Rust runtime says how large it was (see [`super::stderr`]) and aborts. Here the signal of that abort is
//! caught: its handler wakes a thread that says what to do and ends the program as by any other error, and waits for that.

use std::any::Any;
use std::backtrace::Backtrace;
use std::io::{self, PipeReader, PipeWriter, Read};
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{env, panic, thread};

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use signal_hook::consts::SIGABRT;
use signal_hook::low_level::{self, pipe};

use super::messages::MessageOptions;
use super::{stderr, threads};
use crate::Error;
use crate::files;

/// What the thread needs of the stack, and what it frees to work with when there is nothing else.
const STACK: usize = 256 << 10;
const RESERVE: usize = 1 << 20;

/// Has a failed allocation end the program with advice, told as the user wants it, and exit code 2. Where the system does not let it be watched, it
/// ends as the runtime would have it.
pub(super) fn watch(messages: MessageOptions) {
    let message = format!("{}\n", messages.complaint(&Error::out_of_memory("out of memory")));
    set_hook(message.clone());
    let _ = set_up(message);
}

fn set_up(message: String) -> io::Result<()> {
    let (mut woken, wake) = io::pipe()?;
    let (unread, full) = io::pipe()?;
    let reserve = vec![0_u8; RESERVE];
    let printed = stderr::divert()?;
    let end = move || {
        if woken.read_exact(&mut [0]).is_ok() {
            drop(reserve);
            end(printed, message.as_bytes());
        }
        drop(unread);
    };
    threads::start(thread::Builder::new().stack_size(STACK), end)?;
    // In this order: the thread is woken, and then there is no way on for the one whose allocation failed.
    pipe::register(SIGABRT, wake)?;
    wait_on(full)
}

/// Has the handler write to a pipe that is full and that nobody reads, so that it does not return.
fn wait_on(full: PipeWriter) -> io::Result<()> {
    let full = OwnedFd::from(full);
    let same = full.try_clone()?;
    pipe::register(SIGABRT, full)?;
    // Until it is full, a write that would have to wait is an error.
    let flags = fcntl_getfl(&same)?;
    fcntl_setfl(&same, flags | OFlags::NONBLOCK)?;
    for size in [4096, 1] {
        while rustix::io::write(&same, &[0; 4096][..size]).is_ok() {}
    }
    Ok(fcntl_setfl(&same, flags - OFlags::NONBLOCK)?)
}

/// Says what to do, or what the runtime says where something else is amiss, such as a stack that overflows; and ends. Nothing
/// here may wait for what other threads hold. Where two threads want memory at once, one of them ends the program.
fn end(printed: Option<PipeReader>, message: &[u8]) {
    // The second is of the C library, which has things to allocate as well.
    const FAILED: [&[u8]; 2] = [b"memory allocation of", b"out of memory"];
    static IS_ENDING: AtomicBool = AtomicBool::new(false);
    while IS_ENDING.swap(true, Ordering::Relaxed) {
        thread::park();
    }
    let mut said = [0; 4096];
    let length = printed.map_or(0, |mut printed| printed.read(&mut said).unwrap_or(0));
    let said = &said[..length];
    let has = |what: &[u8]| said.windows(what.len()).any(|part| part == what);
    let is_memory = said.is_empty() || FAILED.into_iter().any(has);
    stderr::print(if is_memory { message } else { said });
    files::abandon(|| low_level::exit(2));
}

/// The runtime prints a trace of a failed allocation where traces are asked for, which tells users nothing. Those of
/// panics stay, but where one is for want of memory. To be called before there are other threads: it changes the environment.
fn set_hook(message: String) {
    const NAME: &str = "RUST_BACKTRACE";
    let is_asked_for = env::var_os(NAME).is_some_and(|value| value != "0");
    if is_asked_for {
        let _ = dotenvy::from_read_override(format!("{NAME}=0\n").as_bytes());
    }
    let standard = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if is_out_of_memory(panic.payload()) {
            end(None, message.as_bytes());
        }
        stderr::restore();
        standard(panic);
        if is_asked_for {
            eprintln!("{}", Backtrace::force_capture());
        }
    }));
}

/// Whether the runtime panics since it has no memory to start a thread with, which is no failed allocation.
fn is_out_of_memory(panic: &dyn Any) -> bool {
    let message = panic.downcast_ref::<String>().map(String::as_str);
    let message = message.or_else(|| panic.downcast_ref::<&str>().copied());
    message.is_some_and(|message| message.contains("alternative stack"))
}
