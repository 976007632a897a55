//! Limits of hosts that take sites for nothing, and how near a site is to them.

use std::path::Path;

use crate::model::Diagnostic;
use crate::publish::FolderSize;

/// What a host takes at most, by its documentation.
struct HostLimits {
    host: &'static str,
    files: Option<u64>,
    /// Bytes of the whole site.
    bytes: Option<u64>,
    /// Bytes of one file.
    largest: Option<u64>,
}

/// The hosts; docs/hosting.md has the same table.
const HOSTS: [HostLimits; 3] = [
    HostLimits {
        host: "Cloudflare Pages (free)",
        files: Some(20_000),
        bytes: None,
        largest: Some(25 << 20),
    },
    HostLimits {
        host: "GitHub Pages",
        files: None,
        bytes: Some(1 << 30),
        largest: Some(100 << 20),
    },
    HostLimits {
        host: "GitLab Pages",
        files: Some(200_000),
        bytes: Some(1 << 30),
        largest: None,
    },
];

/// Percent of a limit from which on a site is near to it.
const NEAR: u64 = 90;

/// A warning for each limit that a site passes or is near to.
pub fn host_limits(size: FolderSize, folder: &Path) -> Vec<Diagnostic> {
    let warning = |host: &str, is: u64, limit: u64, what: &str| {
        let words = if is > limit { "more than" } else { "near to" };
        let message = format!("the site has {is} {what}, {words} the {limit} that {host} takes");
        Diagnostic::warning("host-limit", folder, message)
            .help("another host takes it, see docs/hosting.md")
    };
    let is_near = |is: u64, limit: u64| is * 100 >= limit * NEAR;
    let mut warnings = Vec::new();
    for HostLimits {
        host,
        files,
        bytes,
        largest,
    } in HOSTS
    {
        let measured = [
            (files, size.files, "files"),
            (bytes, size.bytes, "bytes"),
            (largest, size.largest, "bytes in one file"),
        ];
        for (limit, is, what) in measured {
            let limit = limit.filter(|limit| is_near(is, *limit));
            warnings.extend(limit.map(|limit| warning(host, is, limit, what)));
        }
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(files: u64, bytes: u64, largest: u64) -> Vec<String> {
        let size = FolderSize {
            files,
            bytes,
            largest,
        };
        let warnings = host_limits(size, Path::new("public"));
        warnings
            .into_iter()
            .map(|warning| warning.message)
            .collect()
    }

    #[test]
    fn a_limit_is_told_before_it_is_passed() {
        assert_eq!(messages(17_999, 900 << 20, 20 << 20), [""; 0]);
        assert_eq!(
            messages(18_500, 300 << 20, 1 << 20),
            ["the site has 18500 files, near to the 20000 that Cloudflare Pages (free) takes"]
        );
        assert_eq!(messages(25_000, 2 << 30, 30 << 20).len(), 4);
    }
}
