//! Why an address was not fetched, or took no message, in words for whoever typed it.

/// Why an address was not fetched, or took no message. Each reason has one fixed message; what the machine said is kept apart, for the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It can't be read as an address, or has no host.
    #[error("this is not an address that can be fetched")]
    NotAnAddress,
    /// It is longer than [`crate::ADDRESS_BYTES`].
    #[error("the address is too long")]
    TooLong,
    /// It is neither http nor https.
    #[error("the address must begin with http:// or https://")]
    Scheme,
    /// It carries a user's name or password, which would end up in logs and in front of other people.
    #[error("the address must not contain a user name or password")]
    UserInfo,
    /// No address belongs to the name.
    #[error("the name in the address is not known")]
    UnknownName,
    /// The name, or one of the addresses that it leads to, is not public.
    #[error("the address leads into a private network, which this server does not allow")]
    Private,
    /// None of the addresses accepted a connection in time.
    #[error("the address can't be connected to")]
    Unreachable,
    /// This machine knows no certification authority, so nobody can prove to it who they are.
    #[error("this server has no root certificates, so https can't be used; install the system's CA certificates")]
    NoRoots,
    /// The other side did not prove that it is who the address says, or speaks no TLS.
    #[error("a secure connection can't be made: the certificate or the encryption of the address is not accepted")]
    NotTrusted {
        /// What the handshake said.
        cause: String,
    },
    /// More than [`crate::REDIRECTS`] redirects.
    #[error("the address redirects too often")]
    TooManyRedirects,
    /// An answer that is not a success, or a redirect that does not say where to.
    #[error("the address answers with status {0}")]
    Status(u16),
    /// The content is compressed, although that was not asked for.
    #[error("the address answers in a compressed form that was not asked for")]
    Encoded,
    /// There is more content than the caller takes.
    #[error("what the address holds is larger than {most_bytes} bytes")]
    TooLarge {
        /// The most that the caller takes.
        most_bytes: usize,
    },
    /// The whole took longer than [`crate::WHOLE`].
    #[error("the address takes too long to answer")]
    TooSlow,
    /// What came back is not HTTP, or it broke off.
    #[error("the answer of the address can't be read or is incomplete")]
    Broken {
        /// What was wrong with it.
        cause: String,
    },
}
