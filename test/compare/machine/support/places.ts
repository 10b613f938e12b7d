/** Where the machines of a test read their mail: the lab, or a real Dovecot; started before the tests of a group and ended after them. */
import { afterAll, beforeAll } from 'vitest';
import { type Ground, type GroundMailbox, labGround } from '../../../../src/compare/ground/index.ts';
import type { House } from '../../../support/house.ts';
import { dovecotMailboxes } from './dovecot-ground.ts';

export interface Place {
  /** One that nobody used before. */
  mailbox(): GroundMailbox;
  /** Somebody to whom mail can be sent. */
  readonly outsider: string;
}

const count = 24;

export function labPlaces(): () => Place {
  let ground: Ground;
  let free: GroundMailbox[] = [];
  beforeAll(async () => {
    ground = await labGround();
    free = [...(await ground.mailboxes(Array.from({ length: count }, (_, i) => `box${i + 1}`)))];
  });
  afterAll(() => ground?.close());
  return () => ({ outsider: ground.outsider ?? '', mailbox: () => next(free) });
}

export function dovecotPlaces(): () => Place {
  let house: House;
  let free: GroundMailbox[] = [];
  beforeAll(async () => {
    const started = await dovecotMailboxes(count);
    house = started.house;
    free = started.mailboxes;
  });
  afterAll(() => house?.close());
  return () => ({ outsider: 'ben@hana.test', mailbox: () => next(free) });
}

function next(free: GroundMailbox[]): GroundMailbox {
  const mailbox = free.shift();
  if (mailbox === undefined) throw new Error('no mailbox is left');
  return mailbox;
}
