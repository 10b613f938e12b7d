/** How much of a scene is handed on: it must be looked at, and cross a process. */

/** Events of one step. Scene 9 has tens of thousands; its facts are counted from all of them. */
export const EVENTS = 1500;
/** Conversations of one step whose transcripts are kept. */
export const TRANSCRIPTS = 12;
/** Octets of one transcript that are handed on. */
export const SHOWN_OCTETS = 64 * 1024;
