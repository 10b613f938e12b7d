/**
 * "POP3 or IMAP for you?" From a person's own numbers and from costs that experiments measured here, to a table of the ways and a
 * recommendation with its reasons. Pure, and safe in a browser.
 */
export { type Caution, type ForYou, forYou, type Reason } from './for-you/choose.ts';
export { type Cost, costsOf, type UnitCosts } from './for-you/costs.ts';
export { Needs, type Pop3Keeps, type Reckoned, type Way, ways } from './for-you/numbers.ts';
export { type ForYouTable, forYouTable, type InWords, inWords } from './for-you/words.ts';
