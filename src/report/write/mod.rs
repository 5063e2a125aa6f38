//! The writers of all results: documents as text, Markdown and HTML, records as JSON with its schema, rows as CSV, graphs as GraphML and Mermaid.

pub(super) mod csv;
mod graphml;
pub(super) mod html;
pub(super) mod json;
mod markdown;
mod mermaid;
mod text;
