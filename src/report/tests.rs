//! Every result in every format.
