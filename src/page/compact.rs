//! The script as it is sent: without the blanks and comments that are for its readers.

/// A script without comments, and with the blanks and line ends that part words alone.
pub(super) fn compact(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut chars = script.chars().peekable();
    let mut blank = None;
    while let Some(c) = chars.next() {
        if c == '/' && chars.peek() == Some(&'/') {
            while chars.next_if(|&c| c != '\n').is_some() {}
            continue;
        }
        if c == '/' && chars.peek() == Some(&'*') {
            let mut before = ' ';
            chars
                .by_ref()
                .find(|&c| std::mem::replace(&mut before, c) == '*' && c == '/');
            continue;
        }
        if c.is_whitespace() {
            // A line end may end a statement.
            blank = if c == '\n' {
                Some('\n')
            } else {
                blank.or(Some(' '))
            };
            continue;
        }
        if let (Some(blank), Some(before)) = (blank.take(), out.chars().last())
            && parts(before, blank, c)
        {
            out.push(blank);
        }
        let is_regex =
            c == '/' && out.ends_with(['(', ',', '=', ':', '[', '!', '&', '|', '?', '{', '}', ';']);
        out.push(c);
        if is_regex || matches!(c, '"' | '\'' | '`') {
            let mut is_escaped = false;
            for inner in chars.by_ref() {
                out.push(inner);
                if inner == c && !is_escaped {
                    break;
                }
                is_escaped = inner == '\\' && !is_escaped;
            }
        }
    }
    out
}

/// Whether a blank between two characters means anything.
fn parts(before: char, blank: char, after: char) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    if blank == '\n' {
        return !matches!(
            before,
            ';' | '{' | ',' | '(' | '[' | '=' | '>' | ':' | '?' | '&' | '|' | '+'
        ) && !matches!(after, '}' | ')' | ']' | '.' | '?' | ':' | '&' | '|' | '+' | '=');
    }
    (is_word(before) && is_word(after)) || (before == after && matches!(before, '+' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_expressions_stay_and_what_is_for_readers_goes() {
        let script = "// A remark.\nconst a = b + +c, d = \"x  // y\"; /* more */\n\tif (a) return `  ${ b }`\n\tf(/ \\/ /g, 1)\n";
        assert_eq!(
            compact(script),
            "const a=b+ +c,d=\"x  // y\";if(a)return`  ${ b }`\nf(/ \\/ /g,1)"
        );
    }
}
