//! One number shared out by weights.

/// The largest number below which every whole number is one of the type.
const WHOLE: f64 = 9_007_199_254_740_992.0;

/// A number shared out by weights that add up to 1. The shares of a whole number are whole and add up to it: each has its part
/// rounded down, and those with the largest remainders one more (the method of Hamilton). The last share of another number is what
/// the others leave.
pub(super) fn shared_out(value: f64, weights: &[f64]) -> Vec<f64> {
    if value.fract() != 0.0 || value.abs() >= WHOLE {
        let mut shares: Vec<f64> = weights.iter().map(|weight| value * weight).collect();
        let others: f64 = shares.iter().skip(1).sum();
        if let Some(first) = shares.first_mut() {
            *first = value - others;
        }
        return shares;
    }
    let (sign, whole) = (value.signum(), value.abs());
    let parts: Vec<f64> = weights.iter().map(|weight| whole * weight).collect();
    let mut shares: Vec<f64> = parts.iter().map(|part| part.floor()).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|&a, &b| parts[b].fract().total_cmp(&parts[a].fract()).then(a.cmp(&b)));
    let mut left = whole - shares.iter().sum::<f64>();
    for &place in order.iter().cycle().take(2 * order.len()) {
        if left < 1.0 {
            break;
        }
        shares[place] += 1.0;
        left -= 1.0;
    }
    shares.into_iter().map(|share| sign * share).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_largest_remainders_get_one_more() {
        assert_eq!(shared_out(10.0, &[0.5, 0.27, 0.23]), [5.0, 3.0, 2.0]);
        assert_eq!(shared_out(1.0, &[0.5, 0.5]), [1.0, 0.0]);
        assert_eq!(shared_out(-10.0, &[0.75, 0.25]), [-8.0, -2.0]);
        assert_eq!(shared_out(0.5, &[0.75, 0.25]), [0.375, 0.125]);
    }

    proptest! {
        #[test]
        fn shares_of_a_whole_number_are_whole_and_add_up_to_it(
            value in -1_000_000_000_i64..1_000_000_000,
            parts in prop::collection::vec(1_u32..1000, 1..20),
        ) {
            let all: u32 = parts.iter().sum();
            let mut weights: Vec<f64> = parts.iter().map(|part| f64::from(*part) / f64::from(all)).collect();
            weights[0] = 1.0 - weights.iter().skip(1).sum::<f64>();
            let shares = shared_out(value as f64, &weights);
            prop_assert!(shares.iter().all(|share| share.fract() == 0.0));
            prop_assert_eq!(shares.iter().sum::<f64>() as i64, value);
        }
    }
}
