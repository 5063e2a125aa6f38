//! A web page of what changed: one self-contained HTML file with swipe, timeline and table, which asks for nothing.
//!
//! The maps are drawn by [`crate::map`], the figures are those of [`crate::report`]; what is here puts them together. The
//! script moves what is there: it knows no projection and computes no area. Without it both maps and the table stand.
//!
//! | file | what for |
//! |---|---|
//! | `html` | elements and attributes as text |
//! | `head` | the head: style, script and the policy that allows no others |
//! | `figure` | both maps, their controls, the key |
//! | `reports` | the figures that the page has |
//! | `names` | the places and units of a change |
//! | `table` | the table of one change |
//! | `units` | what became of units: a map, a diagram, tables |
//! | `data` | what the script reads |
//! | `course` | the same of a long series |
//! | `script.js`, `course.js` | the script, and its part for long series; pages have them as `page.min.js` and `series.min.js` |

mod course;
mod data;
mod figure;
mod head;
mod html;
mod names;
mod reports;
mod table;
mod units;

use std::fmt::Write as _;

use head::Body;
use html::{escaped, tag};
pub(crate) use reports::{PageReports, PageUnits, UnitPicture};

use crate::Result;
use crate::map::{SvgParts, WebMaps, WebStep};
use crate::report::{ChangeReport, Report};

/// The page of some maps with its figures; `coarse_m` is how coarse outlines are,
/// in metres, where that is to be said.
///
/// # Errors
///
/// If a report cannot be written.
pub(crate) fn page(maps: &WebMaps, reports: &PageReports, coarse_m: Option<f64>) -> Result<String> {
    let parts = maps.parts();
    let words = &maps.language.words.page;
    let first = maps.steps.len().saturating_sub(1);
    let mut main = header(&maps.steps, first);
    let mut aside = String::new();
    for (n, step) in maps.steps.iter().enumerate() {
        aside.push_str(&table::section(step, maps, n == first));
    }
    let _ = write!(
        main,
        "<div id=\"columns\">\n{}<div id=\"side\">\n{}{aside}{}</div>\n</div>\n",
        figure::figure(maps, &parts, first),
        figure::search(maps, reports),
        figure::key(maps),
    );
    main.extend(
        reports
            .units
            .iter()
            .map(|of_units| units::section(of_units, &maps.language)),
    );
    main.push_str(&small_print(maps, &reports.pairs, first, coarse_m));
    let skip = tag("a", &[("id", "skip"), ("href", "#side")], &escaped(&words.skip));
    let html = format!(
        "{}{skip}\n<main>\n{main}</main>\n{}",
        figure::store(maps, &parts),
        data::scripts(maps, reports)?
    );
    let title = maps.steps.get(first).map_or("", |step| step.title.as_str());
    let svg = SvgParts {
        groups: std::collections::BTreeMap::new(),
        ..parts
    };
    let has_units = reports.units.is_some();
    Ok(head::document(maps, &svg, title, &Body { html, has_units }))
}

/// The finding of each change, the one that is shown first as it is read without a script.
fn header(steps: &[WebStep], first: usize) -> String {
    steps.get(first).map_or_else(String::new, |step| {
        format!(
            "<header>\n<h1 id=\"title\">{}</h1>\n<p id=\"subtitle\">{}</p>\n<p id=\"status\" role=\"status\"></p>\n</header>\n",
            escaped(&step.title),
            escaped(&step.subtitle)
        )
    })
}

/// The notes of each change, the whole of its report, what can be taken along.
fn small_print(maps: &WebMaps, reports: &[ChangeReport], first: usize, coarse_m: Option<f64>) -> String {
    let words = &maps.language.words.page;
    let mut out = String::from("<footer>\n");
    for (n, (step, report)) in maps.steps.iter().zip(reports).enumerate() {
        let hidden = if n == first { "" } else { " hidden" };
        let of_step = format!(" data-step=\"{}\"{hidden}", step.id);
        let mut notes: Vec<String> = step.notes.iter().map(|note| escaped(note)).collect();
        notes.extend(coarse_m.map(|metres| {
            let metres = maps.language.count(metres.round() as usize);
            escaped(&crate::language::fill(&words.coarser, &[("metres", &metres)]))
        }));
        let _ = write!(
            out,
            "<section{}>\n<p class=\"notes\">{}</p>\n</section>\n\
             <section{of_step}>\n<details class=\"report\">\n<summary>{}</summary>\n\
             <div lang=\"en\" dir=\"ltr\">\n{}</div>\n</details>\n</section>\n",
            // Of a long series all dates have one small print.
            if maps.course.is_some() { "" } else { &of_step },
            notes.join(" "),
            escaped(&words.full),
            report.document().html(2)
        );
    }
    let button = |format: &str| {
        tag(
            "button",
            &[("type", "button"), ("data-save", &format.to_lowercase())],
            format,
        )
    };
    let buttons = ["CSV", "GeoJSON", "JSON", "SVG"].map(button).concat();
    let _ = write!(
        out,
        "<div class=\"scripted tools\" role=\"group\" aria-label=\"{0}\"><span>{0}</span>{buttons}</div>\n\
         <details class=\"scripted\">\n<summary>{1}</summary>\n<textarea id=\"embed\" readonly rows=\"4\" aria-label=\"{1}\">\
         </textarea>\n</details>\n<p class=\"made\">landshift</p>\n</footer>\n",
        escaped(&words.download),
        escaped(&words.embed),
    );
    out
}
