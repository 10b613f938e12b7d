/** Addresses whose local part is the fault: anybody can try them from any program, in any domain of the lab. */
import type { FaultPoint } from '../../contract/lab/world.ts';
import type { Struck } from './struck.ts';

/** Local part -> where it strikes and how. */
const faultAddresses: Readonly<Record<string, { readonly point: FaultPoint; readonly effect: Struck['effect'] }>> = {
  tempfail: {
    point: 'smtp.rcpt',
    effect: { kind: 'defer', code: 451, text: '4.3.0 Not now: tempfail@ always asks to come again' },
  },
  permfail: {
    point: 'smtp.rcpt',
    effect: { kind: 'refuse', code: 550, text: '5.1.1 Never: permfail@ refuses everything' },
  },
  slow: { point: 'smtp.end-of-data', effect: { kind: 'delay', ms: 3000 } },
  drop: { point: 'smtp.content', effect: { kind: 'drop', afterOctets: 64 } },
  greylist: { point: 'smtp.rcpt', effect: { kind: 'greylist', seconds: 300 } },
  full: { point: 'smtp.rcpt', effect: { kind: 'defer', code: 452, text: '4.2.2 The mailbox full@ is full' } },
};

export function byAddress(point: FaultPoint, address: string): Struck | null {
  const found = faultOf(address);
  return found?.point === point ? { id: `${localOf(address)}@`, effect: found.effect } : null;
}

/** Whether its local part is the name of a fault. Such an address is there in every domain that has users. */
export const isFaultAddress = (address: string): boolean => faultOf(address) !== undefined;

function faultOf(address: string): (typeof faultAddresses)[string] | undefined {
  const local = localOf(address);
  return Object.hasOwn(faultAddresses, local) ? faultAddresses[local] : undefined;
}

const localOf = (address: string): string => address.slice(0, Math.max(0, address.lastIndexOf('@'))).toLowerCase();
