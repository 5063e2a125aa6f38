//! The integration suite: the built program on real and made-up data, and the laws the library keeps.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on may panic"
)]

#[cfg(unix)]
mod again;
mod align;
mod animations;
mod archive;
mod bad_input;
mod beside;
mod binary;
mod check;
mod claims;
mod codes;
mod commands;
mod compare;
mod conversions;
mod course;
mod crs;
mod docs;
mod facade;
mod first;
mod formats;
mod gaps;
mod golden;
mod histories;
mod history;
mod info;
#[cfg(unix)]
mod interrupt;
mod karabakh;
mod lineage;
mod looks;
mod maps;
#[cfg(target_os = "linux")]
mod memory;
mod names;
mod noise;
mod opening;
#[cfg(unix)]
mod outputs;
mod page;
mod patch;
#[path = "../patches/mod.rs"]
mod patches;
mod periods;
mod proof;
#[path = "../../engine/src/testing/random.rs"]
mod random;
mod remembered;
#[cfg(unix)]
mod replacing;
mod report;
mod rooms;
#[path = "../scale/mod.rs"]
mod scale;
mod scope;
mod seam;
mod selecting;
mod settings;
mod shell;
mod silence;
mod sizes;
mod support;
mod tiles;
mod timeline;
mod times;
mod told;
mod unheard;
mod unit_maps;
mod units;
#[cfg(unix)]
mod watch;
mod writing;
