/**
 * The parts of mailauth that the lab uses, loaded when first needed. Only these files of it: the rest would bring what asks the network
 * (BIMI, MTA-STS) and what the oldest runtime cannot load.
 */
import './boringssl.ts';

export type MailauthDkim = typeof import('mailauth/lib/dkim/verify.js');
export type MailauthSign = typeof import('mailauth/lib/dkim/sign.js');
export type MailauthSpf = typeof import('mailauth/lib/spf/index.js');

export const mailauthDkim = (): Promise<MailauthDkim> => import('mailauth/lib/dkim/verify.js');
export const mailauthSign = (): Promise<MailauthSign> => import('mailauth/lib/dkim/sign.js');
export const mailauthSpf = (): Promise<MailauthSpf> => import('mailauth/lib/spf/index.js');

/** In the shape of node:dns's promises.resolve: what does not exist is an error with a code. */
export type NodeResolve = (name: string, type: string) => Promise<string[] | string[][]>;
