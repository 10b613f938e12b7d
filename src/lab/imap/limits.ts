/** Limits of what an IMAP client may make the server hold, each with its reason. */

/** Octets of a command outside its literals. RFC 7162 §4 asks for 8192 at least; long UID sets of real clients come near to it. */
export const COMMAND_TEXT = 64 * 1024;
/** Octets of a literal that is not a message: names, passwords, search words. */
export const SMALL_LITERAL = 64 * 1024;
/** Literals in one command: a search with many words has some, no client has hundreds. */
export const LITERALS = 200;
/** Octets of all literals of a command before sign-in: nobody needs more than a name and a password. */
export const LITERALS_BEFORE_SIGN_IN = 4096;
/** A non-synchronizing literal over our limit is read and thrown away up to this; beyond it the connection is closed. RFC 7888 §4. */
export const SWALLOWED = 256 * 1024 * 1024;
/** Nested parentheses. Search keys and lists of people are three deep. */
export const DEPTH = 50;
/** Octets that wait to be understood before the socket is paused. */
export const INPUT_HIGH = 128 * 1024;
/** Refused commands in a row (BAD) after which the client is taken for something else, and cut. */
export const BAD_COMMANDS = 50;
/** Failed sign-ins on one connection. */
export const SIGN_IN_ATTEMPTS = 10;
/** Messages after which a long FETCH lets the others have their turn. */
export const TURN = 200;
/** RFC 3501 §5.4: at least 30 minutes. */
export const AUTOLOGOUT_MS = 31 * 60_000;
/** Before sign-in less is enough. */
export const SIGN_IN_MS = 3 * 60_000;
/** Parts of one message, and how deep they lie: beyond it the rest is taken as it stands. */
export const PARTS = 1000;
export const PART_DEPTH = 60;
/** Characters of a mailbox name, and names in a hierarchy. */
export const NAME_LENGTH = 1000;
/** Keywords of one message. */
export const KEYWORDS = 100;
