/** The mails of an experiment. */
export { makeMails } from './make.ts';
