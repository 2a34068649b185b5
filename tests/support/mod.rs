//! What several test files share.

pub mod naive;
pub mod python;
