//! Tests of whole maps.

mod dev;
mod fixture;
mod maps;
mod real;
