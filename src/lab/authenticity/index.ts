/** What the rest of the lab uses to sign mail and to check it. */
export { type Checked, check, type ToCheck } from './check.ts';
export { type DkimKey, type DkimKeys, keysFor } from './keys.ts';
export { sign } from './sign.ts';
