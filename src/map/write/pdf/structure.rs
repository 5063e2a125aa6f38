//! The structure of the page, by which it is read aloud and flows anew: one document of a title, figures and paragraphs.

use pdf_writer::types::StructRole;
use pdf_writer::writers::StructTreeRoot;
use pdf_writer::{Finish as _, Pdf, Ref, TextStr};

use crate::map::write::pdf::parts::Role;

/// The objects of the structure.
pub(super) struct Structure {
    root: Ref,
    document: Ref,
    parents: Ref,
    page: Ref,
    parts: Vec<Ref>,
}

impl Structure {
    /// The key of the page in the tree that leads from content to structure.
    pub const PAGE: i32 = 0;

    /// Objects for so many parts of a page.
    pub fn new(next: &mut Ref, page: Ref, parts: usize) -> Self {
        let [root, document, parents] = [(); 3].map(|()| next.bump());
        Self {
            root,
            document,
            parents,
            page,
            parts: (0..parts).map(|_| next.bump()).collect(),
        }
    }

    /// The object that the catalogue points to.
    pub fn root(&self) -> Ref {
        self.root
    }

    /// Writes all of it; `told` stands in place of figures.
    pub fn write(&self, pdf: &mut Pdf, roles: &[Role], told: &str) {
        let mut root = pdf.indirect(self.root).start::<StructTreeRoot>();
        root.child(self.document);
        root.parent_tree().nums().insert(Self::PAGE, self.parents);
        root.parent_tree_next_key(Self::PAGE + 1);
        root.finish();
        let mut document = pdf.struct_element(self.document);
        document.kind(StructRole::Document).parent(self.root);
        document.children().items(self.parts.iter().copied());
        document.finish();
        pdf.indirect(self.parents)
            .array()
            .items(self.parts.iter().copied());
        for ((n, id), role) in (0..).zip(&self.parts).zip(roles) {
            let mut part = pdf.struct_element(*id);
            part.kind(kind(*role)).parent(self.document).page(self.page);
            part.children().marked_content_id(n);
            if *role == Role::Figure {
                part.alt(TextStr(told));
            }
        }
    }
}

fn kind(role: Role) -> StructRole {
    match role {
        Role::Heading => StructRole::H1,
        Role::Figure => StructRole::Figure,
        Role::Paragraph => StructRole::P,
    }
}
