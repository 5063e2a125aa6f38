//! How many random cases a test runs.

/// The variable by which the usual number of cases is multiplied: `LANDSHIFT_CASES=10 cargo test`, or `0.1` for a look.
const FACTOR: &str = "LANDSHIFT_CASES";

/// The factor where the variable is not set: unoptimised, a case takes several times as long.
const USUAL_FACTOR: f64 = if cfg!(debug_assertions) { 0.15 } else { 1.0 };

/// The usual number of cases times `LANDSHIFT_CASES`; at least one.
pub fn scaled(usual: u32) -> u32 {
    let factor: f64 = std::env::var(FACTOR).map_or(USUAL_FACTOR, |text| text.parse().unwrap_or_default());
    assert!(factor > 0.0, "LANDSHIFT_CASES is a number such as 10 or 0.1");
    (f64::from(usual) * factor).round().max(1.0) as u32
}
