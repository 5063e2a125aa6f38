//! Tests of whole maps.

mod dev;
