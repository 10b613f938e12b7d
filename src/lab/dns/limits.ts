/** What the name server and the resolver take and wait for at most. */

/** A datagram without EDNS(0). RFC 1035 §4.2.1. */
export const UDP_OCTETS = 512;
/** What we offer by EDNS(0), and the most that we send whatever a client offers. RFC 6891 §6.2.5. */
export const EDNS_OCTETS = 4096;
/** Records beside the question in a query: an OPT, perhaps a signature. More is no question. */
export const QUERY_RECORDS = 8;
/** A TCP connection on which nothing is asked and nothing owed. RFC 7766 §6.2.3 wants seconds. */
export const TCP_IDLE_MS = 10_000;
/** Connections at a time; the next one is closed at once. */
export const TCP_CONNECTIONS = 64;
/** Questions under way on one connection; more are read when answers have gone. */
export const TCP_UNDER_WAY = 100;
/** UDP questions held back by a delay at a time; more are dropped. */
export const UDP_UNDER_WAY = 1000;
/** Names that are gone through in a row. Real resolvers stop between 8 and 16. */
export const CHAIN = 8;
/** First and second try of the resolver, ms of real time. */
export const TRIES_MS: readonly number[] = [1000, 2000];
/** Longest that anything is believed, seconds. RFC 2308 §5 wants 1 to 3 hours for what does not exist. */
export const LONGEST_TTL = 604_800;
export const LONGEST_NEGATIVE_TTL = 3600;
/** Answers kept by one resolver. */
export const CACHED = 2000;
/** Of records that nobody wrote: A and PTR of hosts, SOA and NS of zones. Seconds. */
export const AUTOMATIC_TTL = 300;
/** How long "there is no such name" holds: short, because a world is there to be edited. Seconds. RFC 2308 §4. */
export const NEGATIVE_TTL = 60;
