//! Tests of whole maps.

mod fixture;
mod lint;
mod maps;
mod property;
mod ranges;
mod scale;
mod series;
