//! Work by all cores with the feature `threads`, by rayon; the same calls on one thread without it.
//!
//! Results are the same either way.

#[cfg(feature = "threads")]
pub use threads::{alongside, join, prelude};

#[cfg(not(feature = "threads"))]
pub use sequential::{alongside, join, prelude};

#[cfg(feature = "threads")]
mod threads {
    pub use rayon::{join, prelude};

    /// Does `other` work by another thread while that `here` is done by this one.
    pub fn alongside<T>(other: impl FnOnce() + Send, here: impl FnOnce() -> T) -> T {
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| other());
            here()
        })
    }
}

#[cfg(not(feature = "threads"))]
mod sequential {
    /// Does the one, then the other.
    pub fn join<A, B>(one: impl FnOnce() -> A, other: impl FnOnce() -> B) -> (A, B) {
        (one(), other())
    }

    /// Does that `here`, then the `other` work.
    pub fn alongside<T>(other: impl FnOnce(), here: impl FnOnce() -> T) -> T {
        let done = here();
        other();
        done
    }

    /// The methods of rayon that the library calls, as those of the standard library.
    pub mod prelude {
        use std::slice;

        pub trait IntoParallelIterator: IntoIterator + Sized {
            fn into_par_iter(self) -> Self::IntoIter {
                self.into_iter()
            }
        }

        impl<I: IntoIterator> IntoParallelIterator for I {}

        pub trait ParallelIterator: Iterator + Sized {
            fn flat_map_iter<U: IntoIterator>(
                self,
                of: impl FnMut(Self::Item) -> U,
            ) -> impl Iterator<Item = U::Item> {
                self.flat_map(of)
            }

            #[must_use]
            fn with_min_len(self, _: usize) -> Self {
                self
            }

            #[must_use]
            fn with_max_len(self, _: usize) -> Self {
                self
            }

            fn for_each_init<T>(self, init: impl Fn() -> T, mut each: impl FnMut(&mut T, Self::Item)) {
                let mut state = init();
                self.for_each(|item| each(&mut state, item));
            }
        }

        impl<I: Iterator> ParallelIterator for I {}

        pub trait ParallelSlice<T> {
            fn par_iter(&self) -> slice::Iter<'_, T>;
            fn par_iter_mut(&mut self) -> slice::IterMut<'_, T>;
            fn par_windows(&self, size: usize) -> slice::Windows<'_, T>;
            fn par_chunks(&self, size: usize) -> slice::Chunks<'_, T>;
            fn par_chunk_by<F: FnMut(&T, &T) -> bool>(&self, same: F) -> slice::ChunkBy<'_, T, F>;
            fn par_chunk_by_mut<F: FnMut(&T, &T) -> bool>(&mut self, same: F) -> slice::ChunkByMut<'_, T, F>;
            fn par_sort_unstable(&mut self)
            where
                T: Ord;
            fn par_sort_by_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K);
            fn par_sort_unstable_by_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K);
        }

        impl<T> ParallelSlice<T> for [T] {
            fn par_iter(&self) -> slice::Iter<'_, T> {
                self.iter()
            }

            fn par_iter_mut(&mut self) -> slice::IterMut<'_, T> {
                self.iter_mut()
            }

            fn par_windows(&self, size: usize) -> slice::Windows<'_, T> {
                self.windows(size)
            }

            fn par_chunks(&self, size: usize) -> slice::Chunks<'_, T> {
                self.chunks(size)
            }

            fn par_chunk_by<F: FnMut(&T, &T) -> bool>(&self, same: F) -> slice::ChunkBy<'_, T, F> {
                self.chunk_by(same)
            }

            fn par_chunk_by_mut<F: FnMut(&T, &T) -> bool>(&mut self, same: F) -> slice::ChunkByMut<'_, T, F> {
                self.chunk_by_mut(same)
            }

            fn par_sort_unstable(&mut self)
            where
                T: Ord,
            {
                self.sort_unstable();
            }

            fn par_sort_by_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K) {
                self.sort_by_key(key);
            }

            fn par_sort_unstable_by_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K) {
                self.sort_unstable_by_key(key);
            }
        }

        pub trait ParallelExtend<T>: Extend<T> {
            fn par_extend(&mut self, items: impl IntoIterator<Item = T>) {
                self.extend(items);
            }
        }

        impl<T, E: Extend<T>> ParallelExtend<T> for E {}
    }
}
