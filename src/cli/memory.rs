//! Memory that runs out in the middle of work.
//!
//! Work that surely needs more than there is, is refused before it begins (`landshift_engine::memory`). Where an allocation fails
//! nevertheless, the Rust runtime says how large it was and aborts. Here the signal of that abort is caught: its handler
//! wakes a thread that says what to do and ends the program as by any other error, and waits for that.

use std::backtrace::Backtrace;
use std::io::{self, PipeReader, PipeWriter, Read};
use std::os::fd::OwnedFd;
use std::{env, panic, thread};

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use signal_hook::consts::SIGABRT;
use signal_hook::low_level::{self, pipe};

use crate::error::MORE_MEMORY;
use crate::files;

/// What the thread needs of the stack, and what it frees to work with when there is nothing else.
const STACK: usize = 256 << 10;
const RESERVE: usize = 1 << 20;

/// Has a failed allocation end the program with advice and exit code 2. Where the system does not let it be watched, it
/// ends as the runtime would have it.
pub(super) fn watch() {
    without_trace();
    let _ = set_up();
}

fn set_up() -> io::Result<()> {
    let (woken, wake) = io::pipe()?;
    let (unread, full) = io::pipe()?;
    let message = format!("landshift: out of memory\n  hint: {MORE_MEMORY}\n");
    let reserve = vec![0_u8; RESERVE];
    let end = move || await_end(woken, &unread, reserve, message.as_bytes());
    thread::Builder::new().stack_size(STACK).spawn(end)?;
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

/// Says what to do as soon as it is woken. Nothing here may wait for what other threads hold.
fn await_end(mut woken: PipeReader, _unread: &PipeReader, reserve: Vec<u8>, message: &[u8]) {
    if woken.read_exact(&mut [0]).is_err() {
        return;
    }
    drop(reserve);
    let _ = rustix::io::write(rustix::stdio::stderr(), message);
    files::abandon(|| low_level::exit(2));
}

/// The runtime prints a trace of a failed allocation where traces are asked for, which tells users nothing. Those of
/// panics stay. To be called before there are other threads: it changes the environment.
fn without_trace() {
    const NAME: &str = "RUST_BACKTRACE";
    if env::var_os(NAME).is_none_or(|value| value == "0") {
        return;
    }
    let _ = dotenvy::from_read_override(format!("{NAME}=0\n").as_bytes());
    let standard = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        standard(panic);
        eprintln!("{}", Backtrace::force_capture());
    }));
}
