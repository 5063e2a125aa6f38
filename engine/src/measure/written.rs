//! Numbers as people write them.

/// A number as people write it: thousands may be parted by blanks, apostrophes, underscores or commas.
///
/// A single comma before other than three digits would be a decimal one: that could be either, and is no number here.
///
/// ```
/// use landshift_engine::measure::written_number;
/// assert_eq!(written_number("1,021"), Some(1021.0));
/// assert_eq!(written_number("n/a"), None);
/// ```
pub fn written_number(text: &str) -> Option<f64> {
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '\'' | '’' | '_');
    let joined: String = text.trim().chars().filter(|c| !is_mark(*c)).collect();
    let (whole, rest) = joined
        .split_once('.')
        .map_or((joined.as_str(), None), |(a, b)| (a, Some(b)));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let later: Vec<&str> = groups.collect();
    let in_threes = later.iter().all(|group| group.len() == 3);
    if !later.is_empty() && (!in_threes || first.trim_start_matches('-').len() > 3) {
        return None;
    }
    let plain = format!(
        "{first}{}{}",
        later.concat(),
        rest.map(|r| format!(".{r}")).unwrap_or_default()
    );
    let is_plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E');
    plain.chars().all(is_plain).then(|| plain.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let read = |text: &str| written_number(text);
        assert_eq!(
            [
                "1234",
                "1,234",
                "1 234 567",
                "12,345.5",
                "1'234",
                "1\u{a0}234",
                "-9",
                "1e3"
            ]
            .map(read),
            [
                1234.0,
                1234.0,
                1_234_567.0,
                12_345.5,
                1234.0,
                1234.0,
                -9.0,
                1000.0
            ]
            .map(Some)
        );
        for text in ["1,5", "1234,567", "n/a", "12 people", "inf", "nan", "", "1.2.3"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
