//! How much memory this process may still have: by its limits, its control groups, and what is free.

use std::fs;
use std::path::{Path, PathBuf};

/// The least of what the limits of the process, its control groups and the machine leave, in bytes; none where the
/// system does not tell, as elsewhere than on Linux.
pub(super) fn bytes() -> Option<u64> {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let (limits, status) = (read("/proc/self/limits"), read("/proc/self/status"));
    let groups = read("/proc/self/cgroup");
    [
        within_limit(&limits, "Max address space", &status, &ADDRESS_SPACE),
        within_limit(&limits, "Max data size", &status, &["VmData:"]),
        of_machine(&read("/proc/meminfo")),
        within_groups(Path::new("/sys/fs/cgroup"), &groups),
    ]
    .into_iter()
    .flatten()
    .min()
}

/// What a process uses of its address space for good. `VmSize` has what is set aside for threads, too, which they may use.
const ADDRESS_SPACE: [&str; 4] = ["VmData:", "VmStk:", "VmExe:", "VmLib:"];

/// What the limit of a name leaves of what is used.
fn within_limit(limits: &str, limit: &str, status: &str, used: &[&str]) -> Option<u64> {
    let line = limits.lines().find_map(|line| line.strip_prefix(limit))?;
    // The soft limit comes first; it is `unlimited` where there is none.
    let limit: u64 = line.split_whitespace().next()?.parse().ok()?;
    let used: Option<u64> = used.iter().map(|name| kilobytes(status, name)).sum();
    Some(limit.saturating_sub(used?))
}

/// What is free, can be freed, or may be swapped out.
fn of_machine(meminfo: &str) -> Option<u64> {
    let swap = kilobytes(meminfo, "SwapFree:").unwrap_or(0);
    Some(kilobytes(meminfo, "MemAvailable:")? + swap)
}

/// A line such as `VmSize:   1234 kB`, in bytes.
fn kilobytes(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    let number: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(number << 10)
}

/// What the group of the process and those it is in leave (version 2, or the memory controller of version 1).
fn within_groups(root: &Path, groups: &str) -> Option<u64> {
    let group = |line: &str| {
        let mut parts = line.splitn(3, ':');
        let (_, controllers, path) = (parts.next()?, parts.next()?, parts.next()?);
        let path = path.trim_start_matches('/').to_owned();
        match controllers {
            "" => Some((root.to_owned(), path, ["memory.max", "memory.current"])),
            _ if controllers.split(',').any(|name| name == "memory") => {
                let files = ["memory.limit_in_bytes", "memory.usage_in_bytes"];
                Some((root.join("memory"), path, files))
            }
            _ => None,
        }
    };
    let left = groups.lines().filter_map(group).flat_map(|(root, path, files)| {
        let folders: Vec<PathBuf> = root
            .join(path)
            .ancestors()
            .take_while(|folder| folder.starts_with(&root))
            .map(Path::to_owned)
            .collect();
        folders
            .into_iter()
            .filter_map(move |folder| within_group(&folder, files))
    });
    left.min()
}

fn within_group(folder: &Path, [limit, used]: [&str; 2]) -> Option<u64> {
    let number = |name: &str| -> Option<u64> {
        let text = fs::read_to_string(folder.join(name)).ok()?;
        text.trim().parse().ok()
    };
    let used = number(used)?.saturating_sub(cache(folder));
    // What may be swapped out comes on top; where the group does not tell, nothing is known.
    let swap = fs::read_to_string(folder.join("memory.swap.max")).unwrap_or_else(|_| "0".to_owned());
    let swap: u64 = swap.trim().parse().ok()?;
    Some(number(limit)?.saturating_sub(used) + swap)
}

/// What a group uses for the content of files, which is given up when memory is short.
fn cache(folder: &Path) -> u64 {
    let statistics = fs::read_to_string(folder.join("memory.stat")).unwrap_or_default();
    let of = |line: &str| {
        line.strip_prefix("file ")
            .or(line.strip_prefix("cache "))
            .map(str::to_owned)
    };
    let number = statistics.lines().find_map(of);
    number.and_then(|number| number.trim().parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_and_free_memory_are_read() {
        let limits = "Limit                     Soft Limit           Hard Limit           Units     \n\
                      Max data size             unlimited            unlimited            bytes     \n\
                      Max address space         307200000            unlimited            bytes     \n";
        let status = "Name:\tx\nVmSize:\t  900000 kB\nVmData:\t  100000 kB\nVmStk:\t  1 kB\nVmExe:\t 2 kB\nVmLib:\t 3 kB\n";
        let left = within_limit(limits, "Max address space", status, &ADDRESS_SPACE);
        assert_eq!(left, Some(307_200_000 - 1024 * 100_006));
        assert_eq!(within_limit(limits, "Max data size", status, &["VmData:"]), None);
        let meminfo = "MemTotal: 9 kB\nMemAvailable:   5 kB\nSwapFree:  2 kB\n";
        assert_eq!(of_machine(meminfo), Some(7 << 10));
        assert_eq!(of_machine(""), None);
    }

    #[test]
    fn the_tightest_group_counts_without_its_cache() {
        let root = tempfile::tempdir().unwrap();
        let inner = root.path().join("outer/inner");
        fs::create_dir_all(&inner).unwrap();
        let write = |folder: &Path, limit: &str, used: &str| {
            fs::write(folder.join("memory.max"), limit).unwrap();
            fs::write(folder.join("memory.current"), used).unwrap();
        };
        write(&inner, "max\n", "500\n");
        write(inner.parent().unwrap(), "1000\n", "900\n");
        fs::write(root.path().join("outer/memory.stat"), "anon 600\nfile 300\n").unwrap();
        assert_eq!(within_groups(root.path(), "0::/outer/inner\n"), Some(400));
        assert_eq!(within_groups(root.path(), "0::/\n"), None);
        fs::create_dir_all(root.path().join("memory/job")).unwrap();
        let old = root.path().join("memory/job");
        fs::write(old.join("memory.limit_in_bytes"), "800").unwrap();
        fs::write(old.join("memory.usage_in_bytes"), "300").unwrap();
        assert_eq!(within_groups(root.path(), "3:cpu:/\n7:memory:/job\n"), Some(500));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_machine_tells() {
        assert!(bytes().is_some_and(|bytes| bytes > 0));
    }
}
