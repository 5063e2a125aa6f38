#![no_main]
#[path = "../../tests/replay/entry.rs"]
#[allow(dead_code)]
mod entry;

libfuzzer_sys::fuzz_target!(|data: &[u8]| entry::shapefile(data));
