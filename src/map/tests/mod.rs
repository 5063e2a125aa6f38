//! Tests of whole maps.

mod dev;
mod fixture;
mod lint;
mod maps;
mod property;
mod ranges;
mod real;
mod series;
