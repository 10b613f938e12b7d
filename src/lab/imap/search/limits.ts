/** Limits of SEARCH. Beyond them the command is refused with BAD; the connection goes on. */

/** Levels of NOT, OR and parentheses. Programs nest two or three; evaluation recurses once a level. */
export const DEPTH = 64;
/** Criteria of one command. A program that searches one word in every field has some ten. */
export const CRITERIA = 1000;
/** Messages looked at between two turns of the event loop, so that other sessions are answered meanwhile. */
export const AT_ONCE = 2000;
/** Messages that are read between two turns: some take milliseconds to decode. */
export const READ_AT_ONCE = 20;
