//! Which addresses are public.
//!
//! The source is IANA's registries of special-purpose addresses, for IPv4 and IPv6.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address belongs to the public internet. What is neither clearly public nor clearly private is not.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match embedded(address) {
            // The system, or a translator on the way, delivers to the address within.
            Some(within) => is_public_v4(within),
            None => is_public_v6(address),
        },
    }
}

/// First address and length of each range that IPv4 keeps from the public.
const NOT_PUBLIC_V4: [(Ipv4Addr, u32); 15] = [
    // this host and this network
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    // private
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    // shared by a carrier's customers
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    // loopback
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    // link-local; clouds keep their machines' secrets there
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    // protocol assignments
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    // documentation
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    // relays of 6to4, withdrawn
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    // benchmarks
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    // multicast
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    // reserved, and broadcast as its last
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

fn is_public_v4(address: Ipv4Addr) -> bool {
    !NOT_PUBLIC_V4.iter().any(|(first, length)| (address.to_bits() ^ first.to_bits()) >> (32 - length) == 0)
}

/// The only part of IPv6 from which public addresses are given out. Unspecified, loopback, IPv4-compatible, unique-local,
/// link-local, site-local, multicast and what nobody has assigned yet lie outside.
const GLOBAL_V6: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// What within [`GLOBAL_V6`] is not public.
const NOT_PUBLIC_V6: [(Ipv6Addr, u32); 4] = [
    // protocol assignments: Teredo, benchmarks, overlay identifiers and others
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    // documentation
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
    // 6to4: withdrawn, and an IPv4 address stands within
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
];

fn is_public_v6(address: Ipv6Addr) -> bool {
    lies_in(address, GLOBAL_V6) && !NOT_PUBLIC_V6.iter().any(|range| lies_in(address, *range))
}

/// IPv4 written as IPv6.
const MAPPED: (Ipv6Addr, u32) = (Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0), 96);
/// IPv4 behind a translator (NAT64): how networks that have IPv6 alone reach the rest. A prefix that a network has chosen for
/// this itself looks like any other public address and can't be known here.
const TRANSLATED: (Ipv6Addr, u32) = (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96);

/// The IPv4 address that an IPv6 address stands for.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [.., a, b, c, d] = address.octets();
    (lies_in(address, MAPPED) || lies_in(address, TRANSLATED)).then(|| Ipv4Addr::new(a, b, c, d))
}

fn lies_in(address: Ipv6Addr, (first, length): (Ipv6Addr, u32)) -> bool {
    (address.to_bits() ^ first.to_bits()) >> (128 - length) == 0
}
