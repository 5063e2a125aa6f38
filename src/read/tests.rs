//! Whole files: every way of writing GeoJSON that is understood, and every error.
