//! The GeoJSON diff: a document that says which land changed hands, and a patch that turns one snapshot into another.
