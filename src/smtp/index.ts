/** Submission: hands messages to the account's outgoing server. README.md says in which order to read. */
export type { SmtpLimits } from './limits.ts';
export { type Accepted, type Refused, SubmitError } from './refusals.ts';
export {
  type SmtpAccess,
  type Submission,
  type SubmitResult,
  submit,
  type Verified,
  verifySubmission,
} from './submit.ts';
