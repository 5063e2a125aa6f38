//! Tests of whole maps.

mod dev;
mod real;
