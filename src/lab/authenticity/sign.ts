/** Signs what leaves a submission server. RFC 6376. */
import { MailError } from '../../base/errors.ts';
import { mailauthSign } from './mailauth.ts';

/**
 * The DKIM-Signature field to go before the message, CRLF at its end: relaxed/relaxed, rsa-sha256. `now`: ms, the moment of signing (t=).
 * @throws MailError where the key is none
 */
export async function sign(
  message: Buffer,
  domain: string,
  selector: string,
  key: string,
  now: number,
): Promise<string> {
  const { dkimSign } = await mailauthSign();
  const { signatures, errors } = await dkimSign(message, {
    signingDomain: domain,
    selector,
    privateKey: key,
    canonicalization: 'relaxed/relaxed',
    algorithm: 'rsa-sha256',
    // Left to itself, mailauth reads the clock twice: between two seconds it signs another t= than it writes.
    signTime: new Date(now),
    signatureData: [{ signingDomain: domain, selector, privateKey: key }],
  });
  if (!/^DKIM-Signature:/.test(signatures))
    throw new MailError(
      { kind: 'bad-input', at: 'lab.dkim-sign', reason: 'unexpected', advice: 'report', said: wordsOf(errors) },
      errors,
    );
  return signatures;
}

function wordsOf(errors: unknown): string {
  const [first] = Array.isArray(errors) ? errors : [];
  const error = typeof first === 'object' && first !== null && 'err' in first ? first.err : first;
  return error instanceof Error ? error.message : 'nothing was signed';
}
